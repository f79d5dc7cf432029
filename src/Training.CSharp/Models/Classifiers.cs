using QImpact.Data.Runs;
using QImpact.Quantum.Circuits;
using QImpact.Training.Layers;
using static TorchSharp.torch;

namespace QImpact.Training.Models;

/// <summary>Builds the three architectures on the one ResNet18.</summary>
public static class Classifiers
{
    /// <summary>Builds a network; its initial weights come from the tensor library's global generator.</summary>
    /// <param name="architecture">Where the quantum layer stands.</param>
    /// <param name="settings">Stem and normalisation.</param>
    /// <param name="channels">Channels of the images.</param>
    /// <param name="classes">Number of logits.</param>
    /// <param name="circuit">The quantum layer's circuit; not used by the baseline.</param>
    public static ImageClassifier Create(
        Architecture architecture,
        TrainingSettings settings,
        int channels,
        int classes,
        Circuit circuit
    )
    {
        int stages = architecture == Architecture.QuantumMid ? 3 : 4;
        int features = ResNet18.Stages[stages - 1].Channels;
        IEnumerable<NamedLayer> head =
            architecture == Architecture.Baseline
                ? [new NamedLayer("fc", nn.Linear(features, classes))]
                : QuantumHead(features, classes, circuit);
        return new ImageClassifier(
            architecture.Name(),
            [
                new NamedLayer("normalise", new Normalise(settings.Mean, settings.StandardDeviation)),
                .. ResNet18.Features(channels, settings.Stem, stages),
                .. head,
            ]
        );
    }

    private static IEnumerable<NamedLayer> QuantumHead(int features, int classes, Circuit circuit)
    {
        yield return new NamedLayer("reduce", nn.Linear(features, circuit.InputCount));
        yield return new NamedLayer("quantum", new QuantumLayer(circuit));
        yield return new NamedLayer("head", nn.Linear(circuit.OutputCount, classes));
    }
}
