namespace QImpact.Quantum;

/// <summary>
/// A unitary on some wires. There are two kinds, and every interpreter reads both: <see cref="PauliRotation"/> and
/// <see cref="CliffordGate"/>.
/// </summary>
public abstract record Gate : Operation
{
    /// <summary>The name by which PennyLane knows it.</summary>
    public abstract string Name { get; }

    /// <summary>The wires that it acts on, in the gate's own order.</summary>
    public abstract ValueList<int> Wires { get; }

    /// <inheritdoc/>
    public sealed override ValueList<Gate> Gates => [this];

    /// <summary>The exception of an interpreter that doesn't know a kind of gate.</summary>
    internal NotSupportedException NotSupportedBy(string interpreter) =>
        new($"{interpreter} does not support the gate {this}");
}
