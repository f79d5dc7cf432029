namespace QImpact.Quantum.Noise;

/// <summary>A channel on a wire.</summary>
public sealed record NoiseChannel : Operation
{
    /// <summary>The channel on this wire.</summary>
    public NoiseChannel(Channel channel, int wire)
    {
        ArgumentNullException.ThrowIfNull(channel);
        Channel = channel;
        Wires = Circuits.Wires.Check(channel.Kind.Name, [wire], nameof(wire));
    }

    /// <summary>The channel.</summary>
    public Channel Channel { get; }

    /// <inheritdoc/>
    public override ValueList<int> Wires { get; }

    internal override string? NoOpenQasm => "OpenQASM has gates and readings, and no noise channels";

    internal override Operation Moved(ValueList<int> wires, int weights) => new NoiseChannel(Channel, wires[Wires[0]]);

    /// <summary><c>BitFlip(0.01)[2]</c></summary>
    public override string ToString() => $"{Channel}{Wires}";
}
