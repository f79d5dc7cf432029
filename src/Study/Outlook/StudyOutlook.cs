using System.Collections.Immutable;
using QImpact.Data.Folds;
using QImpact.Data.Studies;
using QImpact.Study.Engines;

namespace QImpact.Study.Outlook;

/// <summary>How a run of the list stands.</summary>
public enum RunState
{
    /// <summary>It is in its archive.</summary>
    Done,

    /// <summary>It failed.</summary>
    Failed,

    /// <summary>It is to be carried out.</summary>
    Missing,
}

/// <summary>A run of the list, with the seconds that it took or is expected to take.</summary>
public sealed record RunOutlook(
    string Part,
    string Name,
    string Architecture,
    double LearningRate,
    int Seed,
    FoldChoice? Fold,
    string Identity,
    RunState State,
    double Seconds
);

/// <summary>
/// A part of the study: its runs, and the hours of one thread that those that are not done are expected to take, by steps that were measured now or
/// else by runs that are done; and whether its list can't be made before another part has chosen its rates.
/// </summary>
public sealed record PartOutlook(
    string Name,
    StudyRole Role,
    int Arms,
    int Runs,
    int Done,
    int Failed,
    bool WaitsForRates,
    double Hours,
    bool Measured
);

/// <summary>What is ahead of a study.</summary>
/// <param name="Name">The study.</param>
/// <param name="Runs">How many runs it has.</param>
/// <param name="Done">How many of them are done.</param>
/// <param name="SideBySide">How many of one thread go side by side here.</param>
/// <param name="Hours">Until all is done, so many side by side; of runs that may stop early the longest.</param>
/// <param name="Parts">In their order.</param>
/// <param name="Detectable">What it can be expected to find.</param>
/// <param name="Rates">The rates that were chosen.</param>
/// <param name="List">Every run, in the order of the list, as far as it can be made.</param>
/// <param name="Problems">Archives that can't be used, a line each.</param>
public sealed record StudyOutlook(
    string Name,
    int Runs,
    int Done,
    int SideBySide,
    double Hours,
    ImmutableArray<PartOutlook> Parts,
    ImmutableArray<Detectable> Detectable,
    ImmutableArray<ChosenRate> Rates,
    ImmutableArray<RunOutlook> List,
    ImmutableArray<string> Problems
)
{
    private const double SecondsOfAnHour = 3600;

    /// <summary>Looks ahead; some steps are measured where no like run is done.</summary>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    public static StudyOutlook Of(StudyPlace place, CancellationToken cancellation)
    {
        StudyNetworks.RequireTrainable(place.Study);
        StudyRuns found = place.Find();
        StudyCost cost = StudyCost.Of(found);
        IReadOnlySet<StudyCost.Kind> measured = StepTiming.Measure(place, cost, cancellation);
        ImmutableArray<RunOutlook> list = [.. ListOf(found, cost)];
        ImmutableArray<PartOutlook> parts = [.. place.Study.Parts.Select(Part)];
        return new StudyOutlook(
            place.Study.Name,
            parts.Sum(part => part.Runs),
            parts.Sum(part => part.Done),
            Environment.ProcessorCount,
            parts.Sum(part => part.Hours) / Environment.ProcessorCount,
            parts,
            Outlook.Detectable.Of(place.Study, place.Dataset),
            found.Rates,
            list,
            found.Problems
        );

        PartOutlook Part(StudyPart part)
        {
            RunOutlook[] runs = [.. list.Where(run => run.Part == part.Name)];
            bool waits = found.Pending.Any(pending => pending.Part == part);
            double seconds = waits
                ? part.Arms.Sum(arm =>
                    part.Splits.Runs * cost.Of(new StudyCost.Kind(part.Name, arm, part.SettingsOf(arm))) ?? 0
                )
                : runs.Where(run => run.State is RunState.Missing).Sum(run => run.Seconds);
            return new PartOutlook(
                part.Name,
                part.Role,
                part.Arms.Length,
                part.Runs,
                runs.Count(run => run.State is RunState.Done),
                runs.Count(run => run.State is RunState.Failed),
                waits,
                seconds / SecondsOfAnHour,
                measured.Any(kind => kind.Part == part.Name)
            );
        }
    }

    private static IEnumerable<RunOutlook> ListOf(StudyRuns found, StudyCost cost)
    {
        Dictionary<string, FoundRun> done = found
            .Found.DistinctBy(run => run.Plan.Name)
            .ToDictionary(run => run.Plan.Name);
        HashSet<string> failed = [.. found.Failed.Select(run => run.Plan.Name)];
        foreach (PlannedRun run in found.Planned)
            yield return new RunOutlook(
                run.Part,
                run.Name,
                run.Architecture.Name,
                run.Settings.LearningRate,
                run.Seed,
                run.Fold,
                run.Identity.Sha256,
                done.ContainsKey(run.Name) ? RunState.Done
                    : failed.Contains(run.Name) ? RunState.Failed
                    : RunState.Missing,
                done.TryGetValue(run.Name, out FoundRun? there)
                    ? there.Run.Seconds.Sum()
                    : cost.Of(StudyCost.Kind.Of(run)) ?? 0
            );
    }
}
