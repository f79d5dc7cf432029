using QImpact.Data;
using QImpact.Data.Runs;
using QImpact.Training.Epochs;

namespace QImpact.Training.Runs;

/// <summary>
/// Writes a run's epochs as they end: history.csv, timing.csv and TensorBoard's events. A run that goes on writes its earlier
/// epochs anew, so that no file has an epoch twice or one that the checkpoint does not know.
/// </summary>
public sealed class RunRecord : IDisposable
{
    private readonly StreamWriter _history;
    private readonly StreamWriter _timing;
    private readonly TensorBoardLog _events;

    /// <summary>Begins the files of a run.</summary>
    /// <param name="folder">The run folder.</param>
    /// <param name="earlier">The epochs that are over already.</param>
    public RunRecord(RunFolder folder, IEnumerable<FinishedEpoch> earlier)
    {
        foreach (string file in folder.EventFiles)
            File.Delete(file);
        _history = Lines(folder.HistoryFile, HistoryRow.Header);
        _timing = Lines(folder.TimingFile, "epoch,seconds");
        _events = new TensorBoardLog(folder.Path);
        foreach (FinishedEpoch epoch in earlier)
            Add(epoch);
    }

    /// <summary>Adds an epoch.</summary>
    public void Add(FinishedEpoch epoch)
    {
        _history.WriteLine(epoch.Row.ToCsv());
        _timing.WriteLine(CsvTable.Line([CsvTable.Cell(epoch.Row.Epoch), CsvTable.Cell(epoch.Seconds)]));
        _events.Add(epoch);
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
