using QImpact.Data;
using QImpact.Data.Runs;
using QImpact.Quantum.Noise;
using QImpact.Training.Layers;
using QImpact.Training.Models;
using TorchSharp;

namespace QImpact.Training.Export;

/// <summary>The network of a run, with the weights of its chosen epoch, in evaluation mode.</summary>
public static class TrainedNetwork
{
    /// <summary>Loads it, with noise that acts on the quantum layer where there is any.</summary>
    /// <exception cref="BadInputException">
    /// The weights are missing or belong to another network, or noise has nothing to act on.
    /// </exception>
    public static ImageClassifier Load(RunFolder run, RunConfig config, NoiseModel? noise = null)
    {
        if (!File.Exists(run.BestWeightsFile))
            throw new BadInputException($"{run.Path} has no {run.BestWeightsFile}: the run has not ended");
        ImageClassifier model = Classifiers.Create(
            Network.Read(config, run.ConfigFile),
            config.Settings,
            config.Dataset.Description.Channels,
            config.Dataset.Description.ClassNames.Length
        );
        try
        {
            LoadWeights(model, run, config);
            ImageClassifier result = noise is null ? model : WithNoise(model, noise);
            result.eval();
            return result;
        }
        catch (BadInputException)
        {
            model.Dispose();
            throw;
        }
    }

    private static void LoadWeights(ImageClassifier model, RunFolder run, RunConfig config)
    {
        try
        {
            model.load(run.BestWeightsFile);
        }
        catch (Exception exception) when (exception is not BadInputException)
        {
            throw new BadInputException(
                $"{run.BestWeightsFile} does not hold the weights of {config.Architecture}: {exception.Message.ReplaceLineEndings(" ")}",
                exception
            );
        }
    }

    /// <summary>The network whose quantum layer is the noisy circuit's, with the same weights; it owns the layers.</summary>
    private static ImageClassifier WithNoise(ImageClassifier model, NoiseModel noise)
    {
        if (model.Quantum is not { } quiet)
            throw new BadInputException($"--noise: {model.GetName()} has no quantum layer for noise to act on");
        QuantumLayer noisy = new(Network.WithNoise(quiet.Circuit, noise));
        using (torch.no_grad())
            noisy.Weights.copy_(quiet.Weights.reshape(noisy.Weights.shape));
        ImageClassifier result = new(
            model.GetName(),
            model.Layers.Select(layer => ReferenceEquals(layer.Layer, quiet) ? layer with { Layer = noisy } : layer)
        );
        quiet.Dispose();
        return result;
    }
}
