namespace QImpact.Quantum.Noise;

/// <summary>
/// The noise of a device, as it is put into circuits: channels after each layer of a trainable template, channels and relaxation after gates, and
/// errors in reading the bits.
/// </summary>
public sealed record NoiseModel
{
    /// <summary>After each layer of a trainable template these channels act on every wire of the layer.</summary>
    public ValueList<Channel> Layers { get; init; } = [];

    /// <summary>What follows gates; where several entries are about a gate, the last one counts.</summary>
    public ValueList<GateNoise> Gates { get; init; } = [];

    /// <summary>What is known of each qubit, wire by wire; empty for nothing.</summary>
    public ValueList<WireNoise> Wires { get; init; } = [];

    /// <summary>How every bit is read wrongly unless <see cref="Wires"/> say otherwise; null for what the circuit says.</summary>
    public ReadoutError? Readout { get; init; }

    /// <summary>Whether it is none at all.</summary>
    public bool IsNone => Layers.Count == 0 && Gates.Count == 0 && Wires.Count == 0 && Readout is null;

    /// <summary>The noisy circuit: a circuit like any other, with the channels among its operations. A template whose gates have noise becomes its gates.</summary>
    /// <exception cref="ArgumentException">
    /// The circuit has no layers where channels are to follow them, more qubits than the model knows, or a gate on three or more wires, whose noise is not given.
    /// </exception>
    public Circuit ApplyTo(Circuit circuit)
    {
        ArgumentNullException.ThrowIfNull(circuit);
        if (Layers.Count > 0 && circuit.Operations.All(operation => operation.Weights is null))
            throw new ArgumentException(
                $"noise per layer for the circuit \"{circuit}\", which has no layers; expected a template such as BasicEntanglerLayers, "
                    + "or channels among the gates",
                nameof(circuit)
            );
        if (Wires.Count > 0 && Wires.Count < circuit.Qubits)
            throw new ArgumentException(
                $"noise of {Wires.Count} wires for the circuit \"{circuit}\" of {circuit.Qubits} qubits; expected a wire's for each of them",
                nameof(circuit)
            );
        return new Circuit(circuit.Qubits)
            .Measure(circuit.Observables.AsSpan())
            .Add([.. circuit.Operations.SelectMany(WithNoise)])
            .WithReadoutErrors(Readouts(circuit));
    }

    private IEnumerable<Operation> WithNoise(Operation operation)
    {
        if (Layers.Count == 0 || operation.Weights is null)
            return WithGateNoise(operation);
        return operation.Layers.SelectMany(layer =>
            (IEnumerable<Operation>)[.. WithGateNoise(layer), .. layer.Wires.SelectMany(wire => On(wire, Layers))]
        );
    }

    /// <summary>The operation's gates with the noise that follows them, or where there is none the operation as it is.</summary>
    private Operation[] WithGateNoise(Operation operation)
    {
        Operation[] noisy = [.. operation.Elements.SelectMany(element => After(element as Gate).Prepend(element))];
        return noisy.Length == operation.Elements.Count ? [operation] : noisy;
    }

    private IEnumerable<Operation> After(Gate? gate)
    {
        if (gate is null || Gates.Count == 0)
            return [];
        GateNoise? noise = Gates.LastOrDefault(entry => entry.IsOf(gate));
        if (noise is null && gate.Wires.Count > 2)
            throw new ArgumentException(
                $"{gate} acts on {gate.Wires.Count} wires, and the noise of {gate.Name} is not given; expected an entry for {gate.Name}, or gates on one and two wires"
            );
        return noise is null ? [] : gate.Wires.SelectMany(wire => On(wire, ChannelsAfter(noise, wire)));
    }

    private static IEnumerable<Operation> On(int wire, IEnumerable<Channel> channels) =>
        channels.Select(channel => new NoiseChannel(channel, wire));

    private IEnumerable<Channel> ChannelsAfter(GateNoise noise, int wire) =>
        wire < Wires.Count && Wires[wire].Relaxation(noise.Time) is { } relaxation
            ? noise.Channels.Append(relaxation)
            : noise.Channels;

    private ValueList<ReadoutError> Readouts(Circuit circuit) =>
        Enumerable
            .Range(0, circuit.Qubits)
            .Select(wire =>
                (wire < Wires.Count ? Wires[wire].Readout : null)
                ?? Readout
                ?? (circuit.Readout.Count > 0 ? circuit.Readout[wire] : ReadoutError.None)
            )
            .ToValueList();
}
