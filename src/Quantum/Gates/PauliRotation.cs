namespace QImpact.Quantum.Gates;

/// <summary>
/// The rotation <c>exp(-i t P / 2)</c> about a Pauli string P: RX, RY and RZ on one wire, IsingXX, IsingYY and IsingZZ on two, MultiRZ
/// for a string of Z, and PennyLane's <c>PauliRot</c> for any other.
/// </summary>
public sealed record PauliRotation : Gate
{
    /// <summary>PennyLane's names for strings of these letters.</summary>
    internal static readonly Dictionary<string, string> Names = new()
    {
        ["X"] = "RX",
        ["Y"] = "RY",
        ["Z"] = "RZ",
        ["XX"] = "IsingXX",
        ["YY"] = "IsingYY",
        ["ZZ"] = "IsingZZ",
    };

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

    /// <summary>The string's letters without the identities: <c>XZ</c> for X0 Z3.</summary>
    public string Letters => string.Concat(Wires.Select(wire => Generator[wire]));

    /// <inheritdoc/>
    public override string Name =>
        Names.GetValueOrDefault(Letters) ?? (Letters.All(letter => letter == 'Z') ? "MultiRZ" : "PauliRot");

    /// <inheritdoc/>
    public override ValueList<int> Wires => Generator.Wires;

    /// <inheritdoc/>
    public override ValueList<Angle> Angles => [Angle];

    /// <inheritdoc/>
    public override Gate Adjoint() => new PauliRotation(-Angle, Generator);

    internal override Operation Moved(ValueList<int> wires, int weights) =>
        new PauliRotation(Angle.WithWeightsMoved(weights), Generator.Renamed(wires));

    /// <summary>The angle, and for PauliRot the letters: <c>PauliRot(w2, XZ)[0,3]</c>.</summary>
    protected override string ArgumentText => Name == "PauliRot" ? $"{Angle}, {Letters}" : $"{Angle}";
}
