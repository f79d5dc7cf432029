using QImpact.Data;
using QImpact.Data.Runs;
using QImpact.Training.Epochs;
using TorchSharp.Modules;
using static TorchSharp.torch.utils;

namespace QImpact.Training.Runs;

/// <summary>
/// Writes a run's epochs as they end: history.csv, timing.csv, each replaced as a whole, and for <c>tensorboard --logdir FOLDER</c> an event
/// file, whose step is the epoch and whose time is that of the epoch's end. A run that goes on writes its earlier epochs anew, so that no
/// file has an epoch twice or one that the checkpoint does not know.
/// </summary>
public sealed class RunRecord
{
    private readonly RunFolder _folder;
    private readonly List<FinishedEpoch> _epochs;
    private readonly SummaryWriter _events;

    /// <summary>Begins the files of a run, with the epochs that are over already.</summary>
    /// <exception cref="BadInputException">A file can't be written; those of before are still there.</exception>
    public RunRecord(RunFolder folder, IEnumerable<FinishedEpoch> earlier)
    {
        _folder = folder;
        _epochs = [.. earlier];
        IReadOnlyList<string> before = folder.EventFiles;
        _events = Writing(() => tensorboard.SummaryWriter(folder.Path));
        _epochs.ForEach(AddEvents);
        WriteTables();
        foreach (string file in before)
            File.Delete(file);
    }

    /// <summary>Adds an epoch; what is undefined there is no event.</summary>
    /// <exception cref="BadInputException">A file can't be written.</exception>
    public void Add(FinishedEpoch epoch)
    {
        _epochs.Add(epoch);
        WriteTables();
        AddEvents(epoch);
    }

    private void WriteTables() =>
        AtomicFile.WriteAll(
            (_folder.HistoryFile, Lines(HistoryRow.Header, epoch => epoch.Row.ToCsv())),
            (
                _folder.TimingFile,
                Lines(
                    "epoch,seconds",
                    epoch => CsvTable.Line([CsvTable.Cell(epoch.Row.Epoch), CsvTable.Cell(epoch.Seconds)])
                )
            )
        );

    private Action<Stream> Lines(string header, Func<FinishedEpoch, string> line) =>
        AtomicFile.Text(writer =>
        {
            writer.WriteLine(header);
            foreach (FinishedEpoch epoch in _epochs)
                writer.WriteLine(line(epoch));
        });

    private void AddEvents(FinishedEpoch epoch)
    {
        HistoryRow row = epoch.Row;
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
                Writing(() =>
                {
                    _events.add_scalar(tag, (float)number, row.Epoch, epoch.Ended.ToUnixTimeSeconds());
                    return true;
                });
    }

    private T Writing<T>(Func<T> write)
    {
        try
        {
            return write();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException(
                $"the event file in {_folder.Path} can't be written: {exception.AsReason()}",
                exception
            );
        }
    }
}
