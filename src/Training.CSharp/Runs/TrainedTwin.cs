using QImpact.Data;
using QImpact.Data.Runs;

namespace QImpact.Training.Runs;

/// <summary>
/// A run that is trained as another one is: the same in all that its numbers depend on, under the name of another protocol. Baseline with a seed is
/// such a pair in <c>paper</c> and <c>matched</c>.
/// </summary>
public static class TrainedTwin
{
    /// <summary>Whether two runs are such a pair: they get the same bits.</summary>
    public static bool Are(TrainingRequest one, TrainingRequest other) =>
        one.Protocol != other.Protocol
        && one.Family with { Protocol = other.Protocol } == other.Family
        && (one.Seed, one.Threads, one.Device) == (other.Seed, other.Threads, other.Device)
        && !one.Settings.StopAboveBaseline;

    /// <summary>Makes the run of a finished twin's files, which are left as they are. Name and protocol are the request's.</summary>
    /// <param name="twin">The finished run.</param>
    /// <param name="request">The run that is to be made.</param>
    /// <returns>How the twin ended.</returns>
    /// <exception cref="BadInputException">The twin is damaged or another run, or the folder can't be written or holds a run already.</exception>
    public static RunResult Take(RunFolder twin, TrainingRequest request)
    {
        TrainingRun.RequireTrainable(request);
        RunChecksums.RequireAll(twin);
        RunConfig config = twin.ReadConfig();
        if (RunFamily.Of(config) with { Protocol = request.Protocol } != request.Family || config.Seed != request.Seed)
            throw new BadInputException($"{twin.Path} is another run than {request.Name}; expected its training");
        RunResult result = twin.ReadResult();
        RunFolder own = new(request.Folder);
        AtomicFile.RequireWritableFolder(own.Path);
        using RunLock @lock = RunLock.Take(own);
        RunFiles.DeleteEarlierRun(own);
        Json.WriteFile(own.ConfigFile, config with { Name = request.Name, Protocol = request.Protocol });
        foreach (string file in twin.RecordFiles.Where(File.Exists).Except([twin.ConfigFile]).Concat(twin.EventFiles))
        {
            AtomicFile.Write(
                Path.Combine(own.Path, Path.GetRelativePath(twin.Path, file)),
                to =>
                {
                    using FileStream from = File.OpenRead(file);
                    from.CopyTo(to);
                }
            );
        }
        RunChecksums.Seal(own, result);
        return result;
    }
}
