namespace QImpact.Quantum;

/// <summary>
/// The rotation <c>exp(-i t P / 2)</c> about a Pauli string P: RX, RY and RZ on one wire, PennyLane's <c>PauliRot</c> on several.
/// </summary>
public sealed record PauliRotation : Gate
{
    /// <param name="angle">t, radians.</param>
    /// <param name="generator">P; not the identity, which would be a global phase.</param>
    public PauliRotation(Angle angle, PauliString generator)
    {
        ArgumentNullException.ThrowIfNull(angle);
        if (generator.Support == 0)
            throw new ArgumentException(
                "the generator is the identity; expected a Pauli string on at least one wire",
                nameof(generator)
            );
        (Angle, Generator) = (angle, generator);
    }

    /// <summary>t, radians.</summary>
    public Angle Angle { get; }

    /// <summary>P.</summary>
    public PauliString Generator { get; }

    /// <inheritdoc/>
    public override string Name => Wires.Count == 1 ? $"R{Generator[Wires[0]]}" : "PauliRot";

    /// <inheritdoc/>
    public override ValueList<int> Wires => Generator.Wires;

    /// <summary><c>RX(x0 + 0.5)[0]</c>; <c>PauliRot(w2, XZ)[0,3]</c>.</summary>
    public override string ToString() =>
        Wires.Count == 1
            ? $"{Name}({Angle}){Wires}"
            : $"{Name}({Angle}, {string.Concat(Wires.Select(wire => Generator[wire]))}){Wires}";
}
