namespace QImpact.Quantum.Noise;

/// <summary>What follows gates of some kinds: channels on each of the gate's wires, and the relaxation of these wires while the gate takes its time.</summary>
public sealed record GateNoise
{
    /// <summary>Stands for every gate on one wire.</summary>
    public const string OneQubit = "one-qubit";

    /// <summary>Stands for every gate on two wires.</summary>
    public const string TwoQubit = "two-qubit";

    private static readonly string[] Known =
    [
        OneQubit,
        TwoQubit,
        .. PauliRotation.Names.Values,
        "MultiRZ",
        "PauliRot",
        .. Composite.All.Select(kind => kind.Name),
        .. Clifford.All.Select(kind => kind.Name),
    ];

    /// <param name="gates">Names of gates (<c>RX</c>, <c>CNOT</c>), <see cref="OneQubit"/> or <see cref="TwoQubit"/>; at least one.</param>
    /// <param name="channels">On each of the gate's wires, in the order in which they act.</param>
    /// <param name="time">How long the gate takes, from 0, in the unit of <see cref="WireNoise"/>.</param>
    /// <param name="wires">Gates all of whose wires are among these are meant; null: gates on any wires.</param>
    /// <exception cref="ArgumentException">No gate has the name.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative or not finite.</exception>
    public GateNoise(
        ValueList<string> gates,
        ValueList<Channel> channels,
        double time = 0,
        ValueList<int>? wires = null
    )
    {
        ArgumentNullException.ThrowIfNull(gates);
        ArgumentNullException.ThrowIfNull(channels);
        if (gates.Count == 0)
            throw new ArgumentException($"noise of no gates; expected names such as {OneQubit} or CNOT", nameof(gates));
        if (gates.FirstOrDefault(name => !Known.Contains(name)) is { } stranger)
            throw new ArgumentException(
                SimilarName.To(stranger, Known) is { } name
                    ? $"there is no gate '{stranger}'; did you mean {name}?"
                    : $"there is no gate '{stranger}'; expected {OneQubit}, {TwoQubit} or a gate's name, such as RX",
                nameof(gates)
            );
        if (!(time >= 0 && double.IsFinite(time)))
            throw new ArgumentOutOfRangeException(
                nameof(time),
                time,
                FormattableString.Invariant($"a gate that takes the time {time}; expected a finite time from 0")
            );
        (Gates, Channels, Time) = (gates, channels, time);
        Wires = wires is null ? null : Circuits.Wires.Check("noise of gates", wires.AsSpan(), nameof(wires));
    }

    /// <summary>The gates that are meant.</summary>
    public ValueList<string> Gates { get; }

    /// <summary>The wires that are meant; null for any.</summary>
    public ValueList<int>? Wires { get; }

    /// <summary>How long the gate takes.</summary>
    public double Time { get; }

    /// <summary>The channels on each of the gate's wires.</summary>
    public ValueList<Channel> Channels { get; }

    /// <summary>Whether it is about this gate.</summary>
    public bool IsOf(Gate gate)
    {
        ArgumentNullException.ThrowIfNull(gate);
        return (Gates.Contains(gate.Name) || Gates.Contains(KindOf(gate)))
            && (Wires is null || gate.Wires.All(Wires.Contains));
    }

    private static string KindOf(Gate gate) =>
        gate.Wires.Count switch
        {
            1 => OneQubit,
            2 => TwoQubit,
            _ => gate.Name,
        };
}
