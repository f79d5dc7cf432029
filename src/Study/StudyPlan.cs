using System.Collections.Immutable;
using QImpact.Training.Runs;

namespace QImpact.Study;

/// <summary>A study: runs that are trained, exported and tested, and a report on them all.</summary>
/// <param name="Folder">Where runs/, models/ and report/ go.</param>
/// <param name="Data">Where the data were said to be; null for the usual places.</param>
/// <param name="Runs">The runs, each of its own name; a baseline stands before those that are measured against it.</param>
public sealed record StudyPlan(string Folder, string? Data, ImmutableArray<TrainingRequest> Runs)
{
    /// <summary>The names of the runs that have to be done before one begins: the baseline that it must exceed.</summary>
    public ImmutableArray<string> Before(TrainingRequest run) =>
        run.Settings.StopAboveBaseline
            ? [.. Runs.Where(other => other.Folder == run.Baseline?.Path).Select(other => other.Name)]
            : [];

    /// <summary>The run before it in the list that is trained as it is, of which it then takes its training; null where there is none.</summary>
    public TrainingRequest? TwinOf(TrainingRequest run) =>
        Runs.TakeWhile(other => other.Name != run.Name).FirstOrDefault(other => TrainedTwin.Are(other, run));

    /// <summary>The study with threads for the runs that have none: those that wait for equally many others share the processors.</summary>
    /// <param name="cores">Processors, at least 1.</param>
    public StudyPlan WithThreads(int cores)
    {
        ILookup<int, TrainingRequest> phases = Runs.ToLookup(Phase);
        return this with
        {
            Runs =
            [
                .. Runs.Select(run =>
                    run.Threads > 0 ? run : run with { Threads = SideBySide.Threads(cores, phases[Phase(run)].Count()) }
                ),
            ],
        };
    }

    // How many runs stand before it, one behind the other.
    private int Phase(TrainingRequest run)
    {
        ImmutableArray<string> before = Before(run);
        return before.IsEmpty ? 0 : 1 + Runs.Where(other => before.Contains(other.Name)).Max(Phase);
    }
}
