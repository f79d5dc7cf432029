using QImpact.Data;
using QImpact.Data.Runs;
using QImpact.Exchange;
using QImpact.Quantum.Circuits;
using QImpact.Quantum.Noise;
using QImpact.Training.Layers;
using QImpact.Training.Models;
using TorchSharp;

namespace QImpact.Training.Export;

/// <summary>The network of a run, with the weights of its chosen epoch, in evaluation mode.</summary>
public static class TrainedNetwork
{
    /// <summary>Loads it.</summary>
    /// <exception cref="BadInputException">The weights are missing, damaged or belong to another network.</exception>
    public static ImageClassifier Load(RunFolder run, RunConfig config)
    {
        if (!File.Exists(run.BestWeightsFile))
            throw new BadInputException($"{run.Path} has no {run.BestWeightsFile}: the run has not ended");
        RunChecksums.RequirePresent(run);
        RunChecksums.Require(run, run.BestWeightsFile);
        ImageClassifier model = Create(config, run, config.Dataset.Description.Size);
        try
        {
            Read(model, config, run);
        }
        catch (Exception exception)
        {
            model.Dispose();
            throw new BadInputException(
                $"{run.BestWeightsFile} does not hold the weights of {config.Architecture}: {exception.Message.ReplaceLineEndings(" ")}",
                exception
            );
        }
        model.eval();
        return model;
    }

    /// <summary>
    /// The network whose quantum layer has this noise in place of that of the training, with the same weights, in evaluation mode; the other layers are shared.
    /// </summary>
    /// <param name="model">The network.</param>
    /// <param name="run">Its run.</param>
    /// <param name="noise">The noise; it may be none.</param>
    /// <exception cref="BadInputException">Noise has nothing to act on.</exception>
    public static ImageClassifier WithNoise(ImageClassifier model, RunFolder run, NoiseModel noise)
    {
        if (model.Quantum is not { } trained)
            throw new BadInputException($"--noise: {model.GetName()} has no quantum layer for noise to act on");
        Circuit circuit = RecordedCircuit.Parse(run.ReadConfig().Circuit!, run.ConfigFile);
        QuantumLayer noisy = new(RecordedCircuit.WithNoise(circuit, noise));
        using (torch.no_grad())
            noisy.Weights.copy_(trained.Weights.reshape(noisy.Weights.shape));
        ImageClassifier result = new(
            model.GetName(),
            model.Layers.Select(layer => ReferenceEquals(layer.Layer, trained) ? layer with { Layer = noisy } : layer)
        );
        result.eval();
        return result;
    }

    private static ImageClassifier Create(RunConfig config, RunFolder run, int size) =>
        Classifiers.Create(
            Network.Read(config, run.ConfigFile),
            config.Settings,
            config.Dataset.Description.Channels,
            size,
            config.Dataset.Description.ClassNames.Length
        );

    private static void Read(ImageClassifier model, RunConfig config, RunFolder run)
    {
        if (config.Schema == RunConfig.CurrentSchema)
        {
            model.load(run.BestWeightsFile);
            return;
        }
        using ImageClassifier whole = Create(config, run, Classifiers.SizeOfWholeKernels);
        whole.load(run.BestWeightsFile);
        model.TakeLiveWeights(whole);
    }
}
