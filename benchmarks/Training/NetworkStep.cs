using QImpact.Data;
using QImpact.Data.Runs;
using QImpact.Quantum.Circuits;
using QImpact.Quantum.Compilation;
using QImpact.Training.Epochs;
using QImpact.Training.Models;
using QImpact.Training.Optimisers;

namespace QImpact.Benchmarks;

/// <summary>An untrained network and the trainer's own step: batch 32, the phantom's images (28x28, one channel, two classes) in an order of seed 0.</summary>
internal sealed class NetworkStep : IDisposable
{
    private const int BatchSize = 32;

    private static readonly Dataset Phantom = DatasetLocator.Load("phantom", null);

    private readonly ImageTensors _images = new(Phantom.Train);
    private readonly double _learningRate;
    private readonly ImageClassifier _model;
    private readonly Adam _optimiser;
    private readonly TrainingStep _step;
    private int _taken;

    /// <summary>Builds the network of an architecture, with the paper's circuit where it has one.</summary>
    public NetworkStep(Architecture architecture, Stem stem)
    {
        TrainingSettings settings = Protocols.Matched.For(architecture) with { Stem = stem };
        _learningRate = settings.LearningRate;
        _model = Classifiers.Create(
            Network.Of(architecture, () => KnownCircuits.Paper.Compile()),
            settings,
            Phantom.Description.Channels,
            Phantom.Description.Size,
            Phantom.Classes
        );
        _model.train();
        _optimiser = new Adam(_model.TrainedParameters);
        _step = new TrainingStep(_model, _optimiser);
    }

    /// <summary>Takes the next step.</summary>
    public StepTimes Run()
    {
        long[] batch = Trainer.Batches(_images.Count, BatchSize, seed: 0, epoch: _taken++).First();
        return _step.Run(_images, batch, _learningRate).Times;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _optimiser.Dispose();
        _model.Dispose();
        _images.Dispose();
    }
}
