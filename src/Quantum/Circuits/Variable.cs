namespace QImpact.Quantum.Circuits;

/// <summary>Where a variable of an angle comes from.</summary>
public enum VariableKind
{
    /// <summary>A feature of the sample, <c>x0, x1, ...</c>.</summary>
    Input,

    /// <summary>The product of two features of the sample, <c>x0*x1</c>.</summary>
    Product,

    /// <summary>A trainable weight, <c>w0, w1, ...</c>, counted row by row through the weight array.</summary>
    Weight,
}

/// <summary>An input, a product of two inputs, or a weight of a circuit.</summary>
public readonly record struct Variable
{
    /// <summary>A circuit has at most so many inputs and so many weights. More are likelier a slip of the keyboard than an intention, and memory would run out.</summary>
    public const int MaxCount = 1_000_000;

    private Variable(VariableKind kind, int index, int other = -1)
    {
        int outside =
            index is < 0 or >= MaxCount ? index
            : other >= MaxCount ? other
            : 0;
        if (outside != 0)
        {
            string name = kind == VariableKind.Weight ? "w" : "x";
            throw new ArgumentOutOfRangeException(
                nameof(index),
                outside,
                $"found {name}{outside}; expected {name}0 to {name}{MaxCount - 1}"
            );
        }
        (Kind, Index, Other) = (kind, index, other);
    }

    /// <summary>Input, product or weight.</summary>
    public VariableKind Kind { get; }

    /// <summary>The index of the input or weight, from 0; of a product, that of the lower input.</summary>
    public int Index { get; }

    /// <summary>The index of a product's other input, not below <see cref="Index"/>; -1 for any other kind.</summary>
    public int Other { get; }

    /// <summary>The highest index of an input or weight that occurs.</summary>
    public int HighestIndex => Math.Max(Index, Other);

    /// <summary><c>x[index]</c></summary>
    /// <exception cref="ArgumentOutOfRangeException">The index is not 0 to <see cref="MaxCount"/> - 1.</exception>
    public static Variable Input(int index) => new(VariableKind.Input, index);

    /// <summary><c>x[first] * x[second]</c></summary>
    /// <exception cref="ArgumentOutOfRangeException">An index is not 0 to <see cref="MaxCount"/> - 1.</exception>
    public static Variable Product(int first, int second) =>
        new(VariableKind.Product, Math.Min(first, second), Math.Max(first, second));

    /// <summary><c>w[index]</c></summary>
    /// <exception cref="ArgumentOutOfRangeException">The index is not 0 to <see cref="MaxCount"/> - 1.</exception>
    public static Variable Weight(int index) => new(VariableKind.Weight, index);

    /// <summary>The variable's value among these inputs and weights.</summary>
    public double ValueIn(ReadOnlySpan<double> inputs, ReadOnlySpan<double> weights) =>
        Kind switch
        {
            VariableKind.Input => inputs[Index],
            VariableKind.Product => inputs[Index] * inputs[Other],
            _ => weights[Index],
        };

    /// <summary>Chain rule: adds <paramref name="derivative"/> times the derivative of this variable; an empty gradient isn't wanted.</summary>
    internal void AddGradient(
        double derivative,
        ReadOnlySpan<double> inputs,
        Span<double> gradInputs,
        Span<double> gradWeights
    )
    {
        Span<double> gradient = Kind == VariableKind.Weight ? gradWeights : gradInputs;
        if (gradient.IsEmpty)
            return;
        if (Kind == VariableKind.Product)
        {
            gradient[Index] += derivative * inputs[Other];
            gradient[Other] += derivative * inputs[Index];
        }
        else
        {
            gradient[Index] += derivative;
        }
    }

    internal Variable WithWeight(Func<int, int> place) => Kind == VariableKind.Weight ? Weight(place(Index)) : this;

    /// <summary>What variables are sorted by: inputs before products before weights, ascending.</summary>
    internal (VariableKind, int, int) SortKey => (Kind, Index, Other);

    /// <summary><c>x3</c>, <c>x0*x1</c> or <c>w3</c>.</summary>
    public override string ToString() =>
        Kind switch
        {
            VariableKind.Input => $"x{Index}",
            VariableKind.Product => $"x{Index}*x{Other}",
            _ => $"w{Index}",
        };
}
