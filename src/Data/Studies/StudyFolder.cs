using QImpact.Data.Runs;

namespace QImpact.Data.Studies;

/// <summary>The archives and failures in a folder, by the names of their runs.</summary>
internal sealed class StudyFolder
{
    private readonly Dictionary<string, RunArchive> _archives = [];
    private readonly Dictionary<string, FailureRecord> _failures = [];
    private readonly List<string> _damaged = [];

    private StudyFolder() { }

    /// <exception cref="BadInputException">The folder can't be read.</exception>
    public static StudyFolder Read(string path)
    {
        StudyFolder folder = new();
        foreach (string file in Files(path, RunArchive.Extension))
            folder.Keep(folder._archives, file, RunArchive.Extension, RunArchive.Read);
        foreach (string file in Files(path, FailureRecord.Extension))
            folder.Keep(folder._failures, file, FailureRecord.Extension, FailureRecord.Read);
        return folder;
    }

    /// <summary>The archive of a run; null where there is none of its identity.</summary>
    public RunArchive? Find(PlannedRun run) =>
        _archives.GetValueOrDefault(run.Name) is { } archive && archive.Identity == run.Identity ? archive : null;

    /// <summary>How a run failed; null where it did not.</summary>
    public FailedRun? Failure(PlannedRun run) =>
        _failures.GetValueOrDefault(run.Name) is { } failure && failure.Identity == run.Identity
            ? new FailedRun(run, failure.Reason, failure.ExitCode)
            : null;

    /// <summary>What can't be used, a line each.</summary>
    /// <param name="planned">The list of runs.</param>
    /// <param name="isWhole">Whether no run will be added to it.</param>
    public IEnumerable<string> Problems(IReadOnlyList<PlannedRun> planned, bool isWhole)
    {
        ILookup<string, PlannedRun> names = planned.ToLookup(run => run.Name);
        foreach (string line in _damaged)
            yield return line;
        foreach ((string name, RunArchive archive) in _archives.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            if (names[name].FirstOrDefault() is { } run)
            {
                if (archive.Identity != run.Identity)
                    yield return $"{archive.File} is another run than the study's of that name: {Difference(run, archive)}; it is left out, and study run replaces it";
            }
            else if (isWhole)
                yield return $"{archive.File} is no run of this study; it is left out";
    }

    // The first line of what both depend on that is not the same.
    private static string Difference(PlannedRun run, RunArchive archive) =>
        run
            .Identity.DependsOn.Split('\n')
            .Zip(archive.Identity.DependsOn.Split('\n'))
            .Where(lines => lines.First != lines.Second)
            .Select(lines => $"it has '{lines.Second}', the study '{lines.First}'")
            .FirstOrDefault("it depends on other things");

    private void Keep<T>(Dictionary<string, T> found, string file, string extension, Func<string, T> read)
    {
        try
        {
            found[Path.GetFileName(file)[..^extension.Length]] = read(file);
        }
        catch (BadInputException exception)
        {
            _damaged.Add(exception.Message);
        }
    }

    private static string[] Files(string folder, string extension) =>
        Directory.Exists(folder)
            ?
            [
                .. InputFile
                    .Read(folder, () => Directory.GetFiles(folder, "*" + extension))
                    .Order(StringComparer.Ordinal),
            ]
            : [];
}
