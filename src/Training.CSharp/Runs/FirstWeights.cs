using QImpact.Data;
using QImpact.Data.Runs;
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
    /// <param name="data">Its images.</param>
    public TrainingFacts Facts(TrainingOutcome outcome, TrainingSettings settings, DatasetDescription data)
    {
        // Two classes have one range, that of P(class 1); more of them are left without.
        HeadReach? reach =
            model.Quantum is { } quantum && data.ClassNames.Length == 2
                ? HeadReach.Of(HeadOf(model), quantum.Compiled, quantum.WeightValues())
                : null;
        return new TrainingFacts(
            settings.StopAboveBaseline ? outcome.BeatsBaseline : null,
            model.Quantum is null ? null : LargestChange(_circuit, CircuitOf(model)),
            LargestChange(_head, HeadOf(model)),
            reach?.Lowest,
            reach?.Highest,
            reach?.IsBound,
            model.ParameterCount,
            model.LiveParameterCount,
            model.GetName() == Architecture.Baseline.Name ? model.ParameterCount : BaselineWeights(settings, data)
        );
    }

    private static double LargestChange(double[] before, double[] after) =>
        before.Zip(after, (first, last) => Math.Abs(last - first)).DefaultIfEmpty(0).Max();

    private static double[] CircuitOf(ImageClassifier model) => model.Quantum?.WeightValues() ?? [];

    private static double[] HeadOf(ImageClassifier model)
    {
        var last = (Linear)model.Layers[^1].Layer;
        return [.. last.weight.ToDoubles(), .. last.bias!.ToDoubles()];
    }

    private static long BaselineWeights(TrainingSettings settings, DatasetDescription data)
    {
        Network network = Network.Of(Architecture.Baseline, () => throw new InvalidOperationException());
        using ImageClassifier baseline = Classifiers.Create(
            network,
            settings,
            data.Channels,
            data.Size,
            data.ClassNames.Length
        );
        return baseline.ParameterCount;
    }
}
