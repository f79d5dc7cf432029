using QImpact.Data;
using QImpact.Data.Studies;
using QImpact.Terminal;

namespace QImpact.Study.Engines;

/// <summary>
/// Carries out runs on this machine, each in a process of its own, so many side by side as processors and memory hold
/// (<see cref="SideBySide"/>).
/// </summary>
/// <param name="atOnce">At most so many runs at once; null for as many as the machine holds.</param>
public sealed class LocalEngine(int? atOnce = null) : IStudyEngine
{
    /// <summary>What options call it.</summary>
    public const string Name = "local";

    // So many in a row that could not be carried out, for reasons that were not their own: the next could not either.
    private const int MostUndone = 3;

    /// <inheritdoc/>
    public async Task CarryOutAsync(
        StudyPlace place,
        IReadOnlyList<PlannedRun> runs,
        IStudyWatch watch,
        CancellationToken cancellation
    )
    {
        Room machine = SideBySide.Machine();
        machine = machine with { Cores = Math.Min(atOnce ?? machine.Cores, machine.Cores) };
        StudyNetworks networks = new();
        HashSet<string> names = [.. runs.Select(run => run.Name)];
        int undone = 0;
        string lastReason = "";
        await Scheduler.RunAsync([.. runs.Select(JobOf)], machine, cancellation).ConfigureAwait(false);
        if (IsHopeless())
            throw new ProgramFailedException(
                $"{MostUndone} runs in a row could not be carried out, the last because {lastReason}",
                ExitCode.Failure
            );

        Job JobOf(PlannedRun run)
        {
            PlannedTraining training = new(place, run, networks.Of(run));
            return new Job(
                run.Name,
                run.BaselineName is { } baseline && names.Contains(baseline) ? [baseline] : [],
                training.Needs(machine),
                stop => CarryOutAsync(training, stop)
            );
        }

        async Task CarryOutAsync(PlannedTraining training, CancellationToken stop)
        {
            if (IsHopeless())
                return;
            RunEnd end;
            try
            {
                end = await training.ExecuteAsync(how => watch.Begins(training.Plan, how), stop).ConfigureAwait(false);
            }
#pragma warning disable CA1031 // Whatever a run fails of costs that run alone.
            catch (Exception exception) when (!stop.IsCancellationRequested)
#pragma warning restore CA1031
            {
                end = new RunEnd.Undone($"{exception.GetType().Name}: {exception.FirstLine()}");
            }
            if (end is RunEnd.Undone { Reason: var reason })
                (lastReason, _) = (reason, Interlocked.Increment(ref undone));
            else
                Interlocked.Exchange(ref undone, 0);
            watch.Ends(training.Plan, end);
        }

        bool IsHopeless() => Volatile.Read(ref undone) >= MostUndone;
    }
}
