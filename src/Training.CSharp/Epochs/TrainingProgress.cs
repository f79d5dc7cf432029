using QImpact.Data.Runs;

namespace QImpact.Training.Epochs;

/// <summary>An epoch that is over: what it gave, how long it took, when it ended (UTC).</summary>
public sealed record FinishedEpoch(HistoryRow Row, double Seconds, DateTimeOffset Ended);

/// <summary>An epoch that is going on, after some of its batches.</summary>
/// <param name="Epoch">From 1.</param>
/// <param name="Batches">Batches trained so far.</param>
/// <param name="LossSum">Their losses, each times its images.</param>
/// <param name="Correct">Images decided right.</param>
/// <param name="Seen">Images trained on.</param>
/// <param name="Seconds">How long they took.</param>
public sealed record RunningEpoch(int Epoch, int Batches, double LossSum, long Correct, long Seen, double Seconds)
{
    /// <summary>An epoch before its first batch.</summary>
    public static RunningEpoch Begin(int epoch) => new(epoch, 0, 0, 0, 0, 0);
}

/// <summary>Where a training run stands, apart from its tensors.</summary>
/// <param name="Finished">The epochs that are over, in order.</param>
/// <param name="Chosen">The epoch whose weights are kept so far; null before the first.</param>
/// <param name="Running">The epoch that is going on.</param>
public sealed record TrainingProgress(IReadOnlyList<FinishedEpoch> Finished, HistoryRow? Chosen, RunningEpoch Running)
{
    /// <summary>Nothing is done yet.</summary>
    public static TrainingProgress Start { get; } = new([], null, RunningEpoch.Begin(1));
}
