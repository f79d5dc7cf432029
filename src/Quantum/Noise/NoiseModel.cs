namespace QImpact.Quantum.Noise;

/// <summary>
/// Noise of the same kind everywhere: after each layer of a trainable template the channels act on every wire of the layer, and at the end
/// the bits are read with errors.
/// </summary>
/// <param name="Depolarizing">p of <see cref="PauliChannel.Depolarizing"/>, 0 to 1.</param>
/// <param name="BitFlip">p of <see cref="PauliChannel.BitFlip"/>, 0 to 1.</param>
/// <param name="PhaseFlip">p of <see cref="PauliChannel.PhaseFlip"/>, 0 to 1.</param>
/// <param name="Readout">The probability of reading a bit wrongly, 0 to 1.</param>
public sealed record NoiseModel(double Depolarizing = 0, double BitFlip = 0, double PhaseFlip = 0, double Readout = 0)
{
    /// <summary>The noisy circuit: a circuit like any other, with the channels among its operations.</summary>
    /// <exception cref="ArgumentException">Channels are asked for, but the circuit has no template with layers.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A probability is not between 0 and 1.</exception>
    public Circuit ApplyTo(Circuit circuit)
    {
        ArgumentNullException.ThrowIfNull(circuit);
        var noisy = new Circuit(circuit.Qubits).Measure(circuit.Observables.AsSpan());
        bool channels = Channels(0).Any();
        if (channels && circuit.Operations.All(operation => operation.Weights is null))
            throw new ArgumentException(
                $"noise per layer for the circuit \"{circuit}\", which has no layers; expected a template such as BasicEntanglerLayers, "
                    + "or channels among the gates",
                nameof(circuit)
            );
        foreach (Operation operation in circuit.Operations)
        {
            if (!channels || operation.Weights is null)
            {
                noisy = noisy.Add(operation);
                continue;
            }
            foreach (Operation layer in operation.Layers)
                noisy = noisy.Add([layer, .. layer.Wires.SelectMany(Channels)]);
        }
        return noisy.WithReadoutError(Readout != 0 ? new ReadoutError(Readout) : circuit.Readout);
    }

    private IEnumerable<Operation> Channels(int wire)
    {
        (PauliChannel Kind, double Probability)[] all =
        [
            (PauliChannel.Depolarizing, Depolarizing),
            (PauliChannel.BitFlip, BitFlip),
            (PauliChannel.PhaseFlip, PhaseFlip),
        ];
        return all.Where(channel => channel.Probability != 0)
            .Select(channel => new NoiseChannel(channel.Kind, channel.Probability, wire));
    }
}
