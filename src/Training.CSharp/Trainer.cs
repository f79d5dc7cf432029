using QImpact.Data;
using QImpact.Data.Runs;
using QImpact.Training.Models;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace QImpact.Training;

/// <summary>How training ended.</summary>
/// <param name="Chosen">The epoch whose weights the network now has.</param>
/// <param name="EpochsRun">Number of epochs that were trained.</param>
/// <param name="StopReason">Why it ended, in words.</param>
public sealed record TrainingOutcome(HistoryRow Chosen, int EpochsRun, string StopReason);

/// <summary>
/// Trains a network with Adam and cross-entropy. With the same seed, machine and number of threads, two runs are equal
/// bit by bit: the order of the images is a function of seed and epoch alone.
/// </summary>
public sealed class Trainer
{
    private readonly ImageClassifier _model;
    private readonly TrainingSettings _settings;
    private readonly int _seed;
    private readonly double? _baselineGmean;

    /// <summary>Creates a trainer.</summary>
    /// <param name="model">The network; trained in place.</param>
    /// <param name="settings">How.</param>
    /// <param name="seed">Seed of the order of the images.</param>
    /// <param name="baselineGmean">Validation G-mean to exceed, where the settings stop there; otherwise null.</param>
    public Trainer(ImageClassifier model, TrainingSettings settings, int seed, double? baselineGmean)
    {
        if (settings.StopAboveBaseline != baselineGmean.HasValue)
            throw new ArgumentException(
                $"stop above baseline is {settings.StopAboveBaseline}, a baseline's G-mean is {(baselineGmean is null ? "not " : "")}given; expected both or neither",
                nameof(baselineGmean)
            );
        (_model, _settings, _seed, _baselineGmean) = (model, settings, seed, baselineGmean);
    }

    /// <summary>Trains until the last epoch or the stopping rule, then puts back the weights of the chosen epoch.</summary>
    /// <param name="train">The images to train on.</param>
    /// <param name="validation">The images that choose the epoch.</param>
    /// <param name="onEpoch">Called after every epoch with its row and its seconds.</param>
    /// <param name="cancellation">Checked before every step.</param>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    /// <exception cref="BadInputException">The loss is no longer a finite number.</exception>
    public TrainingOutcome Run(
        ImageTensors train,
        ImageTensors validation,
        Action<HistoryRow, TimeSpan> onEpoch,
        CancellationToken cancellation
    )
    {
        using Adam optimiser = optim.Adam(_model.parameters(), _settings.LearningRate);
        using WeightsSnapshot best = new(_model);
        EpochSelection selection = new(_settings.Select);
        int epoch = 0;
        string? stopReason = null;
        while (stopReason is null)
        {
            epoch++;
            long start = TimeProvider.System.GetTimestamp();
            double rate = LearningRateAt(epoch);
            foreach (var group in optimiser.ParamGroups)
                group.LearningRate = rate;
            (double loss, double accuracy) = TrainEpoch(optimiser, train, epoch, cancellation);
            SplitMetrics metrics = Evaluation.Run(_model, validation).Metrics();
            HistoryRow row = new(
                epoch,
                rate,
                loss,
                accuracy,
                RequireFinite(metrics.Loss ?? double.NaN, epoch),
                metrics.Accuracy ?? 0,
                metrics.Gmean,
                metrics.Auc
            );
            if (_baselineGmean is { } gmean && row.ValidationGmean > gmean)
            {
                selection.Take(row);
                best.Take();
                stopReason = $"validation G-mean exceeds the baseline's at epoch {epoch}";
            }
            else if (selection.Consider(row))
            {
                best.Take();
            }
            if (epoch == _settings.Epochs)
                stopReason ??= $"all {epoch} epochs done";
            onEpoch(row, TimeProvider.System.GetElapsedTime(start));
        }
        best.PutBack();
        return new TrainingOutcome(selection.Chosen!, epoch, stopReason);
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

    private (double Loss, double Accuracy) TrainEpoch(
        Adam optimiser,
        ImageTensors data,
        int epoch,
        CancellationToken cancellation
    )
    {
        _model.train();
        double loss = 0;
        long correct = 0;
        long seen = 0;
        foreach (long[] batch in Batches(data.Count, _settings.BatchSize, _seed, epoch))
        {
            cancellation.ThrowIfCancellationRequested();
            using DisposeScope scope = NewDisposeScope();
            Tensor indices = tensor(batch);
            Tensor labels = data.LabelTensor.index_select(0, indices);
            optimiser.zero_grad();
            Tensor logits = _model.call(data.Images.index_select(0, indices));
            Tensor batchLoss = nn.functional.cross_entropy(logits, labels);
            batchLoss.backward();
            optimiser.step();
            loss += RequireFinite(batchLoss.ToDouble(), epoch) * batch.Length;
            correct += logits.argmax(1).eq(labels).sum().ToInt64();
            seen += batch.Length;
        }
        return (loss / seen, (double)correct / seen);
    }

    private static double RequireFinite(double loss, int epoch) =>
        double.IsFinite(loss)
            ? loss
            : throw new BadInputException(
                $"the loss is {loss} in epoch {epoch}: training diverged; try a lower --learning-rate"
            );
}
