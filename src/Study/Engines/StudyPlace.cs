using QImpact.Data;
using QImpact.Data.Runs;
using QImpact.Data.Studies;

namespace QImpact.Study.Engines;

/// <summary>A study with its data, and where it is carried out.</summary>
/// <param name="Study">The study.</param>
/// <param name="Dataset">Its data, with the positive class, undivided.</param>
/// <param name="Data">Where the data were said to be; null for the usual places.</param>
/// <param name="Runs">The folder of archives and failures.</param>
/// <param name="Work">The folder where runs are trained.</param>
/// <param name="KeepWeights">Whether the work folder of a finished run, with its weights of some 45 MB, stays.</param>
public sealed record StudyPlace(
    StudyDefinition Study,
    Dataset Dataset,
    string? Data,
    string Runs,
    string Work,
    bool KeepWeights
)
{
    /// <summary>What there is of the study now.</summary>
    /// <exception cref="BadInputException">The folder of archives can't be read.</exception>
    public StudyRuns Find() => StudyRuns.Find(Study, Dataset.Description, Runs);

    /// <summary>Where a run is trained.</summary>
    public RunFolder FolderOf(string run) => new(Path.Combine(Work, run));

    /// <summary>The archive of a run.</summary>
    public string ArchiveOf(string run) => Path.Combine(Runs, run + RunArchive.Extension);

    /// <summary>What says that a run failed.</summary>
    public string FailureOf(string run) => Path.Combine(Runs, run + FailureRecord.Extension);
}
