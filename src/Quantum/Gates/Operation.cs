namespace QImpact.Quantum;

/// <summary>A step of a circuit: a gate, or a template that stands for a sequence of gates.</summary>
public abstract record Operation
{
    /// <summary>The gates in the order in which they act.</summary>
    public abstract ValueList<Gate> Gates { get; }

    /// <summary>The block of weights that a template takes, or null where weights have no shape of their own (a gate).</summary>
    public virtual WeightBlock? Weights => null;
}

/// <summary>Consecutive weights of a circuit that form an array.</summary>
/// <param name="First">The index of the first weight.</param>
/// <param name="Shape">The array's shape, row-major: [layers, wires].</param>
public sealed record WeightBlock(int First, ValueList<int> Shape)
{
    /// <summary>The number of weights.</summary>
    public int Count => Shape.Aggregate(1, (product, size) => product * size);
}
