using QImpact.Quantum.Circuits;
using QImpact.Quantum.Gates;

namespace QImpact.Quantum.Templates;

/// <summary>Adds templates to circuits, each call returning a new circuit.</summary>
public static class CircuitTemplates
{
    /// <summary>Adds PennyLane's AngleEmbedding; called again, it embeds the same inputs again (re-uploading).</summary>
    /// <param name="circuit">The circuit.</param>
    /// <param name="rotation">X, Y or Z.</param>
    /// <param name="wires">Default: every wire.</param>
    /// <param name="features">Default: one per wire.</param>
    /// <param name="firstInput">The circuit's input that is the first feature.</param>
    public static Circuit AngleEmbedding(
        this Circuit circuit,
        Pauli rotation = Pauli.X,
        ReadOnlySpan<int> wires = default,
        int? features = null,
        int firstInput = 0
    )
    {
        wires = OrAll(circuit, wires);
        return circuit.Add(TemplateFactory.AngleEmbedding(features ?? wires.Length, wires, rotation, firstInput));
    }

    /// <summary>Adds PennyLane's IQPEmbedding.</summary>
    /// <param name="circuit">The circuit.</param>
    /// <param name="repeats">PennyLane's <c>n_repeats</c>, at least 1.</param>
    /// <param name="pattern">Pairs of positions in <paramref name="wires"/>; default all pairs.</param>
    /// <param name="wires">Default: every wire.</param>
    /// <param name="firstInput">The circuit's input that is the first feature.</param>
    public static Circuit IqpEmbedding(
        this Circuit circuit,
        int repeats = 1,
        ReadOnlySpan<(int First, int Second)> pattern = default,
        ReadOnlySpan<int> wires = default,
        int firstInput = 0
    ) => circuit.Add(TemplateFactory.IqpEmbedding(OrAll(circuit, wires), repeats, pattern, firstInput));

    /// <summary>Adds PennyLane's AmplitudeEmbedding; it is the first operation of a circuit.</summary>
    /// <param name="circuit">The circuit.</param>
    /// <param name="features">Default: 2^wires.</param>
    /// <param name="padWith">PennyLane's <c>pad_with</c>: the value of missing amplitudes.</param>
    /// <param name="normalize">Whether the amplitudes are divided by their norm.</param>
    /// <param name="wires">Default: every wire.</param>
    /// <param name="firstInput">The circuit's input that is the first feature.</param>
    /// <exception cref="ArgumentOutOfRangeException">More than 2^30 features.</exception>
    public static Circuit AmplitudeEmbedding(
        this Circuit circuit,
        int? features = null,
        double? padWith = null,
        bool normalize = false,
        ReadOnlySpan<int> wires = default,
        int firstInput = 0
    )
    {
        wires = OrAll(circuit, wires);
        if (features is null && wires.Length > 30)
            throw new ArgumentOutOfRangeException(
                nameof(wires),
                wires.Length,
                $"AmplitudeEmbedding of 2^{wires.Length} features; expected at most 30 wires"
            );
        return circuit.Add(
            TemplateFactory.AmplitudeEmbedding(features ?? 1 << wires.Length, wires, padWith, normalize, firstInput)
        );
    }

    /// <summary>Adds PennyLane's BasicEntanglerLayers with weights of its own, after those that the circuit has.</summary>
    /// <param name="circuit">The circuit.</param>
    /// <param name="layers">The number of layers, at least 1.</param>
    /// <param name="rotation">X for RX, Y for RY, Z for RZ.</param>
    /// <param name="wires">Default: every wire.</param>
    public static Circuit BasicEntanglerLayers(
        this Circuit circuit,
        int layers,
        Pauli rotation = Pauli.X,
        ReadOnlySpan<int> wires = default
    ) =>
        circuit.Add(TemplateFactory.BasicEntanglerLayers(layers, OrAll(circuit, wires), rotation, circuit.WeightCount));

    /// <summary>Adds PennyLane's StronglyEntanglingLayers with weights of its own, after those that the circuit has.</summary>
    /// <param name="circuit">The circuit.</param>
    /// <param name="layers">The number of layers, at least 1.</param>
    /// <param name="ranges">One per layer, 1 to wires - 1; default 1, 2, ..., wires - 1, 1, ...</param>
    /// <param name="imprimitive">The two-qubit gate; default CNOT.</param>
    /// <param name="wires">Default: every wire.</param>
    public static Circuit StronglyEntanglingLayers(
        this Circuit circuit,
        int layers,
        ReadOnlySpan<int> ranges = default,
        Clifford? imprimitive = null,
        ReadOnlySpan<int> wires = default
    ) =>
        circuit.Add(
            TemplateFactory.StronglyEntanglingLayers(
                layers,
                OrAll(circuit, wires),
                ranges,
                imprimitive,
                circuit.WeightCount
            )
        );

    private static ReadOnlySpan<int> OrAll(Circuit circuit, ReadOnlySpan<int> wires) =>
        wires.IsEmpty ? Wires.First(circuit.Qubits) : wires;
}
