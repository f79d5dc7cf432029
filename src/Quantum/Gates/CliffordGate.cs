namespace QImpact.Quantum.Gates;

/// <summary>An entry of the <see cref="Clifford"/> table on given wires.</summary>
public sealed record CliffordGate : Gate
{
    /// <param name="kind">The entry.</param>
    /// <param name="wires">As many different wires as the entry takes, in its order (CNOT: control, target).</param>
    public CliffordGate(Clifford kind, params ReadOnlySpan<int> wires)
    {
        ArgumentNullException.ThrowIfNull(kind);
        Kind = kind;
        Wires = Circuits.Wires.Check(kind.Name, wires, kind.Arity, nameof(wires));
    }

    /// <summary>The entry of the table.</summary>
    public Clifford Kind { get; }

    /// <inheritdoc/>
    public override string Name => Kind.Name;

    /// <inheritdoc/>
    public override ValueList<int> Wires { get; }

    /// <inheritdoc/>
    public override Gate Adjoint() => new CliffordGate(Kind.Adjoint, Wires.AsSpan());

    internal override Operation Moved(ValueList<int> wires, int weights) =>
        new CliffordGate(Kind, Circuits.Wires.Renamed(Wires, wires));
}
