using System.Collections.Immutable;
using QImpact.Data.Folds;
using QImpact.Data.Runs;

namespace QImpact.Data.Studies;

/// <summary>A run of the list with its archive.</summary>
public sealed record FoundRun(PlannedRun Plan, RunArchive Run);

/// <summary>A part whose list can't be made yet, because another one has not chosen its rates; it will have so many runs.</summary>
public sealed record PendingPart(StudyPart Part, int Runs);

/// <summary>What there is of a study: every run of its list is found, failed or missing, in the order of the list.</summary>
/// <param name="Study">The study.</param>
/// <param name="Planned">The whole list, as far as it can be made.</param>
/// <param name="Found">Runs whose archives are there, whole, and of the identity that the list says.</param>
/// <param name="Missing">Runs that are not there.</param>
/// <param name="Failed">Runs that failed.</param>
/// <param name="Pending">Parts whose lists can't be made yet.</param>
/// <param name="Problems">Archives that are damaged, or no run of this study; a line each.</param>
/// <param name="Rates">The rates that were chosen, for each part that chooses and each of its arms.</param>
public sealed record StudyRuns(
    StudyDefinition Study,
    ImmutableArray<PlannedRun> Planned,
    ImmutableArray<FoundRun> Found,
    ImmutableArray<PlannedRun> Missing,
    ImmutableArray<FailedRun> Failed,
    ImmutableArray<PendingPart> Pending,
    ImmutableArray<string> Problems,
    ImmutableArray<ChosenRate> Rates
)
{
    /// <summary>Which images are drawn together, as <c>study run</c> left it beside the archives; null where it is not there, or not wanted.</summary>
    public ImageGroups? Groups { get; init; }

    /// <summary>How many runs are neither there nor failed, those of pending parts included.</summary>
    public int Waiting => Missing.Length + Pending.Sum(part => part.Runs);

    /// <summary>How many runs the study has in all.</summary>
    public int All => Planned.Length + Pending.Sum(part => part.Runs);

    /// <summary>Looks through a folder of archives. One that is damaged costs that run alone.</summary>
    /// <param name="study">The study.</param>
    /// <param name="data">The data set, with its positive class.</param>
    /// <param name="runsFolder">The folder; one that is not there has no archives.</param>
    /// <exception cref="BadInputException">The folder can't be read, or the study is none.</exception>
    public static StudyRuns Find(StudyDefinition study, DatasetDescription data, string runsFolder)
    {
        StudyFolder folder = StudyFolder.Read(runsFolder);
        (ImageGroups? groups, string? problem) = ReadGroups(study, data, runsFolder);
        List<PlannedRun> planned = [];
        List<PendingPart> pending = [];
        List<ChosenRate> rates = [];
        foreach (StudyPart part in study.Parts)
        {
            if (StudyExpansion.Runs(part, data, rates) is not { } runs)
            {
                pending.Add(new PendingPart(part, part.Runs));
                continue;
            }
            planned.AddRange(runs);
            if (study.Chooses(part))
                rates.AddRange(Choose(part, runs, folder));
        }
        StudyExpansion.RequireOneRunAName(planned);
        return new StudyRuns(
            study,
            [.. planned],
            [
                .. from run in planned
                let archive = folder.Find(run)
                where archive is not null
                select new FoundRun(run, archive),
            ],
            [.. planned.Where(run => folder.Find(run) is null && folder.Failure(run) is null)],
            [
                .. from run in planned
                let failure = folder.Failure(run)
                where failure is not null && folder.Find(run) is null
                select failure,
            ],
            [.. pending],
            [.. folder.Problems(planned, isWhole: pending.Count == 0), .. problem is null ? [] : new[] { problem }],
            [.. rates]
        )
        {
            Groups = groups,
        };
    }

    // A file that is damaged costs the groups alone.
    private static (ImageGroups? Groups, string? Problem) ReadGroups(
        StudyDefinition study,
        DatasetDescription data,
        string folder
    )
    {
        try
        {
            ImageGroups? groups = study.Groups is null ? null : ImageGroups.Read(folder, data);
            return groups is null || groups.Source == study.Groups
                ? (groups, null)
                : throw new BadInputException(
                    $"{ImageGroups.FileName} in {folder} has groups by {groups.Source}, the study by {study.Groups}: delete it, and study run writes it anew"
                );
        }
        catch (BadInputException exception)
        {
            return (null, exception.Message);
        }
    }

    // Nothing is chosen before every run of the part has ended.
    private static IEnumerable<ChosenRate> Choose(
        StudyPart part,
        ImmutableArray<PlannedRun> runs,
        StudyFolder folder
    ) =>
        runs.All(run => folder.Find(run) is not null || folder.Failure(run) is not null)
            ? part.Arms.Select(arm =>
                ChosenRate.Of(
                    part.Name,
                    arm,
                    runs.Where(run => run.Architecture == arm)
                        .Select(run => (run.Settings.LearningRate, folder.Find(run)?.Result.Validation.Auc))
                )
            )
            : [];
}
