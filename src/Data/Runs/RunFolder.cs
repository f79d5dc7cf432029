namespace QImpact.Data.Runs;

/// <summary>The one record of a run: the names of its files, and how they are read.</summary>
public sealed class RunFolder(string path)
{
    /// <summary>The folder.</summary>
    public string Path { get; } = path;

    /// <summary>Everything needed to repeat the run.</summary>
    public string ConfigFile => File("config.json");

    /// <summary>One line per epoch.</summary>
    public string HistoryFile => File("history.csv");

    /// <summary>Seconds per epoch.</summary>
    public string TimingFile => File("timing.csv");

    /// <summary>Indices and labels of the images that the run trains on.</summary>
    public string TrainingIndicesFile => File("training_indices.csv");

    /// <summary>The machine and the libraries.</summary>
    public string EnvironmentFile => File("environment.json");

    /// <summary>How the weights of the chosen epoch score the validation and test images: see <see cref="ScoreTable"/>.</summary>
    public string ScoresFile => File("scores.csv");

    /// <summary>The trained parameters behind the bottleneck: see <see cref="TrainedHead"/>.</summary>
    public string HeadFile => File("head.json");

    /// <summary>How it ended; present only when it ended.</summary>
    public string ResultFile => File("result.json");

    /// <summary>The weights of the chosen epoch.</summary>
    public string BestWeightsFile => File(System.IO.Path.Combine("best", "weights.dat"));

    /// <summary>Where an unfinished run stands; deleted when it ends.</summary>
    public string CheckpointFile => File(System.IO.Path.Combine("checkpoint", "state.dat"));

    /// <summary>The checksums of a finished run's files.</summary>
    public string ChecksumsFile => File("SHA256SUMS");

    /// <summary>The files that training wrote and does not change after its end, those that are not there included; without <c>result.json</c>.</summary>
    public IReadOnlyList<string> RecordFiles =>
        [
            ConfigFile,
            HistoryFile,
            TimingFile,
            TrainingIndicesFile,
            EnvironmentFile,
            ScoresFile,
            HeadFile,
            BestWeightsFile,
        ];

    /// <summary>Held by the process that trains here.</summary>
    public string LockFile => File(".lock");

    /// <summary>The event files of TensorBoard that are there.</summary>
    public IReadOnlyList<string> EventFiles =>
        Directory.Exists(Path) ? Directory.GetFiles(Path, "events.out.tfevents.*") : [];

    /// <summary>The prediction table of the exported model.</summary>
    public string PredictionsFile => File("predictions.csv");

    /// <summary>Reads <c>config.json</c>.</summary>
    /// <exception cref="BadInputException">It is missing, damaged, not of this form, or has a value that no run can have.</exception>
    public RunConfig ReadConfig()
    {
        if (!System.IO.File.Exists(ConfigFile))
            throw new BadInputException(
                $"{Path} is no run folder: it has no config.json; name a folder that train wrote"
            );
        RunChecksums.Require(this, ConfigFile);
        return Require(Json.ReadFile<RunConfig>(ConfigFile), ConfigFile);
    }

    /// <summary>A config that was read.</summary>
    /// <exception cref="BadInputException">It is of another schema, or has a value that no run can have.</exception>
    internal static RunConfig Require(RunConfig config, string file) =>
        config.Schema is RunConfig.CurrentSchema or RunConfig.WholeKernelSchema
            ? RunConfigCheck.Require(config, file)
            : throw new BadInputException($"{file} has the schema {config.Schema}; expected {RunConfig.CurrentSchema}");

    /// <summary>Reads <c>result.json</c>.</summary>
    /// <exception cref="BadInputException">The run has not ended, or the file is damaged or not of this form.</exception>
    public RunResult ReadResult()
    {
        if (!System.IO.File.Exists(ResultFile))
            throw new BadInputException($"{Path} has no result.json: the run has not ended; train it to the end");
        RunChecksums.Require(this, ResultFile);
        return Json.ReadFile<RunResult>(ResultFile);
    }

    /// <summary>All run folders below a folder, in ordinal order of their paths.</summary>
    /// <exception cref="BadInputException">The folder is not there or can't be read.</exception>
    public static IReadOnlyList<RunFolder> FindAll(string root)
    {
        if (!Directory.Exists(root))
            throw new BadInputException($"--runs={root}: there is no such folder; name one with run folders in it");
        string[] files = InputFile.Read(
            $"--runs={root}",
            () =>
                FolderFiles
                    .Of(root, int.MaxValue, hidden: true)
                    .Where(file => System.IO.Path.GetFileName(file) == "config.json")
                    .ToArray()
        );
        return
        [
            .. files
                .Order(StringComparer.Ordinal)
                .Select(file => new RunFolder(System.IO.Path.GetDirectoryName(file)!)),
        ];
    }

    private string File(string name) => System.IO.Path.Combine(Path, name);
}
