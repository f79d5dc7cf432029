using QImpact.Data.Runs;
using QImpact.Quantum.Circuits;
using QImpact.Training.Epochs;
using QImpact.Training.Layers;
using QImpact.Training.Models;
using TorchSharp.Modules;

namespace QImpact.Training.Runs;

/// <summary>A network's head as it was before the first step, and what training made of it.</summary>
public sealed class FirstWeights(ImageClassifier model)
{
    private readonly double[] _circuit = CircuitOf(model);
    private readonly double[] _head = HeadOf(model);

    /// <summary>What training did to the network, which has the weights of the chosen epoch.</summary>
    /// <param name="outcome">How it ended.</param>
    /// <param name="settings">How it was trained.</param>
    /// <param name="channels">Channels of its images.</param>
    /// <param name="size">Their height and width.</param>
    public TrainingFacts Facts(TrainingOutcome outcome, TrainingSettings settings, int channels, int size)
    {
        (double Lowest, double Highest)? reach = model.Quantum is { } quantum
            ? Reach(HeadOf(model), quantum.Circuit)
            : null;
        return new TrainingFacts(
            settings.StopAboveBaseline ? outcome.BeatsBaseline : null,
            model.Quantum is null ? null : LargestChange(_circuit, CircuitOf(model)),
            LargestChange(_head, HeadOf(model)),
            reach?.Lowest,
            reach?.Highest,
            model.ParameterCount,
            LiveWeights.Count(model, size),
            model.Quantum is null ? model.ParameterCount : BaselineWeights(settings, channels)
        );
    }

    /// <summary>
    /// The range of sigmoid((w1 - w0) e + b1 - b0) over the box of the observables' bounds, exact for the box; the circuit may reach less of it.
    /// </summary>
    /// <param name="head">Weights of two classes [2, observables], then two biases.</param>
    /// <param name="circuit">Whose outputs e the head takes.</param>
    public static (double Lowest, double Highest) Reach(double[] head, Circuit circuit)
    {
        int outputs = circuit.OutputCount;
        double low = head[2 * outputs + 1] - head[2 * outputs];
        double high = low;
        for (int k = 0; k < outputs; k++)
        {
            Observable observable = circuit.ExpectedObservables[k];
            double slope = head[outputs + k] - head[k];
            double[] ends = [slope * observable.Bound, slope * (observable.BasisState is null ? -observable.Bound : 0)];
            low += ends.Min();
            high += ends.Max();
        }
        return (Sigmoid(low), Sigmoid(high));
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    private static double LargestChange(double[] before, double[] after) =>
        before.Zip(after, (first, last) => Math.Abs(last - first)).DefaultIfEmpty(0).Max();

    private static double[] CircuitOf(ImageClassifier model) => model.Quantum?.WeightValues() ?? [];

    private static double[] HeadOf(ImageClassifier model)
    {
        var last = (Linear)model.Layers[^1].Layer;
        return [.. last.weight.ToDoubles(), .. last.bias!.ToDoubles()];
    }

    private static long BaselineWeights(TrainingSettings settings, int channels)
    {
        const int classes = 2;
        Network network = Network.Of(Architecture.Baseline, () => throw new InvalidOperationException());
        using ImageClassifier baseline = Classifiers.Create(network, settings, channels, classes);
        return baseline.ParameterCount;
    }
}
