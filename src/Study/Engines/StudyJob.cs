using System.Collections.Immutable;
using QImpact.Data;
using QImpact.Data.Folds;
using QImpact.Data.Runs;
using QImpact.Data.Studies;
using QImpact.Terminal;

namespace QImpact.Study.Engines;

/// <summary>What of a study is to be carried out.</summary>
/// <param name="Parts">The names of its parts.</param>
/// <param name="Retry">Whether runs that failed are tried again.</param>
/// <param name="Limit">At most so many runs; null for all.</param>
public sealed record StudyChoice(ImmutableArray<string> Parts, bool Retry, int? Limit);

/// <summary>How a start ended.</summary>
/// <param name="Runs">What there is of the study now.</param>
/// <param name="Undone">How many runs were tried and not carried out.</param>
public sealed record StudyOutcome(StudyRuns Runs, int Undone);

/// <summary>
/// Carries out what is not done of a study: the first parts, then, with the rates that they choose, the next ones. What is in an archive of the
/// run's name and identity is done.
/// </summary>
public static class StudyJob
{
    /// <summary>Carries it out.</summary>
    /// <param name="place">The study.</param>
    /// <param name="choice">What of it.</param>
    /// <param name="engine">By what.</param>
    /// <param name="atOnce">How many runs that does side by side.</param>
    /// <param name="cancellation">Asks to stop; called again, it goes on from there.</param>
    /// <exception cref="BadInputException">A folder can't be written, or another process carries out a study there.</exception>
    /// <exception cref="InterruptedException">It was asked to stop, and did.</exception>
    /// <exception cref="ProgramFailedException">Runs could not be carried out.</exception>
    public static StudyOutcome Execute(
        StudyPlace place,
        StudyChoice choice,
        IStudyEngine engine,
        int atOnce,
        CancellationToken cancellation
    )
    {
        StudyNetworks.RequireTrainable(place.Study);
        using RunLock runs = Lock(place.Runs, "--runs");
        using RunLock work = Lock(place.Work, "--work");
        StudyLog log = new(Path.Combine(place.Work, StudyLog.Name));
        if (choice.Retry)
            ForgetFailures(place, choice);
        StudyRuns found = FindWithGroups(place);
        RequireWhole(found, choice);
        DeleteLeftovers(place, found);
        try
        {
            return ProgressDisplay.Share(() => CarryOut(place, choice, engine, atOnce, log, found, cancellation));
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            log.Add("interrupted");
            throw new InterruptedException("interrupted", "the same command goes on from there");
        }
    }

    private static StudyOutcome CarryOut(
        StudyPlace place,
        StudyChoice choice,
        IStudyEngine engine,
        int atOnce,
        StudyLog log,
        StudyRuns found,
        CancellationToken cancellation
    )
    {
        int begun = 0;
        int undone = 0;
        HashSet<string> tried = [];
        HashSet<string> told = [];
        while (true)
        {
            // A part whose rates are known by now may have some that could not be told before.
            foreach (string problem in found.Problems.Where(told.Add))
                log.Add(problem, always: true);
            using StudyProgress progress = new(found, log, choice.Parts, atOnce);
            PlannedRun[] next =
            [
                .. Next(found, choice)
                    .Where(run => !tried.Contains(run.Name))
                    .Take(choice.Limit - begun ?? int.MaxValue),
            ];
            log.Add($"{place.Study.Name}: {progress.Line()}");
            if (next.Length == 0)
                return new StudyOutcome(found, undone);
            begun += next.Length;
            tried.UnionWith(next.Select(run => run.Name));
            engine.CarryOutAsync(place, next, progress, cancellation).GetAwaiter().GetResult();
            undone += progress.Undone;
            ImmutableArray<ChosenRate> known = found.Rates;
            found = place.Find();
            foreach (ChosenRate rate in found.Rates.Skip(known.Length))
                log.Add(Text(rate), always: true);
        }
    }

    // Runs of the parts before the first that waits for its rates; where these are all over, of those behind it.
    private static PlannedRun[] Next(StudyRuns found, StudyChoice choice)
    {
        string[] order = [.. found.Study.Parts.Select(part => part.Name).Where(choice.Parts.Contains)];
        int waiting = Array.FindIndex(order, name => found.Pending.Any(pending => pending.Part.Name == name));
        PlannedRun[] missing = [.. found.Missing.Where(run => order.Contains(run.Part)).DistinctBy(run => run.Name)];
        PlannedRun[] first = [.. missing.Where(run => waiting < 0 || Array.IndexOf(order, run.Part) < waiting)];
        return first.Length > 0 ? first : missing;
    }

    // Whoever reads the archives later needs no images to know which of them belong together.
    private static StudyRuns FindWithGroups(StudyPlace place)
    {
        StudyRuns found = place.Find();
        if (found.Groups is not null || place.Study.Groups is not { } source)
            return found;
        ImageGroups.Of(place.Dataset, source).Write(place.Runs);
        return place.Find();
    }

    private static void RequireWhole(StudyRuns found, StudyChoice choice)
    {
        foreach (PendingPart pending in found.Pending.Where(pending => choice.Parts.Contains(pending.Part.Name)))
            if (pending.Part.Rates is RatePlan.ChosenBy by && !choice.Parts.Contains(by.Part))
                throw new BadInputException(
                    $"part '{pending.Part.Name}' waits for the rates that part '{by.Part}' chooses, of which "
                        + $"{found.Missing.Count(run => run.Part == by.Part)} runs are not there; add it to --parts"
                );
    }

    private static RunLock Lock(string folder, string option)
    {
        AtomicFile.RequireWritableFolder(folder);
        return RunLock.Take(
            new RunFolder(folder),
            $"another process carries out a study in {folder}; wait for it, or name another folder with {option}"
        );
    }

    private static void ForgetFailures(StudyPlace place, StudyChoice choice)
    {
        foreach (FailedRun failed in place.Find().Failed.Where(failed => choice.Parts.Contains(failed.Plan.Part)))
            AtomicFile.DeleteIfPresent(place.FailureOf(failed.Plan.Name));
    }

    // What was killed between the archive and the end of its work folder.
    private static void DeleteLeftovers(StudyPlace place, StudyRuns found)
    {
        if (place.KeepWeights)
            return;
        foreach (FoundRun run in found.Found)
            if (place.FolderOf(run.Plan.Name) is var folder && Directory.Exists(folder.Path) && !RunLock.IsHeld(folder))
                Directory.Delete(folder.Path, recursive: true);
    }

    private static string Text(ChosenRate rate) =>
        string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"{rate.Part}: {rate.Architecture.Name} gets the rate {rate.Rate} ({string.Join(", ", rate.Scores.Select(score => $"{score.Rate}: AUC {score.MeanAuc:0.000}"))})"
        );
}
