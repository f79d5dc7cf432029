using QImpact.Quantum.Circuits;
using QImpact.Quantum.Simulation;
using QImpact.Training.Epochs;
using QImpact.Training.Layers;
using QImpact.Training.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace QImpact.Training.Export;

/// <summary>
/// The quantum layer's outputs in float64, for the inputs that it has in a network: what its values are, apart from the rounding of the
/// float32 that TorchSharp and ONNX Runtime compute in.
/// </summary>
public static class QuantumReference
{
    private const int BatchSize = 128;

    private const int MostSimulatedQubits = 10;
    private const int MostNoisyQubits = 5;

    /// <summary>What computes it.</summary>
    public static string Describe(Circuit circuit) =>
        IsSimulated(circuit)
            ? "reference simulator, float64, for TorchSharp's inputs of the quantum layer"
            : "compiled circuit, float64, for TorchSharp's inputs of the quantum layer";

    /// <summary>[count * observables], image by image; empty in a classical network.</summary>
    public static double[] Evaluate(ImageClassifier model, ImageTensors data)
    {
        if (model.Quantum is not { } layer)
            return [];
        double[] weights = layer.WeightValues();
        List<double> values = [];
        using IDisposable noGradient = no_grad();
        for (int first = 0; first < data.Count; first += BatchSize)
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor inputs = model
                .Layers.TakeWhile(before => !ReferenceEquals(before.Layer, layer))
                .Aggregate(
                    data.Images[first..Math.Min(first + BatchSize, data.Count)],
                    (value, before) => before.Layer.call(value)
                );
            double[] angles = inputs.ToDoubles();
            foreach (double[] sample in angles.Chunk(layer.Circuit.InputCount))
                values.AddRange(Evaluate(layer, sample, weights));
        }
        return [.. values];
    }

    // Beyond, the simulator's 2^n amplitudes, 4^n with noise, take seconds per image; the compiled form has been held against it.
    private static bool IsSimulated(Circuit circuit) =>
        circuit.Qubits <= (circuit.HasChannels ? MostNoisyQubits : MostSimulatedQubits);

    private static double[] Evaluate(QuantumLayer layer, double[] inputs, double[] weights) =>
        IsSimulated(layer.Circuit)
            ? ReferenceSimulator.Evaluate(layer.Circuit, inputs, weights)
            : layer.Compiled.Evaluate(inputs, weights);
}
