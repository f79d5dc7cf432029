using System.Diagnostics;
using System.Globalization;
using QImpact.Quantum.Description;
using QImpact.Training.Layers;
using QImpact.Training.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace QImpact.Training.Runs;

/// <summary>Says before a training on the CPU that its circuit will take most of the time.</summary>
public static class CircuitTime
{
    /// <summary>SIMD multiplications per second by one thread, about: what benchmarks give for 10 to 16 qubits (docs/quantum-layer.md).</summary>
    private const double OperationsPerSecond = 1.5e9;

    // Seconds per image; any network takes longer, and need not be timed.
    private const double Negligible = 1e-4;

    // A backward pass takes about twice a forward pass.
    private const int PassesPerStep = 3;

    /// <summary>One line where the circuit costs more than the rest of the network, by its number of operations and a forward pass of the rest; otherwise null.</summary>
    /// <param name="model">The network.</param>
    /// <param name="images">The images of an epoch, on the network's device; elsewhere than on the CPU nothing is said.</param>
    /// <param name="batchSize">Images per step.</param>
    public static string? Notice(ImageClassifier model, Tensor images, int batchSize)
    {
        if (images.device_type != DeviceType.CPU || model.Quantum?.Compiled.TrainingCost() is not { } cost)
            return null;
        double circuit = SecondsPerImage(cost);
        if (circuit < Negligible)
            return null;
        return Notice(circuit, RestPerImage(model, images, batchSize), images.shape[0]);
    }

    /// <summary>The line for seconds per image of the circuit and of the rest of the network, and the images of an epoch.</summary>
    public static string? Notice(double circuit, double rest, long images) =>
        circuit <= rest
            ? null
            : FormattableString.Invariant(
                $"the circuit costs about {Ratio(circuit / rest)} times what the rest of the network does: about {Duration(circuit * images)} an epoch of {images} images; fewer qubits or layers cost less"
            );

    /// <summary>The circuit's share of a training step: the samples of a vector go through together.</summary>
    public static double SecondsPerImage(CircuitCost cost) => cost.Operations / cost.Batch / OperationsPerSecond;

    /// <summary>In whole seconds, minutes or hours.</summary>
    private static string Duration(double seconds) =>
        seconds < 90 ? FormattableString.Invariant($"{Math.Max(1, seconds):0} s")
        : seconds < 5400 ? FormattableString.Invariant($"{seconds / 60:0} min")
        : FormattableString.Invariant($"{seconds / 3600:0.#} h");

    private static string Ratio(double ratio) => ratio.ToString(ratio < 10 ? "0.#" : "0", CultureInfo.InvariantCulture);

    /// <summary>Seconds per image of a step without the circuit, from one forward pass; it draws no random number and changes no state.</summary>
    private static double RestPerImage(ImageClassifier model, Tensor images, int batchSize)
    {
        long batch = Math.Min(batchSize, images.shape[0]);
        using IDisposable noGradient = no_grad();
        using DisposeScope scope = NewDisposeScope();
        bool training = model.training;
        model.eval();
        try
        {
            Tensor first = images.narrow(0, 0, batch);
            Forward(first); // sets libraries up
            long start = Stopwatch.GetTimestamp();
            Forward(first);
            return PassesPerStep * Stopwatch.GetElapsedTime(start).TotalSeconds / batch;
        }
        finally
        {
            model.train(training);
        }

        void Forward(Tensor value)
        {
            foreach (NamedLayer layer in model.Layers)
                value = layer.Layer is QuantumLayer quantum
                    ? zeros(value.shape[0], quantum.Circuit.OutputCount)
                    : layer.Layer.call(value);
        }
    }
}
