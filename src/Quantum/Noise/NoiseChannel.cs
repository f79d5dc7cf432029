namespace QImpact.Quantum.Noise;

/// <summary>An entry of the <see cref="PauliChannel"/> table on one wire.</summary>
public sealed record NoiseChannel : Operation
{
    /// <summary>The entry on a wire with the probability p, 0 to 1.</summary>
    public NoiseChannel(PauliChannel kind, double probability, int wire)
    {
        ArgumentNullException.ThrowIfNull(kind);
        Kind = kind;
        Probability = Arguments.CheckProbability(kind.Name, probability, nameof(probability));
        Wires = Circuits.Wires.Check(kind.Name, [wire], nameof(wire));
    }

    /// <summary>The entry of the table.</summary>
    public PauliChannel Kind { get; }

    /// <summary>p.</summary>
    public double Probability { get; }

    /// <inheritdoc/>
    public override ValueList<int> Wires { get; }

    /// <summary>The errors with their probabilities; an error that can't happen is not among them.</summary>
    internal IEnumerable<(PauliString Error, double Probability)> Errors
    {
        get
        {
            (double x, double y, double z) = Kind.Probabilities(Probability);
            int wire = Wires[0];
            (PauliString, double Probability)[] all =
            [
                (PauliString.X(wire), x),
                (PauliString.Y(wire), y),
                (PauliString.Z(wire), z),
            ];
            return all.Where(error => error.Probability > 0);
        }
    }

    internal override string? NoOpenQasm => "OpenQASM has gates and readings, and no noise channels";

    internal override Operation Moved(ValueList<int> wires, int weights) =>
        new NoiseChannel(Kind, Probability, wires[Wires[0]]);

    /// <summary><c>BitFlip(0.01)[2]</c></summary>
    public override string ToString() => FormattableString.Invariant($"{Kind}({Probability}){Wires}");
}
