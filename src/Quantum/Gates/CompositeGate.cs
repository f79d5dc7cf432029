namespace QImpact.Quantum.Gates;

/// <summary>An entry of the <see cref="Composite"/> table with its angles on given wires.</summary>
public sealed record CompositeGate : Gate
{
    /// <param name="kind">The entry.</param>
    /// <param name="angles">As many angles as the entry takes, in its order (Rot: phi, theta, omega), radians.</param>
    /// <param name="wires">As many different wires as the entry takes, in its order (CRX: control, target).</param>
    public CompositeGate(Composite kind, ReadOnlySpan<Angle> angles, ReadOnlySpan<int> wires)
    {
        ArgumentNullException.ThrowIfNull(kind);
        if (angles.Length != kind.AngleCount)
            throw new ArgumentException(
                $"{kind} with {angles.Length} angles; expected {kind.AngleCount}",
                nameof(angles)
            );
        Kind = kind;
        Angles = ValueList.Create(angles);
        Wires = Circuits.Wires.Check(kind.Name, wires, kind.Arity, nameof(wires));
        Primitives = kind.Decompose(Angles, Wires);
    }

    /// <summary>The entry of the table.</summary>
    public Composite Kind { get; }

    /// <inheritdoc/>
    public override string Name => Kind.Name;

    /// <inheritdoc/>
    public override ValueList<Angle> Angles { get; }

    /// <inheritdoc/>
    public override ValueList<int> Wires { get; }

    /// <inheritdoc/>
    public override ValueList<Gate> Primitives { get; }

    /// <inheritdoc/>
    public override Gate Adjoint()
    {
        (Composite kind, ValueList<Angle> angles) = Kind.Adjoint(Angles);
        return new CompositeGate(kind, angles.AsSpan(), Wires.AsSpan());
    }

    internal override Operation Moved(ValueList<int> wires, int weights) =>
        new CompositeGate(
            Kind,
            Angles.Select(angle => angle.WithWeightsMoved(weights)).ToArray(),
            Circuits.Wires.Renamed(Wires, wires)
        );
}
