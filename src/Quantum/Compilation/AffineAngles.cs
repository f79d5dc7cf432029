namespace QImpact.Quantum.Compilation;

/// <summary>A summand of an angle: <c>Scale</c> times a feature.</summary>
/// <param name="Feature">The index of an input or, behind the inputs, of a product of two.</param>
/// <param name="Scale">Its factor, not 0.</param>
public readonly record struct FeatureTerm(int Feature, double Scale);

/// <summary>
/// Angles as affine functions of a sample's features, <c>t = features A + b(weights)</c>. The features are the circuit's inputs and, behind them, the
/// products of two inputs that occur.
/// </summary>
public sealed class AffineAngles
{
    private readonly Circuit _circuit;
    private readonly FeatureTerm[][] _terms;
    private readonly double[] _noInputs; // all 0: what is left of an angle is its offset

    /// <param name="circuit">The circuit whose inputs and weights the angles read.</param>
    /// <param name="angles">The angles, in radians.</param>
    public AffineAngles(Circuit circuit, IEnumerable<Angle> angles)
    {
        ArgumentNullException.ThrowIfNull(circuit);
        _circuit = circuit;
        _noInputs = new double[circuit.InputCount];
        Angles = angles.ToValueList();
        Products = Angles
            .SelectMany(angle => angle.Terms)
            .Select(term => term.Variable)
            .Where(variable => variable.Kind == VariableKind.Product)
            .Distinct()
            .OrderBy(variable => variable.SortKey)
            .ToValueList();
        _terms = [.. Angles.Select(TermsOf)];
    }

    /// <summary>The angles.</summary>
    public ValueList<Angle> Angles { get; }

    /// <summary>The products of two inputs, ascending.</summary>
    public ValueList<Variable> Products { get; }

    /// <summary>The number of inputs and products.</summary>
    public int FeatureCount => _circuit.InputCount + Products.Count;

    /// <summary>The features of an angle with their scales.</summary>
    public ReadOnlySpan<FeatureTerm> Terms(int angle) => _terms[angle];

    /// <summary>A, [<see cref="FeatureCount"/>, angles].</summary>
    public double[,] Matrix()
    {
        var matrix = new double[FeatureCount, Angles.Count];
        for (int a = 0; a < Angles.Count; a++)
        {
            foreach ((int feature, double scale) in _terms[a])
                matrix[feature, a] = scale;
        }
        return matrix;
    }

    /// <summary>b, [angles]: the part of the angles that the inputs do not change, radians.</summary>
    /// <param name="weights">[weights], flat</param>
    /// <exception cref="ArgumentException">A wrong count, or a value that is not finite.</exception>
    public double[] Offsets(ReadOnlySpan<double> weights)
    {
        Arguments.CheckVector(nameof(weights), weights, _circuit.WeightCount);
        var offsets = new double[Angles.Count];
        for (int a = 0; a < offsets.Length; a++)
            offsets[a] = Offset(a, weights);
        return offsets;
    }

    /// <summary>An angle as large as this is reduced modulo 2 pi before it is rounded to float32.</summary>
    internal const double Large = 8;

    /// <summary>A constant of which the cosine and the sine are taken: modulo 2 pi where it is large, so that float32 holds it with a small error.</summary>
    public static double Reduced(double radians)
    {
        if (Math.Abs(radians) < Large)
            return radians;
        (double sin, double cos) = Math.SinCos(radians);
        return Math.Atan2(sin, cos);
    }

    /// <summary>The part of an angle that the inputs do not change, radians.</summary>
    internal double Offset(int angle, ReadOnlySpan<double> weights) => Angles[angle].Evaluate(_noInputs, weights);

    private FeatureTerm[] TermsOf(Angle angle) =>
        [
            .. angle
                .Terms.Where(term => term.Variable.Kind != VariableKind.Weight)
                .Select(term => new FeatureTerm(FeatureOf(term.Variable), term.Scale)),
        ];

    private int FeatureOf(Variable variable) =>
        variable.Kind == VariableKind.Input
            ? variable.Index
            : _circuit.InputCount + Products.AsSpan().IndexOf(variable);
}
