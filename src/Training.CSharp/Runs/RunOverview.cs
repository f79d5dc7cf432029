using QImpact.Data;
using QImpact.Data.Runs;

namespace QImpact.Training.Runs;

/// <summary>How far a run is.</summary>
public enum RunState
{
    /// <summary>It has ended.</summary>
    Done,

    /// <summary>A process trains in it now.</summary>
    Running,

    /// <summary>It was interrupted and can go on.</summary>
    Stopped,

    /// <summary>Its files can't be read.</summary>
    Broken,
}

/// <summary>A run in the table of runs.</summary>
/// <param name="Folder">The run folder, relative to the one that was searched.</param>
/// <param name="State">How far it is.</param>
/// <param name="EpochsDone">Epochs that are over.</param>
/// <param name="Config">What was run; null where that can't be read.</param>
/// <param name="Result">How it ended; null where it has not.</param>
/// <param name="Problem">Why it can't be read; null where it can.</param>
public sealed record RunOverview(
    string Folder,
    RunState State,
    int EpochsDone,
    RunConfig? Config,
    RunResult? Result,
    string? Problem
)
{
    /// <summary>All runs below a folder, in the order of their paths.</summary>
    /// <exception cref="BadInputException">The folder is not there.</exception>
    public static IReadOnlyList<RunOverview> FindAll(string root) =>
        [.. RunFolder.FindAll(root).Where(IsRun).Select(run => Of(root, run))];

    private static RunOverview Of(string root, RunFolder run)
    {
        string folder = Path.GetRelativePath(root, run.Path);
        try
        {
            RunConfig config = run.ReadConfig();
            if (File.Exists(run.ResultFile))
            {
                RunResult result = run.ReadResult();
                return new RunOverview(folder, RunState.Done, result.EpochsRun, config, result, null);
            }
            RunState state = RunLock.IsHeld(run) ? RunState.Running : RunState.Stopped;
            return new RunOverview(folder, state, EpochsIn(run.HistoryFile), config, null, null);
        }
        catch (BadInputException exception)
        {
            return new RunOverview(folder, RunState.Broken, 0, null, null, exception.Message);
        }
    }

    // Other programs have a config.json too; a run's may be damaged.
    private static bool IsRun(RunFolder run)
    {
        if (File.Exists(run.HistoryFile) || File.Exists(run.ChecksumsFile) || File.Exists(run.CheckpointFile))
            return true;
        try
        {
            return InputFile
                .Read(run.ConfigFile, () => File.ReadAllText(run.ConfigFile))
                .Contains("\"qimpact-run/", StringComparison.Ordinal);
        }
        catch (BadInputException)
        {
            return false;
        }
    }

    private static int EpochsIn(string history)
    {
        if (!File.Exists(history))
            return 0;
        using StreamReader reader = new(
            new FileStream(history, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete)
        );
        int lines = 0;
        while (reader.ReadLine() is not null)
            lines++;
        return Math.Max(lines - 1, 0);
    }
}
