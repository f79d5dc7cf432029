using System.Collections.Immutable;
using QImpact.Data;
using QImpact.Terminal;

namespace QImpact.Study;

/// <summary>Writes the report on finished runs, and says on the console what is in it.</summary>
/// <param name="runs">The folder with the runs.</param>
/// <param name="report">The folder to write to.</param>
/// <param name="data">Where the data were said to be; null for the usual places.</param>
public delegate void ReportWriter(string runs, string report, string? data);

/// <summary>Carries out a study: its runs side by side where the machine has room, each in a process of its own, then the report on them all.</summary>
public static class StudyEngine
{
    /// <summary>Trains, exports and tests every run, then writes the report. What is done already with the same settings is kept.</summary>
    /// <exception cref="BadInputException">Something asked for can't be done; nothing was begun.</exception>
    /// <exception cref="ProgramFailedException">Runs failed; the others were carried to their end.</exception>
    /// <exception cref="InterruptedException">It was asked to stop; called again, it goes on from there.</exception>
    public static void Execute(StudyPlan study, ReportWriter writeReport, CancellationToken cancellation)
    {
        AtomicFile.RequireWritableFolder(study.Folder);
        StudyRun[] runs = [.. study.Runs.Select(training => new StudyRun(study, training))];
        Array.ForEach(runs, run => run.RequireTrainable());
        Room machine = SideBySide.Machine();
        Job[] jobs = [.. runs.Select(run => JobOf(study, run, machine))];
        ImmutableArray<Undone> undone;
        try
        {
            undone = ProgressDisplay.Share(() =>
                Scheduler.RunAsync(jobs, machine, cancellation).GetAwaiter().GetResult()
            );
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            throw new InterruptedException("interrupted", "the same command goes on from there");
        }
        if (undone.Length > 0)
            throw Failure(undone, jobs.Length);
        writeReport(Path.Combine(study.Folder, "runs"), Path.Combine(study.Folder, "report"), study.Data);
    }

    private static Job JobOf(StudyPlan study, StudyRun run, Room machine) =>
        new(
            run.Name,
            [.. study.Before(run.Training), .. study.TwinOf(run.Training) is { } twin ? new[] { twin.Name } : []],
            SideBySide.Needs(run.Training, machine),
            async cancellation =>
            {
                try
                {
                    ProgressDisplay.Print(await run.ExecuteAsync(cancellation).ConfigureAwait(false) + "\n");
                }
                catch (Exception exception) when (!cancellation.IsCancellationRequested)
                {
                    ProgressDisplay.Say($"{run.Name} failed: {exception.FirstLine()}");
                    throw;
                }
            }
        );

    private static ProgramFailedException Failure(ImmutableArray<Undone> undone, int all)
    {
        Undone[] failed = [.. undone.Where(job => job.Failure is not null)];
        Exception first = failed[0].Failure!;
        string count = failed.Length == 1 ? "" : $"{failed.Length} of {all} runs failed: ";
        int code = first switch
        {
            ProgramFailedException program => program.ExitCode,
            BadInputException => ExitCode.BadInput,
            _ => ExitCode.Failure,
        };
        return new ProgramFailedException(
            count + string.Join("; ", failed.Select(job => $"{job.Name}: {job.Failure!.FirstLine()}")),
            code
        );
    }
}
