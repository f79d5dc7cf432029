using QImpact.Quantum.Templates;

namespace QImpact.Quantum.Circuits;

/// <summary>Blocks of a circuit and its measurements, each call returning a new circuit.</summary>
public static class CircuitBlocks
{
    /// <summary>
    /// Adds a block one or more times. The block reads the same inputs each time and has weights of its own each time: with an
    /// embedding and one layer in it, <c>Repeat(3, c => c.AngleEmbedding().BasicEntanglerLayers(layers: 1))</c>, this is data re-uploading.
    /// </summary>
    public static Circuit Repeat(this Circuit circuit, int times, Func<Circuit, Circuit> block)
    {
        Arguments.CheckAtLeast(1, times, $"{times} repeats of a block", nameof(times));
        ArgumentNullException.ThrowIfNull(block);
        for (int i = 0; i < times; i++)
            circuit = block(circuit);
        return circuit;
    }

    /// <summary>Adds one output per wire, the expectation of this Pauli matrix: <c>MeasureEach(Pauli.Z)</c> is &lt;Z0>, &lt;Z1>, ...</summary>
    public static Circuit MeasureEach(this Circuit circuit, Pauli pauli)
    {
        Observable[] observables = Enumerable
            .Range(0, circuit.Qubits)
            .Select(wire => (Observable)PauliString.On(wire, TemplateChecks.CheckAxis(pauli)))
            .ToArray();
        return circuit.Measure(observables);
    }

    /// <summary>
    /// Adds one output per basis state of the wires, its probability, in the order 0...00, 0...01, ..., like PennyLane's <c>probs</c>: at most 20 wires, by
    /// default every wire.
    /// </summary>
    public static Circuit MeasureProbabilities(this Circuit circuit, params ReadOnlySpan<int> wires)
    {
        int[] all = [.. Wires.OrFirst(wires, circuit.Qubits)];
        if (all.Length > 20)
            throw new ArgumentOutOfRangeException(
                nameof(wires),
                all.Length,
                $"probabilities of {all.Length} wires would be 2^{all.Length} outputs; expected at most 20 wires"
            );
        Observable[] observables = Enumerable
            .Range(0, 1 << all.Length)
            .Select(state => Observable.Probability(Convert.ToString(state, 2).PadLeft(all.Length, '0'), all))
            .ToArray();
        return circuit.Measure(observables);
    }

    /// <summary>Refuses a circuit without outputs.</summary>
    internal static void CheckMeasured(this Circuit circuit)
    {
        ArgumentNullException.ThrowIfNull(circuit);
        if (circuit.OutputCount == 0)
            throw new ArgumentException(
                $"the circuit \"{circuit}\" measures nothing; expected an observable",
                nameof(circuit)
            );
    }
}
