namespace QImpact.Quantum.Circuits;

/// <summary>One summand of an angle: <c>Scale * Variable</c>.</summary>
public readonly record struct AngleTerm(Variable Variable, double Scale);

/// <summary>
/// A gate's angle in radians: a sum of scaled inputs, weights and products of two inputs,
/// <c>t = sum_j scale_j * variable_j + offset</c>. Sums and multiples of angles are angles, so that two rotations about
/// the same axis merge into one.
/// </summary>
/// <remarks>In canonical form: inputs before products before weights, ascending, each once, no zero scale. Equal angles are equal values.</remarks>
public sealed record Angle
{
    /// <summary>The largest scale and the largest offset: float32, in which layers and exported files compute, goes up to 3.4e38.</summary>
    public const double MaxSize = 1e30;

    private Angle(ValueList<AngleTerm> terms, double offset)
    {
        Check(offset, "an angle's offset", "a finite number of radians");
        foreach (AngleTerm term in terms)
            Check(term.Scale, $"the scale of {term.Variable} in an angle", "a finite number");
        (Terms, Offset) = (terms, offset);
    }

    /// <summary>The scaled variables: inputs before products before weights, ascending.</summary>
    public ValueList<AngleTerm> Terms { get; }

    /// <summary>The constant part, radians.</summary>
    public double Offset { get; }

    /// <summary>Whether no variable occurs.</summary>
    public bool IsConstant => Terms.Count == 0;

    /// <summary>Whether an input occurs, alone or in a product.</summary>
    public bool DependsOnInputs => Terms.Any(term => term.Variable.Kind != VariableKind.Weight);

    /// <summary>The angle <c>scale * x[index]</c>.</summary>
    public static Angle Input(int index, double scale = 1) => Of(Variable.Input(index), scale);

    /// <summary>The angle <c>scale * x[first] * x[second]</c>: what IQP circuits entangle with.</summary>
    public static Angle Product(int first, int second, double scale = 1) => Of(Variable.Product(first, second), scale);

    /// <summary>The angle <c>scale * w[index]</c>.</summary>
    public static Angle Weight(int index, double scale = 1) => Of(Variable.Weight(index), scale);

    /// <summary>A fixed angle: a finite number of radians.</summary>
    public static Angle Constant(double radians) => new([], radians);

    /// <summary>A fixed angle, in radians.</summary>
    public static implicit operator Angle(double radians) => Constant(radians);

    /// <summary>The sum of two angles.</summary>
    public static Angle operator +(Angle left, Angle right) =>
        new(
            left.Terms.Concat(right.Terms)
                .GroupBy(term => term.Variable, (variable, terms) => new AngleTerm(variable, terms.Sum(t => t.Scale)))
                .Where(term => term.Scale != 0)
                .OrderBy(term => term.Variable.SortKey)
                .ToValueList(),
            left.Offset + right.Offset
        );

    /// <summary>The difference of two angles.</summary>
    public static Angle operator -(Angle left, Angle right) => left + (-right);

    /// <summary>The opposite angle.</summary>
    public static Angle operator -(Angle angle) => -1 * angle;

    /// <summary>A multiple of an angle.</summary>
    public static Angle operator *(double factor, Angle angle) =>
        factor == 0
            ? Constant(0)
            : new(
                angle.Terms.Select(term => term with { Scale = factor * term.Scale }).ToValueList(),
                factor * angle.Offset + 0.0
            );

    /// <summary>A multiple of an angle.</summary>
    public static Angle operator *(Angle angle, double factor) => factor * angle;

    /// <summary>The product of two angles, term by term: a multiple of a variable, or of two inputs.</summary>
    /// <exception cref="ArgumentException">It has the product of two other variables; the message names them.</exception>
    internal static Angle Multiply(Angle left, Angle right)
    {
        Angle result = left.Offset * right.Offset;
        foreach (AngleTerm term in left.Terms)
            result += right.Offset * Of(term.Variable, term.Scale);
        foreach (AngleTerm term in right.Terms)
            result += left.Offset * Of(term.Variable, term.Scale);
        foreach (AngleTerm one in left.Terms)
        {
            foreach (AngleTerm two in right.Terms)
            {
                if (one.Variable.Kind != VariableKind.Input || two.Variable.Kind != VariableKind.Input)
                    throw new ArgumentException(
                        $"found the product of {one.Variable} and {two.Variable}; expected a multiple of a variable, or a product of two inputs"
                    );
                result += Product(one.Variable.Index, two.Variable.Index, one.Scale * two.Scale);
            }
        }
        return result;
    }

    /// <summary>The quotient of an angle and a number.</summary>
    /// <exception cref="ArgumentException">The divisor has variables or is 0.</exception>
    internal static Angle Divide(Angle left, Angle right)
    {
        if (!right.IsConstant || right.Offset == 0)
            throw new ArgumentException($"found a division by {right}; expected one by a number that is not 0");
        Angle result = left.Offset / right.Offset;
        foreach (AngleTerm term in left.Terms)
            result += Of(term.Variable, term.Scale / right.Offset);
        return result;
    }

    /// <summary>The angle's value, radians.</summary>
    /// <param name="inputs">[inputs]</param>
    /// <param name="weights">[weights], flat</param>
    public double Evaluate(ReadOnlySpan<double> inputs, ReadOnlySpan<double> weights)
    {
        double value = Offset;
        foreach (AngleTerm term in Terms.AsSpan())
            value += term.Scale * term.Variable.ValueIn(inputs, weights);
        return value;
    }

    /// <summary>The angle with numbers in the place of inputs [inputs] or weights [weights], flat; null leaves them.</summary>
    internal Angle Bind(double[]? inputs, double[]? weights)
    {
        bool IsBound(AngleTerm term) => (term.Variable.Kind == VariableKind.Weight ? weights : inputs) is not null;
        double offset = Offset;
        foreach (AngleTerm term in Terms.Where(IsBound))
            offset += term.Scale * term.Variable.ValueIn(inputs, weights);
        return new Angle(Terms.Where(term => !IsBound(term)).ToValueList(), offset);
    }

    /// <summary>Chain rule: adds <c>derivative * dt/dx</c> to the inputs' gradient and the same for the weights.</summary>
    /// <param name="derivative">The derivative of some function in this angle.</param>
    /// <param name="inputs">[inputs]; read where the inputs' gradient is wanted</param>
    /// <param name="gradInputs">[inputs]; empty where it isn't wanted</param>
    /// <param name="gradWeights">[weights], flat; empty where it isn't wanted</param>
    public void AddGradient(
        double derivative,
        ReadOnlySpan<double> inputs,
        Span<double> gradInputs,
        Span<double> gradWeights
    )
    {
        foreach (AngleTerm term in Terms.AsSpan())
            term.Variable.AddGradient(derivative * term.Scale, inputs, gradInputs, gradWeights);
    }

    /// <summary>The same angle of other weights: weight w becomes weight w + <paramref name="offset"/>.</summary>
    internal Angle WithWeightsMoved(int offset) => WithWeights(weight => weight + offset);

    /// <summary>The same angle of other weights: weight w becomes weight <paramref name="place"/>(w), which keeps their order.</summary>
    internal Angle WithWeights(Func<int, int> place) =>
        new(Terms.Select(term => term with { Variable = term.Variable.WithWeight(place) }).ToValueList(), Offset);

    /// <summary><c>x0 + 0.5*w1 - 0.25</c>.</summary>
    public override string ToString() => ToText(number: null);

    /// <summary>The same with another notation of numbers, which have no sign here.</summary>
    internal string ToText(Func<double, string>? number)
    {
        string text = "";
        foreach (AngleTerm term in Terms)
            text = Append(text, term.Scale, term.Variable.ToString(), number);
        return Offset != 0 || text.Length == 0 ? Append(text, Offset, null, number) : text;
    }

    /// <summary>A sum with one more summand: <c>factor</c> times what has this name, or the number alone.</summary>
    internal static string Append(string text, double factor, string? name, Func<double, string>? number = null)
    {
        string sign = (text.Length > 0, factor < 0) switch
        {
            (false, false) => "",
            (false, true) => "-",
            (true, false) => " + ",
            (true, true) => " - ",
        };
        double size = Math.Abs(factor);
        string digits = number?.Invoke(size) ?? Text($"{size}");
        return text
            + sign
            + (
                name is null ? digits
                : size == 1 ? name
                : $"{digits}*{name}"
            );
    }

    internal static Angle Of(Variable variable, double scale) =>
        scale == 0 ? Constant(0) : new([new AngleTerm(variable, scale)], 0);

    private static void Check(double value, string what, string expected)
    {
        if (!double.IsFinite(value))
            throw new ArgumentException(Text($"{what} is {value}; expected {expected}"));
        if (Math.Abs(value) > MaxSize)
            throw new ArgumentException(Text($"{what} is {value}; expected at most {MaxSize} in size"));
    }

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
