using QImpact.Data.Studies;

namespace QImpact.Study.Engines;

/// <summary>How a run of a study ended.</summary>
public abstract record RunEnd
{
    private RunEnd() { }

    /// <summary>It is in its archive.</summary>
    /// <param name="Seconds">What it took here.</param>
    /// <param name="Epochs">How many epochs it ran.</param>
    /// <param name="Auc">Its validation AUC; null where it is undefined.</param>
    public sealed record Done(double Seconds, int Epochs, double? Auc) : RunEnd;

    /// <summary>It failed, and would fail again: that is on record.</summary>
    public sealed record Failed(string Reason) : RunEnd;

    /// <summary>It was not carried out, for a reason that is not its own: it was killed, its baseline is not there, its data could not be read.</summary>
    public sealed record Undone(string Reason) : RunEnd;
}

/// <summary>Looks on while runs are carried out; called from any thread.</summary>
public interface IStudyWatch
{
    /// <summary>A run begins, or goes on.</summary>
    /// <param name="run">The run.</param>
    /// <param name="how">How, in a few words.</param>
    void Begins(PlannedRun run, string how);

    /// <summary>A run ends.</summary>
    void Ends(PlannedRun run, RunEnd how);
}

/// <summary>
/// Carries out runs of a study somewhere. An engine sees to it that each run's archive, or the record of its failure, stands in the
/// folder of archives, and says so; which runs there are to be, and what is done already, is not its affair. It may be asked to stop, or killed,
/// at any time: what it left unfinished it gets again. docs/study.md says what one for a cluster needs.
/// </summary>
public interface IStudyEngine
{
    /// <summary>Carries out runs, in the order of the list where nothing else decides; one that must exceed a baseline behind it.</summary>
    /// <param name="place">The study.</param>
    /// <param name="runs">The runs, each once.</param>
    /// <param name="watch">Who looks on.</param>
    /// <param name="cancellation">Asks it to stop; it leaves nothing running.</param>
    /// <exception cref="OperationCanceledException">It was asked to stop, and did.</exception>
    /// <exception cref="Terminal.ProgramFailedException">Nothing can be carried out here.</exception>
    Task CarryOutAsync(
        StudyPlace place,
        IReadOnlyList<PlannedRun> runs,
        IStudyWatch watch,
        CancellationToken cancellation
    );
}
