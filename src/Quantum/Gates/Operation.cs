namespace QImpact.Quantum.Gates;

/// <summary>A step of a circuit: a gate, a noise channel, a preparation of a state, or a template that stands for a sequence of them.</summary>
public abstract record Operation
{
    /// <summary>The wires that it acts on, in its own order.</summary>
    public abstract ValueList<int> Wires { get; }

    /// <summary>The gates, channels and preparations in the order in which they act; for each of these it is itself.</summary>
    public virtual ValueList<Operation> Elements => [this];

    /// <summary>
    /// The layers of a trainable template, one template per layer; for anything else it is itself. Noise per layer stands behind each of
    /// them (<see cref="Noise.NoiseModel"/>).
    /// </summary>
    public virtual ValueList<Operation> Layers => [this];

    /// <summary>The block of weights that a template takes, or null where weights have no shape of their own (a gate).</summary>
    public virtual WeightBlock? Weights => null;

    /// <summary>The angles of a gate; none for a template, whose elements have them.</summary>
    public virtual ValueList<Angle> Angles => [];

    /// <summary>The inputs that it takes: one more than the highest index.</summary>
    internal virtual int InputCount => CountOf(variable => variable.Kind != VariableKind.Weight);

    /// <summary>The weights that it takes: one more than the highest index.</summary>
    internal int WeightCount => CountOf(variable => variable.Kind == VariableKind.Weight);

    /// <summary>
    /// The text behind operations that take this many weights: a template's weights come after them unless the text says otherwise.
    /// </summary>
    internal virtual string TextAfter(int weights) => ToString();

    /// <summary>The same operation elsewhere: on wire <c>wires[w]</c> instead of w, with the weights moved by an offset.</summary>
    internal abstract Operation Moved(ValueList<int> wires, int weights);

    /// <summary>Why OpenQASM can't express it; null where it can.</summary>
    internal virtual string? NoOpenQasm => "it is no gate";

    /// <summary>The exception of an interpreter that doesn't know an element.</summary>
    internal NotSupportedException NotSupportedBy(string interpreter) => new($"{interpreter} does not support {this}");

    /// <summary>The end of a template's text: the first weight, unless it is 0 and the template is the first to have weights.</summary>
    private protected static string WeightsText(WeightBlock block, int weights) =>
        block.First == 0 && weights == 0 ? ")" : $", weights={block.First}..)";

    /// <summary>The end of a template's text: the first input, unless it is 0.</summary>
    private protected static string InputsText(int first) => first == 0 ? ")" : $", inputs={first}..)";

    private int CountOf(Func<Variable, bool> counts) =>
        Elements
            .SelectMany(element => element.Angles)
            .SelectMany(angle => angle.Terms)
            .Where(term => counts(term.Variable))
            .Select(term => term.Variable.HighestIndex + 1)
            .Append(0)
            .Max();
}

/// <summary>Consecutive weights of a circuit that form an array.</summary>
/// <param name="First">The index of the first weight.</param>
/// <param name="Shape">The array's shape, row-major: [layers, wires].</param>
public sealed record WeightBlock(int First, ValueList<int> Shape)
{
    /// <summary>The number of weights.</summary>
    public int Count => Shape.Aggregate(1, (product, size) => product * size);
}
