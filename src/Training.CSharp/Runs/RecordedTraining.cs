using System.Globalization;
using QImpact.Data.Runs;
using QImpact.Terminal;
using QImpact.Training.Epochs;

namespace QImpact.Training.Runs;

/// <summary>Training under a progress display, its epochs written to the run folder as they end.</summary>
internal static class RecordedTraining
{
    /// <summary>Trains, from the checkpoint where there is one.</summary>
    /// <exception cref="InterruptedException">It was asked to stop.</exception>
    public static TrainingOutcome Run(
        Trainer trainer,
        ImageTensors train,
        ImageTensors validation,
        RunFolder folder,
        string name,
        CancellationToken cancellation
    )
    {
        Checkpoint checkpoint = new(folder.CheckpointFile);
        IReadOnlyList<FinishedEpoch> earlier = checkpoint.Exists ? checkpoint.ReadProgress().Finished : [];
        using RunRecord record = new(folder, earlier);
        int epochs = trainer.Settings.Epochs;
        int done = earlier.Count;
        try
        {
            return ProgressDisplay.Run(
                name,
                epochs,
                plainEvery: 1,
                display =>
                    trainer.Run(
                        train,
                        validation,
                        epoch =>
                        {
                            record.Add(epoch);
                            done = epoch.Row.Epoch;
                            display.Report(done, Status(epoch.Row));
                        },
                        cancellation,
                        checkpoint
                    ),
                done
            );
        }
        catch (OperationCanceledException)
        {
            throw new InterruptedException(
                $"{name} interrupted in epoch {done + 1} of {epochs}",
                $"'train --resume={folder.Path}' goes on from there"
            );
        }
    }

    private static string Status(HistoryRow row) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"loss {row.TrainLoss:F3} (val {row.ValidationLoss:F3}) G-mean {Text(row.ValidationGmean)} AUC {Text(row.ValidationAuc)}"
        );

    private static string Text(double? value) => value?.ToString("F3", CultureInfo.InvariantCulture) ?? "n/a";
}
