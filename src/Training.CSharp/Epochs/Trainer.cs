using System.Globalization;
using QImpact.Data;
using QImpact.Data.Runs;
using QImpact.Training.Models;
using QImpact.Training.Optimisers;
using TorchSharp;
using static TorchSharp.torch;

namespace QImpact.Training.Epochs;

/// <summary>How training ended.</summary>
/// <param name="Chosen">The epoch whose weights the network now has.</param>
/// <param name="EpochsRun">Number of epochs that were trained.</param>
/// <param name="StopReason">Why it ended, in words.</param>
/// <param name="BeatsBaseline">Whether it ended because it exceeded a baseline.</param>
public sealed record TrainingOutcome(HistoryRow Chosen, int EpochsRun, string StopReason, bool BeatsBaseline);

/// <summary>
/// Trains a network once with Adam and cross-entropy. With the same seed, machine and number of threads, two runs are equal
/// bit by bit: the order of the images is a function of seed and epoch alone.
/// </summary>
public sealed class Trainer : IDisposable
{
    private readonly ImageClassifier _model;
    private readonly TrainingSettings _settings;
    private readonly int _seed;
    private readonly double? _baselineGmean;
    private readonly Checkpoint? _checkpoint;
    private readonly Adam _optimiser;
    private readonly Tensor? _classWeights;
    private readonly TrainingStep _step;
    private readonly WeightsSnapshot _best;
    private readonly EpochSelection _selection;
    private readonly List<FinishedEpoch> _finished;
    private RunningEpoch _running;

    /// <summary>Begins training, or goes on from the checkpoint where it is there.</summary>
    /// <param name="model">The network, on its device; trained in place.</param>
    /// <param name="settings">How.</param>
    /// <param name="seed">Seed of the order of the images.</param>
    /// <param name="baselineGmean">Validation G-mean to exceed, where the settings stop there; otherwise null.</param>
    /// <param name="checkpoint">Where the state is kept, now and then and when asked to stop; null for none.</param>
    /// <param name="classWeights">What the loss of an image of each class counts; null for all alike.</param>
    /// <exception cref="BadInputException">The checkpoint can't be used.</exception>
    public Trainer(
        ImageClassifier model,
        TrainingSettings settings,
        int seed,
        double? baselineGmean,
        Checkpoint? checkpoint = null,
        IReadOnlyList<double>? classWeights = null
    )
    {
        if (settings.StopAboveBaseline != baselineGmean.HasValue)
            throw new ArgumentException(
                $"stop above baseline is {settings.StopAboveBaseline}, a baseline's G-mean is {(baselineGmean is null ? "not " : "")}given; expected both or neither",
                nameof(baselineGmean)
            );
        (_model, _settings, _seed, _baselineGmean, _checkpoint) = (model, settings, seed, baselineGmean, checkpoint);
        double circuitScale = (settings.CircuitLearningRate ?? settings.LearningRate) / settings.LearningRate;
        _optimiser = new Adam(model.TrainedParameters, parameter => model.IsOfCircuit(parameter) ? circuitScale : 1);
        _classWeights = classWeights is null
            ? null
            : torch.tensor(
                [.. classWeights.Select(weight => (float)weight)],
                device: model.parameters().First().device
            );
        _step = new TrainingStep(model, _optimiser) { ClassWeights = _classWeights };
        _best = new WeightsSnapshot(model);
        TrainingProgress progress = checkpoint is { Exists: true }
            ? checkpoint.Load(model, _optimiser, _best)
            : TrainingProgress.Start;
        _selection = new EpochSelection(settings.Select, progress.Chosen);
        _finished = [.. progress.Finished];
        _running = progress.Running;
    }

    /// <summary>The epochs that are over, in order.</summary>
    public IReadOnlyList<FinishedEpoch> Finished => _finished;

    /// <summary>Trains until the last epoch or the stopping rule, then puts back the weights of the chosen epoch.</summary>
    /// <param name="train">The images to train on, on the network's device.</param>
    /// <param name="validation">The images that choose the epoch.</param>
    /// <param name="onEpoch">Called after every epoch.</param>
    /// <param name="onBatch">Called after every batch.</param>
    /// <param name="cancellation">Checked before every step.</param>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    /// <exception cref="BadInputException">The loss is no longer a finite number.</exception>
    public TrainingOutcome Run(
        ImageTensors train,
        ImageTensors validation,
        Action<FinishedEpoch> onEpoch,
        Action<RunningEpoch> onBatch,
        CancellationToken cancellation
    )
    {
        while (true)
        {
            FinishedEpoch epoch = RunEpoch(train, validation, onBatch, cancellation);
            bool beatsBaseline = _baselineGmean is { } gmean && epoch.Row.ValidationGmean > gmean;
            if (_selection.Consider(epoch.Row, regardless: beatsBaseline))
                _best.Take();
            _finished.Add(epoch);
            _running = RunningEpoch.Begin(epoch.Row.Epoch + 1);
            onEpoch(epoch);
            if (beatsBaseline || epoch.Row.Epoch == _settings.Epochs)
            {
                _best.PutBack();
                string reason = StopReason(epoch.Row.Epoch, beatsBaseline);
                return new TrainingOutcome(_selection.Chosen!, epoch.Row.Epoch, reason, beatsBaseline);
            }
        }
    }

    /// <summary>The learning rate of an epoch, from 1: a tenth after each milestone that has passed.</summary>
    public double LearningRateAt(int epoch)
    {
        int passed = _settings.LearningRateMilestones.Count(fraction =>
            epoch > (int)Math.Round(fraction * _settings.Epochs)
        );
        return _settings.LearningRate / Math.Pow(10, passed);
    }

    /// <summary>
    /// The order of the images in an epoch: a permutation that depends on seed and epoch alone, cut into batches. A last
    /// batch of one image is left out, because batch normalisation has no variance to learn from there.
    /// </summary>
    public static IEnumerable<long[]> Batches(int images, int batchSize, int seed, int epoch)
    {
        long[] order = [.. Enumerable.Range(0, images).Select(index => (long)index)];
        new Random(unchecked(seed * 1_000_003 + epoch)).Shuffle(order);
        return order.Chunk(batchSize).Where(batch => batch.Length > 1 || images == 1);
    }

    /// <summary>How many batches an epoch has.</summary>
    public int BatchesOf(ImageTensors train) => Batches(train.Count, _settings.BatchSize, _seed, epoch: 1).Count();

    /// <inheritdoc/>
    public void Dispose()
    {
        _best.Dispose();
        _classWeights?.Dispose();
        _optimiser.Dispose();
    }

    private FinishedEpoch RunEpoch(
        ImageTensors train,
        ImageTensors validation,
        Action<RunningEpoch> onBatch,
        CancellationToken cancellation
    )
    {
        double rate = LearningRateAt(_running.Epoch);
        TrainBatches(train, onBatch, cancellation);
        if (_checkpoint is { IsDue: true })
            Save();
        long start = TimeProvider.System.GetTimestamp();
        SplitMetrics metrics = Validate(validation, cancellation);
        HistoryRow row = new(
            _running.Epoch,
            rate,
            _running.LossSum / _running.Seen,
            (double)_running.Correct / _running.Seen,
            RequireFinite(metrics.Loss ?? double.NaN),
            metrics.Accuracy ?? 0,
            metrics.Gmean,
            metrics.Auc
        );
        double seconds = _running.Seconds + TimeProvider.System.GetElapsedTime(start).TotalSeconds;
        return new FinishedEpoch(row, seconds, DateTimeOffset.UtcNow);
    }

    private SplitMetrics Validate(ImageTensors validation, CancellationToken cancellation)
    {
        try
        {
            return Evaluation.Run(_model, validation, cancellation).Metrics();
        }
        catch (OperationCanceledException)
        {
            Save();
            throw;
        }
    }

    private void Save() => _checkpoint?.Save(new(_finished, _selection.Chosen, _running), _model, _optimiser, _best);

    // The order of the batches is a function of seed and epoch, so an epoch goes on where its last checkpoint stands.
    private void TrainBatches(ImageTensors data, Action<RunningEpoch> onBatch, CancellationToken cancellation)
    {
        _model.train();
        IEnumerable<long[]> batches = Batches(data.Count, _settings.BatchSize, _seed, _running.Epoch);
        foreach (long[] batch in batches.Skip(_running.Batches))
        {
            if (cancellation.IsCancellationRequested || _checkpoint is { IsDue: true })
                Save();
            cancellation.ThrowIfCancellationRequested();
            _running = TrainBatch(data, batch);
            onBatch(_running);
        }
    }

    private RunningEpoch TrainBatch(ImageTensors data, long[] batch)
    {
        StepResult step = _step.Run(data, batch, LearningRateAt(_running.Epoch));
        return _running with
        {
            Batches = _running.Batches + 1,
            LossSum = _running.LossSum + RequireFinite(step.Loss) * batch.Length,
            Correct = _running.Correct + step.Correct,
            Seen = _running.Seen + batch.Length,
            Seconds = _running.Seconds + step.Times.Total / 1000,
        };
    }

    private string StopReason(int epoch, bool beatsBaseline)
    {
        if (beatsBaseline)
            return $"validation G-mean exceeds the baseline's at epoch {epoch}";
        string done = epoch == 1 ? "1 epoch done" : $"all {epoch} epochs done";
        return _baselineGmean is { } gmean
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{done}, validation G-mean never above the baseline's {gmean:F4}"
            )
            : done;
    }

    private double RequireFinite(double loss) =>
        double.IsFinite(loss)
            ? loss
            : throw new BadInputException(
                $"the loss is {loss} in epoch {_running.Epoch}: training diverged; try a lower --learning-rate"
            );
}
