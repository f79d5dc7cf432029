using QImpact.Data.Runs;
using QImpact.Training.Layers;

namespace QImpact.Training.Models;

/// <summary>Builds every network on the one ResNet18.</summary>
public static class Classifiers
{
    /// <summary>Images so large that every tap of every kernel reaches pixels: a network for them has the whole kernels.</summary>
    public const int SizeOfWholeKernels = 224;

    /// <summary>Builds a network with a logit for each class; its stem and normalisation are the settings', its initial weights come from the tensor library's global generator.</summary>
    /// <param name="network">Architecture and circuit.</param>
    /// <param name="settings">How it will be trained.</param>
    /// <param name="channels">Channels of the images.</param>
    /// <param name="size">Height and width of the images.</param>
    /// <param name="classes">Number of classes.</param>
    public static ImageClassifier Create(
        Network network,
        TrainingSettings settings,
        int channels,
        int size,
        int classes
    )
    {
        int stages = network.Architecture.Stages;
        int features = ResNet18.Stages[stages - 1].Channels;
        // What a seed gives depends on the order: the baseline's fc draws its weights before the stages, every other head after them, so that
        // networks with the same stages begin with the same ones.
        NamedLayer[]? drawnFirst =
            network.Architecture == Architecture.Baseline ? [.. Heads.Of(network, features, classes)] : null;
        List<NamedLayer> layers =
        [
            new NamedLayer("normalise", new Normalise(settings.Mean, settings.StandardDeviation)),
        ];
        layers.AddRange(ResNet18.Features(channels, size, settings.Stem, stages));
        layers.AddRange(drawnFirst ?? Heads.Of(network, features, classes));
        return new ImageClassifier(network.Architecture.Name, layers);
    }
}
