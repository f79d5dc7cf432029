using QImpact.Data;
using QImpact.Data.Runs;
using QImpact.Training.Epochs;
using TorchSharp.Modules;
using static TorchSharp.torch.utils;

namespace QImpact.Training.Runs;

/// <summary>
/// Writes a run's epochs as they end: history.csv, timing.csv, and for <c>tensorboard --logdir FOLDER</c> an event file, whose
/// step is the epoch and whose time is that of the epoch's end. A run that goes on writes its earlier
/// epochs anew, so that no file has an epoch twice or one that the checkpoint does not know.
/// </summary>
public sealed class RunRecord : IDisposable
{
    private readonly StreamWriter _history;
    private readonly StreamWriter _timing;
    private readonly SummaryWriter _events;

    /// <summary>Begins the files of a run, with the epochs that are over already.</summary>
    public RunRecord(RunFolder folder, IEnumerable<FinishedEpoch> earlier)
    {
        foreach (string file in folder.EventFiles)
            File.Delete(file);
        _history = Lines(folder.HistoryFile, HistoryRow.Header);
        _timing = Lines(folder.TimingFile, "epoch,seconds");
        _events = tensorboard.SummaryWriter(folder.Path);
        foreach (FinishedEpoch epoch in earlier)
            Add(epoch);
    }

    /// <summary>Adds an epoch; what is undefined there is no event.</summary>
    public void Add(FinishedEpoch epoch)
    {
        HistoryRow row = epoch.Row;
        _history.WriteLine(row.ToCsv());
        _timing.WriteLine(CsvTable.Line([CsvTable.Cell(row.Epoch), CsvTable.Cell(epoch.Seconds)]));
        (string Tag, double? Value)[] events =
        [
            ("learning_rate", row.LearningRate),
            ("loss/train", row.TrainLoss),
            ("loss/val", row.ValidationLoss),
            ("accuracy/train", row.TrainAccuracy),
            ("accuracy/val", row.ValidationAccuracy),
            ("gmean/val", row.ValidationGmean),
            ("auc/val", row.ValidationAuc),
        ];
        foreach ((string tag, double? value) in events)
            if (value is { } number)
                _events.add_scalar(tag, (float)number, row.Epoch, epoch.Ended.ToUnixTimeSeconds());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _history.Dispose();
        _timing.Dispose();
    }

    private static StreamWriter Lines(string file, string header)
    {
        StreamWriter writer = new(file) { NewLine = "\n", AutoFlush = true };
        writer.WriteLine(header);
        return writer;
    }
}
