using QImpact.Data;
using QImpact.Data.Runs;
using QImpact.Training.Models;

namespace QImpact.Training.Epochs;

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

    /// <summary>Creates a trainer.</summary>
    /// <param name="model">The network, on its device; trained in place.</param>
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
        (_model, Settings, Seed, BaselineGmean) = (model, settings, seed, baselineGmean);
    }

    /// <summary>How the network is trained.</summary>
    public TrainingSettings Settings { get; }

    /// <summary>Seed of the order of the images.</summary>
    public int Seed { get; }

    /// <summary>Validation G-mean at which training stops; null where it does not.</summary>
    public double? BaselineGmean { get; }

    /// <summary>Trains until the last epoch or the stopping rule, then puts back the weights of the chosen epoch.</summary>
    /// <param name="train">The images to train on, on the network's device.</param>
    /// <param name="validation">The images that choose the epoch.</param>
    /// <param name="onEpoch">Called after every epoch.</param>
    /// <param name="cancellation">Checked before every step.</param>
    /// <param name="checkpoint">
    /// Where the state is kept, now and then and when asked to stop; training goes on from it where it is there. Null for
    /// none.
    /// </param>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    /// <exception cref="BadInputException">The loss is no longer a finite number, or the checkpoint can't be used.</exception>
    public TrainingOutcome Run(
        ImageTensors train,
        ImageTensors validation,
        Action<FinishedEpoch> onEpoch,
        CancellationToken cancellation,
        Checkpoint? checkpoint = null
    )
    {
        using TrainingSession session = new(this, _model, checkpoint);
        return session.Run(train, validation, onEpoch, cancellation);
    }

    /// <summary>The learning rate of an epoch, from 1: a tenth after each milestone that has passed.</summary>
    public double LearningRateAt(int epoch)
    {
        int passed = Settings.LearningRateMilestones.Count(fraction =>
            epoch > (int)Math.Round(fraction * Settings.Epochs)
        );
        return Settings.LearningRate / Math.Pow(10, passed);
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

    internal static double RequireFinite(double loss, int epoch) =>
        double.IsFinite(loss)
            ? loss
            : throw new BadInputException(
                $"the loss is {loss} in epoch {epoch}: training diverged; try a lower --learning-rate"
            );
}
