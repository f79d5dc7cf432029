using QImpact.Data;
using QImpact.Data.Runs;
using QImpact.Data.Studies;
using QImpact.Terminal;
using QImpact.Training.Commands;
using QImpact.Training.Models;
using QImpact.Training.Runs;

namespace QImpact.Study.Engines;

/// <summary>
/// A run of a study from its place in the list to its archive: <c>train</c> in a process of its own, in a folder of its own, which is packed and
/// then deleted. Killed at any moment it goes on from what lies there, to the same bits.
/// </summary>
internal sealed class PlannedTraining
{
    // A run that is killed, such as where memory runs out, goes on from its checkpoint so often.
    private const int MostKills = 3;

    // How long a process that a killed study left may take to save its checkpoint.
    private static readonly TimeSpan LongestEnd = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);

    // Weights, and a checkpoint beside the one that it replaces.
    private const long NeededBytes = 500_000_000;

    private readonly StudyPlace _place;
    private readonly RunFolder _folder;
    private readonly TrainingRequest _training;

    /// <param name="place">The study.</param>
    /// <param name="plan">The run.</param>
    /// <param name="network">Its network.</param>
    public PlannedTraining(StudyPlace place, PlannedRun plan, Network network)
    {
        (_place, Plan, _folder) = (place, plan, place.FolderOf(plan.Name));
        _training = new TrainingRequest(
            place.Dataset,
            network,
            plan.Protocol,
            plan.Settings,
            plan.Seed,
            plan.Threads,
            _folder.Path,
            plan.BaselineName is null ? null : place.FolderOf(plan.Name + ".baseline"),
            Force: true,
            // Which device computes is no part of a run's identity, so it is always the same.
            DeviceRequest.Cpu,
            plan.Fold
        );
    }

    /// <summary>The run.</summary>
    public PlannedRun Plan { get; }

    /// <summary>What it takes of a machine.</summary>
    public Room Needs(Room machine) => SideBySide.Needs(_training, machine);

    /// <summary>Trains and packs; says first how it begins.</summary>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    public async Task<RunEnd> ExecuteAsync(Action<string> begins, CancellationToken cancellation)
    {
        long start = TimeProvider.System.GetTimestamp();
        try
        {
            await WaitForLastAsync(cancellation).ConfigureAwait(false);
            if (!HasRoom(_place.Work))
                return new RunEnd.Undone(
                    $"{_place.Work} has less than {NeededBytes / 1_000_000} MB left; make room, or name another --work"
                );
            TakeBaseline();
            for (int kills = 0; ; kills++)
            {
                if (await TrainAsync(begins, cancellation).ConfigureAwait(false) is not { } failure)
                    break;
                if (!WasKilled(failure))
                    return Fail(failure);
                if (kills == MostKills)
                    return new RunEnd.Undone($"{Plan.Name} was killed {kills + 1} times: {failure.Message}");
            }
            RunArchive packed = Pack();
            return new RunEnd.Done(
                TimeProvider.System.GetElapsedTime(start).TotalSeconds,
                packed.Result.EpochsRun,
                packed.Result.Validation.Auc
            );
        }
        catch (BadInputException exception)
        {
            return new RunEnd.Undone(exception.Message);
        }
    }

    // The reason for which the process ended; null where the run has ended well.
    private async Task<ProgramFailedException?> TrainAsync(Action<string> begins, CancellationToken cancellation)
    {
        if (IsFinished())
            return null;
        if (CanGoOn())
        {
            begins("goes on from its checkpoint");
            ProgramFailedException? failure = await RunAsync(
                    TrainCommand.ResumeWords(_folder.Path, _place.Data),
                    cancellation
                )
                .ConfigureAwait(false);
            if (failure is null || WasKilled(failure))
                return failure;
            begins($"begins again, as it could not go on: {failure.Message}");
        }
        else
            begins("begins");
        Directory.CreateDirectory(_folder.Path);
        // What lies there is another run's or can't be used; until the new one has a config there is nothing to go on from.
        AtomicFile.DeleteIfPresent(_folder.ConfigFile);
        AtomicFile.DeleteIfPresent(_folder.ResultFile);
        Json.WriteFile(IdentityFile, Plan.Identity);
        return await RunAsync(TrainCommand.Words(_training, _place.Data), cancellation).ConfigureAwait(false);
    }

    private async Task<ProgramFailedException?> RunAsync(IReadOnlyList<string> words, CancellationToken cancellation)
    {
        try
        {
            await Supervision
                .RunAsync(Plan.Name, words, cancellation, isQuiet: !ProgressDisplay.DrawsBars)
                .ConfigureAwait(false);
            return null;
        }
        catch (ProgramFailedException failure)
        {
            return failure;
        }
    }

    private static bool WasKilled(ProgramFailedException failure) =>
        !failure.SaidWhy || failure.ExitCode == ExitCode.Interrupted;

    // Training that began and failed would fail again; what can't begin, or has no room, is not the run's failure.
    private RunEnd Fail(ProgramFailedException failure)
    {
        if (!File.Exists(_folder.ConfigFile) || !HasRoom(_place.Work) || !HasRoom(_place.Runs))
            return new RunEnd.Undone(failure.Message);
        new FailureRecord(Plan.Identity, failure.Message, failure.ExitCode).Write(_place.FailureOf(Plan.Name));
        Clear();
        return new RunEnd.Failed(failure.Message);
    }

    private RunArchive Pack()
    {
        string file = _place.ArchiveOf(Plan.Name);
        RunArchive.Write(_folder, Plan.Identity, file);
        RunArchive packed = RunArchive.Read(file);
        AtomicFile.DeleteIfPresent(_place.FailureOf(Plan.Name));
        Clear();
        return packed;
    }

    private void Clear()
    {
        if (!_place.KeepWeights)
            Delete(_folder);
        if (_training.Baseline is { } baseline)
            Delete(baseline);
    }

    // What can't be deleted now is deleted when the study is started next.
    private static void Delete(RunFolder folder)
    {
        try
        {
            if (Directory.Exists(folder.Path))
                Directory.Delete(folder.Path, recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException) { }
    }

    private void TakeBaseline()
    {
        if (_training.Baseline is not { } folder)
            return;
        string name = Plan.BaselineName!;
        string file = _place.ArchiveOf(name);
        if (!File.Exists(file) || RunArchive.Read(file).Identity != Plan.BaselineIdentity)
            throw new BadInputException($"{Plan.Name} waits for its baseline {name}, which is not there");
        RunArchive.Unpack(file, folder);
    }

    private async Task WaitForLastAsync(CancellationToken cancellation)
    {
        long start = TimeProvider.System.GetTimestamp();
        while (RunLock.IsHeld(_folder))
        {
            if (TimeProvider.System.GetElapsedTime(start) > LongestEnd)
                throw new BadInputException($"another process is training in {_folder.Path}; wait for it");
            await Task.Delay(Patience, cancellation).ConfigureAwait(false);
        }
    }

    private bool IsFinished() =>
        File.Exists(_folder.ResultFile)
        && Holds(() =>
        {
            RunChecksums.RequirePresent(_folder);
            RunChecksums.RequireAll(_folder);
            return IsOwn(_folder.ReadConfig());
        });

    // Only the program that began a run goes on with it.
    private bool CanGoOn() =>
        File.Exists(_folder.CheckpointFile)
        && Holds(() =>
            _folder.ReadConfig() is var config && IsOwn(config) && config.CodeVersion == RunEnvironment.CodeVersion
        );

    private bool IsOwn(RunConfig config) =>
        Json.ReadFile<RunIdentity>(IdentityFile).Require(IdentityFile) == Plan.Identity
        && config.Architecture == Plan.Architecture.Name
        && config.Protocol == Plan.Protocol
        && config.Settings == Plan.Settings
        && config.Seed == Plan.Seed
        && config.Fold == Plan.Fold
        && config.Threads == Plan.Threads
        && config.Dataset.Description.Md5 == _place.Dataset.Description.Md5
        && config.Dataset.Description.PositiveClass == _place.Dataset.Description.PositiveClass;

    // What is damaged is begun again.
    private static bool Holds(Func<bool> condition)
    {
        try
        {
            return condition();
        }
        catch (BadInputException)
        {
            return false;
        }
    }

    private static bool HasRoom(string folder) =>
        new DriveInfo(Path.GetFullPath(folder)).AvailableFreeSpace >= NeededBytes;

    private string IdentityFile => Path.Combine(_folder.Path, "study.json");
}
