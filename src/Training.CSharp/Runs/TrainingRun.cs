using System.Globalization;
using QImpact.Data;
using QImpact.Data.Runs;
using QImpact.Inference;
using QImpact.Quantum.Circuits;
using QImpact.Terminal;
using QImpact.Training.Epochs;
using QImpact.Training.Models;
using TorchSharp;

namespace QImpact.Training.Runs;

/// <summary>What a run is asked to do.</summary>
/// <param name="Dataset">The data.</param>
/// <param name="Architecture">Where the quantum layer stands.</param>
/// <param name="Protocol">The name of the protocol.</param>
/// <param name="Settings">The settings in force.</param>
/// <param name="Seed">Seed of everything random.</param>
/// <param name="Threads">Threads of the tensor library.</param>
/// <param name="Folder">The run folder to write.</param>
/// <param name="Baseline">The finished baseline run that stopping is measured against; null where none is.</param>
/// <param name="Force">Whether a run already in the folder is replaced.</param>
/// <param name="Circuit">The circuit of a hybrid's quantum layer; null for the paper's.</param>
/// <param name="Device">Where to train.</param>
public sealed record TrainingRequest(
    Dataset Dataset,
    Architecture Architecture,
    string Protocol,
    TrainingSettings Settings,
    int Seed,
    int Threads,
    string Folder,
    RunFolder? Baseline,
    bool Force,
    Circuit? Circuit = null,
    DeviceRequest Device = DeviceRequest.Auto
);

/// <summary>Trains one network and writes its run folder.</summary>
public static class TrainingRun
{
    /// <summary>Trains; the test split is evaluated once, at the end.</summary>
    /// <returns>How it ended, as <c>result.json</c> has it.</returns>
    /// <exception cref="BadInputException">Something asked for can't be done.</exception>
    /// <exception cref="InterruptedException">It was asked to stop; <see cref="Resume"/> goes on from there.</exception>
    public static RunResult Execute(TrainingRequest request, CancellationToken cancellation)
    {
        RequireTwoClasses(request.Dataset);
        BaselineReference? baseline = BaselineOf(request);
        DeviceChoice device = TrainingDevice.Choose(request.Device);
        RunFolder folder = new(request.Folder);
        RequireNoRun(folder, request.Force);
        AtomicFile.RequireWritableFolder(folder.Path);
        using RunLock @lock = RunLock.Take(folder);
        DeleteEarlierRun(folder);
        Json.WriteFile(folder.EnvironmentFile, RunEnvironment.Current(device));
        return Train(request, folder, baseline, device, cancellation);
    }

    /// <summary>
    /// Goes on with a run that was interrupted, from its checkpoint, or from its first epoch where none was saved. It ends with
    /// the same bits as a run that was never interrupted.
    /// </summary>
    /// <param name="folder">The run folder; its <c>config.json</c> says all that is to be done.</param>
    /// <param name="dataset">The data that it was trained on.</param>
    /// <param name="cancellation">Checked before every step.</param>
    /// <returns>How it ended; where it had ended already, how it did.</returns>
    /// <exception cref="BadInputException">The run, its data or its checkpoint can't be used.</exception>
    /// <exception cref="InterruptedException">It was asked to stop again.</exception>
    public static RunResult Resume(RunFolder folder, Dataset dataset, CancellationToken cancellation)
    {
        RunConfig config = folder.ReadConfig();
        if (File.Exists(folder.ResultFile))
            return folder.ReadResult();
        RequireSameProgramAndData(folder, config, dataset);
        TrainingRequest request = new(
            dataset,
            ArchitectureNames.Parse(config.Architecture),
            config.Protocol,
            config.Settings,
            config.Seed,
            config.Threads,
            folder.Path,
            Baseline: null,
            Force: false,
            CircuitChoice.ParseRecord(config.Circuit, folder.ConfigFile)
        );
        DeviceChoice device = TrainingDevice.Choose(
            config.Device == "cuda" ? DeviceRequest.Cuda : DeviceRequest.Cpu
        ) with
        {
            Reason = "as it was begun",
        };
        using RunLock @lock = RunLock.Take(folder);
        return Train(request, folder, config.Baseline, device, cancellation);
    }

    private static RunResult Train(
        TrainingRequest request,
        RunFolder folder,
        BaselineReference? baseline,
        DeviceChoice choice,
        CancellationToken cancellation
    )
    {
        Console.Error.WriteLine(
            $"{NameOf(request)} trains on {choice.Name} ({choice.Reason}), threads: {request.Threads}"
        );
        torch.set_num_threads(request.Threads);
        torch.random.manual_seed(request.Seed);
        torch.Device device = TrainingDevice.Of(choice);

        Circuit circuit = request.Circuit ?? KnownCircuits.Paper;
        using ImageClassifier model = Classifiers.Create(
            request.Architecture,
            request.Settings,
            request.Dataset.Description.Channels,
            request.Dataset.Classes,
            circuit
        );
        model.to(device);
        int[] indices = TrainingIndices(request);
        using ImageTensors train = new(request.Dataset.Train, indices, device);
        using ImageTensors validation = new(request.Dataset.Validation, device: device);
        RunConfig config = Describe(request, model, train.Count, baseline, choice);
        WriteIndices(folder, request.Dataset.Train, indices);
        Json.WriteFile(folder.ConfigFile, config);

        Trainer trainer = new(model, request.Settings, request.Seed, baseline?.ValidationGmean);
        TrainingOutcome outcome = TrainWithRecord(trainer, train, validation, folder, config.Name, cancellation);
        AtomicFile.Write(folder.BestWeightsFile, stream => model.save(stream));
        using ImageTensors test = new(request.Dataset.Test, device: device);
        RunResult result = new(
            outcome.EpochsRun,
            outcome.Chosen.Epoch,
            outcome.StopReason,
            Evaluation.Run(model, validation).Metrics(),
            Evaluation.Run(model, test).Metrics()
        );
        Json.WriteFile(folder.ResultFile, result);
        new Checkpoint(folder.CheckpointFile).Delete();
        return result;
    }

    /// <summary>The circuit of a run's quantum layer; null in a classical network.</summary>
    public static Circuit? CircuitOf(TrainingRequest request) =>
        request.Architecture == Architecture.Baseline ? null : request.Circuit ?? KnownCircuits.Paper;

    /// <summary>DATASET-ARCHITECTURE-PROTOCOL-sSEED; before the seed, what tells a circuit other than the paper's (<see cref="CircuitChoice.NamePart"/>).</summary>
    public static string NameOf(TrainingRequest request) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{request.Dataset.Description.Name}-{request.Architecture.Name()}-{request.Protocol}{CircuitChoice.NamePart(request.Circuit)}-s{request.Seed}"
        );

    private static TrainingOutcome TrainWithRecord(
        Trainer trainer,
        ImageTensors train,
        ImageTensors validation,
        RunFolder folder,
        string name,
        CancellationToken cancellation
    )
    {
        Checkpoint checkpoint = new(folder.CheckpointFile);
        IReadOnlyList<FinishedEpoch> earlier = checkpoint.Exists ? checkpoint.ReadProgress().Finished : [];
        using RunRecord record = new(folder, earlier);
        int epochs = trainer.Settings.Epochs;
        int done = earlier.Count;
        try
        {
            return ProgressDisplay.Run(
                name,
                epochs,
                plainEvery: 1,
                display =>
                    trainer.Run(
                        train,
                        validation,
                        epoch =>
                        {
                            record.Add(epoch);
                            done = epoch.Row.Epoch;
                            display.Report(done, Status(epoch.Row));
                        },
                        cancellation,
                        checkpoint
                    ),
                done
            );
        }
        catch (OperationCanceledException)
        {
            throw new InterruptedException(
                $"{name} interrupted in epoch {done + 1} of {epochs}",
                $"'train --resume={folder.Path}' goes on from there"
            );
        }
    }

    private static string Status(HistoryRow row) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"loss {row.TrainLoss:F3} (val {row.ValidationLoss:F3}) G-mean {Text(row.ValidationGmean)} AUC {Text(row.ValidationAuc)}"
        );

    private static string Text(double? value) => value?.ToString("F3", CultureInfo.InvariantCulture) ?? "n/a";

    private static void RequireTwoClasses(Dataset dataset)
    {
        if (dataset.Classes != 2)
            throw new BadInputException(
                $"{dataset.Description.Name} has {dataset.Classes} classes; training and its metrics are for two"
            );
    }

    /// <summary>The baseline that a run is to be measured against; null where none is.</summary>
    /// <exception cref="BadInputException">There is none, or it is of another seed, data set or architecture.</exception>
    public static BaselineReference? BaselineOf(TrainingRequest request)
    {
        if (!request.Settings.StopAboveBaseline)
            return null;
        RunFolder folder =
            request.Baseline
            ?? throw new BadInputException(
                $"protocol {request.Protocol} stops a hybrid once it exceeds its baseline: name that run with "
                    + "--baseline=FOLDER, or use --stop-above-baseline=false"
            );
        RunConfig config = folder.ReadConfig();
        if (config.Architecture != Architecture.Baseline.Name())
            throw new BadInputException($"{folder.Path} is a run of {config.Architecture}; expected one of baseline");
        if (config.Seed != request.Seed || config.Dataset.Description.Md5 != request.Dataset.Description.Md5)
            throw new BadInputException(
                $"{folder.Path} has seed {config.Seed} and data {config.Dataset.Description.Md5}; expected the baseline "
                    + $"with seed {request.Seed} and data {request.Dataset.Description.Md5}"
            );
        double? gmean = folder.ReadResult().Validation.Gmean;
        return new BaselineReference(
            config.Name,
            gmean ?? throw new BadInputException($"{folder.ResultFile} has no validation G-mean to compare with")
        );
    }

    private static void RequireNoRun(RunFolder folder, bool force)
    {
        if (force || !File.Exists(folder.ConfigFile))
            return;
        string mend = "choose another --out, or replace it with --force";
        throw new BadInputException(
            File.Exists(folder.ResultFile)
                ? $"{folder.Path} already holds a run; {mend}"
                : $"{folder.Path} already holds a run that has not ended; go on with it by --resume={folder.Path}, {mend}"
        );
    }

    // Files of a replaced run must not pass for those of the new one.
    private static void DeleteEarlierRun(RunFolder folder)
    {
        new Checkpoint(folder.CheckpointFile).Delete();
        foreach (
            string file in new[]
            {
                folder.ConfigFile,
                folder.ResultFile,
                folder.BestWeightsFile,
                folder.PredictionsFile,
            }
        )
            AtomicFile.DeleteIfPresent(file);
    }

    private static void RequireSameProgramAndData(RunFolder folder, RunConfig config, Dataset dataset)
    {
        if (config.CodeVersion != RunEnvironment.CodeVersion)
            throw new BadInputException(
                $"{folder.Path} was begun by version {config.CodeVersion}, this is {RunEnvironment.CodeVersion}: the rest could "
                    + "differ; go on with that version, or train it anew with --force"
            );
        if (config.Dataset.Description.Md5 != dataset.Description.Md5)
            throw new BadInputException(
                $"{dataset.Description.Source} has MD5 {dataset.Description.Md5}; {folder.Path} was begun with "
                    + $"{config.Dataset.Description.Md5}: name that archive with --data=FILE"
            );
    }

    private static int[] TrainingIndices(TrainingRequest request) =>
        request.Settings.Balance
            ? Balancing.Undersample(request.Dataset.Train.Labels, request.Dataset.Classes, request.Seed)
            : [.. Enumerable.Range(0, request.Dataset.Train.Count)];

    private static void WriteIndices(RunFolder folder, ImageSplit split, int[] indices) =>
        AtomicFile.WriteText(
            folder.TrainingIndicesFile,
            writer =>
            {
                writer.WriteLine("index,label");
                foreach (int index in indices)
                    writer.WriteLine(CsvTable.Line([CsvTable.Cell(index), CsvTable.Cell(split.Labels[index])]));
            }
        );

    private static RunConfig Describe(
        TrainingRequest request,
        ImageClassifier model,
        int trainImages,
        BaselineReference? baseline,
        DeviceChoice device
    ) =>
        new(
            RunConfig.CurrentSchema,
            NameOf(request),
            new RunDataset(
                request.Dataset.Description,
                trainImages,
                request.Dataset.Validation.Count,
                request.Dataset.Test.Count
            ),
            request.Architecture.Name(),
            request.Protocol,
            request.Settings,
            request.Seed,
            request.Threads,
            model.Quantum?.Circuit.ToString(),
            model.ParameterCount,
            baseline,
            RunEnvironment.CodeVersion,
            device.Name
        );
}
