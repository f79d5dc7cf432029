using QImpact.Data;
using QImpact.Data.Runs;
using QImpact.Inference.Infer;
using QImpact.Terminal;
using QImpact.Training.Commands;
using QImpact.Training.Export;
using QImpact.Training.Runs;

namespace QImpact.Study;

/// <summary>
/// A run of a study, every stage through the same code as its own verb. Training is a process of its own: the tensor library's threads
/// and random generator belong to a process, so the run gets the bits that <c>train</c> alone gives it, its memory is given back, and
/// what damages it damages no other.
/// </summary>
/// <param name="study">The study.</param>
/// <param name="training">The run.</param>
internal sealed class StudyRun(StudyPlan study, TrainingRequest training)
{
    // Export and inference compute in this process, whose tensor library has one number of threads.
    private static readonly Lock AfterTraining = new();

    private readonly RunFolder _folder = new(training.Folder);

    /// <summary>What is trained.</summary>
    public TrainingRequest Training => training;

    /// <summary>Its name.</summary>
    public string Name => training.Name;

    private bool IsFinished => File.Exists(_folder.ResultFile);

    // A run that was interrupted goes on or is replaced without being asked; a finished one may not be replaced.
    private TrainingRequest Anew => training with { Force = training.Force || !IsFinished };

    /// <summary>Refuses what can be seen to be wrong before any run is begun.</summary>
    /// <exception cref="BadInputException">Something asked for can't be done.</exception>
    public void RequireTrainable()
    {
        if (!IsBegun())
            TrainingRun.RequireTrainable(Anew);
    }

    /// <summary>Trains, exports and tests; what is done already with the same settings is kept.</summary>
    /// <returns>What there is to say of it.</returns>
    public async Task<string> ExecuteAsync(CancellationToken cancellation)
    {
        string trained = await TrainAsync(cancellation).ConfigureAwait(false);
        lock (AfterTraining)
        {
            ExportSummary export = RunExport.Execute(
                _folder,
                Path.Combine(study.Folder, "models"),
                study.Data,
                cancellation
            );
            InferRequest inference = new([export.Model], _folder.PredictionsFile)
            {
                Run = _folder.ReadConfig(),
                Data = study.Data,
                Force = true,
                Device = training.Device,
                Threads = training.Threads,
            };
            InferSummary tested = InferJob.Execute(inference, cancellation);
            return string.Join('\n', trained.TrimEnd(), ExportCommand.Text(export), InferCommand.Text(tested));
        }
    }

    private Task<string> TrainAsync(CancellationToken cancellation)
    {
        bool isSame = IsBegun() && HasSameBaseline();
        if (isSame && IsFinished)
            return Task.FromResult($"{Name}: already trained with these settings, kept");
        bool goesOn = isSame && File.Exists(_folder.CheckpointFile);
        if (!goesOn && study.TwinOf(training) is { } twin)
        {
            TrainedTwin.Take(new RunFolder(twin.Folder), Anew);
            return Task.FromResult($"{Name}: trained as {twin.Name} is, whose files it takes");
        }
        if (goesOn)
            ProgressDisplay.Say($"{Name}: goes on from its checkpoint");
        return Supervision.RunAsync(
            Name,
            goesOn ? TrainCommand.ResumeWords(_folder.Path, study.Data) : TrainCommand.Words(Anew, study.Data),
            cancellation
        );
    }

    // What is damaged is replaced by force alone.
    private bool IsBegun()
    {
        if (!File.Exists(_folder.ConfigFile))
            return false;
        try
        {
            RunChecksums.RequireAll(_folder);
            return IsSame(_folder.ReadConfig());
        }
        catch (BadInputException) when (training.Force)
        {
            return false;
        }
    }

    private bool IsSame(RunConfig config) =>
        RunFamily.Of(config) == training.Family
        && config.Dataset.Description.PositiveClass == training.Dataset.Description.PositiveClass
        && config.Seed == training.Seed
        && config.Threads == training.Threads
        && config.Device == TrainingDevice.Choose(training.Device).Name
        && config.CodeVersion == RunEnvironment.CodeVersion;

    // The baseline run has to be finished.
    private bool HasSameBaseline() => _folder.ReadConfig().Baseline == training.ReadBaseline();
}
