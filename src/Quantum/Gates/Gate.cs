namespace QImpact.Quantum.Gates;

/// <summary>
/// A unitary on some wires. There are three kinds: <see cref="PauliRotation"/>, <see cref="CliffordGate"/>, and <see cref="CompositeGate"/>,
/// which is made up of gates of the other two.
/// </summary>
public abstract record Gate : Operation
{
    /// <summary>The name by which PennyLane knows it.</summary>
    public abstract string Name { get; }

    /// <summary>
    /// Rotations and Clifford gates that together are this gate, up to a global phase, which no expectation value shows: the gate
    /// itself unless it is composite.
    /// </summary>
    public virtual ValueList<Gate> Primitives => [this];

    internal sealed override string? NoOpenQasm => null;

    /// <summary>The inverse gate.</summary>
    public abstract Gate Adjoint();

    /// <summary><c>CNOT[0,1]</c>, <c>Rot(w0, w1, w2)[0]</c></summary>
    public sealed override string ToString() =>
        ArgumentText.Length == 0 ? $"{Name}{Wires}" : $"{Name}({ArgumentText}){Wires}";

    /// <summary>What stands between the parentheses.</summary>
    protected virtual string ArgumentText => string.Join(", ", Angles);
}
