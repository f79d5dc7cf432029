using System.Globalization;
using QImpact.Data;
using QImpact.Data.Runs;
using QImpact.Quantum;
using QImpact.Terminal;
using QImpact.Training.Models;
using TorchSharp;

namespace QImpact.Training;

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
    Circuit? Circuit = null
);

/// <summary>Trains one network and writes its run folder.</summary>
public static class TrainingRun
{
    /// <summary>Trains; the test split is evaluated once, at the end.</summary>
    /// <returns>How it ended, as <c>result.json</c> has it.</returns>
    /// <exception cref="BadInputException">Something asked for can't be done.</exception>
    public static RunResult Execute(TrainingRequest request, CancellationToken cancellation)
    {
        RequireTwoClasses(request.Dataset);
        BaselineReference? baseline = ReadBaseline(request);
        RunFolder folder = PrepareFolder(request);
        torch.set_num_threads(request.Threads);
        torch.random.manual_seed(request.Seed);

        Circuit circuit = request.Circuit ?? Circuits.Paper;
        using ImageClassifier model = Classifiers.Create(
            request.Architecture,
            request.Settings,
            request.Dataset.Description.Channels,
            request.Dataset.Classes,
            circuit
        );
        int[] indices = TrainingIndices(request);
        using ImageTensors train = new(request.Dataset.Train, indices);
        using ImageTensors validation = new(request.Dataset.Validation);
        RunConfig config = Describe(request, model, train.Count, baseline);
        Json.WriteFile(folder.EnvironmentFile, RunEnvironment.Current());
        WriteIndices(folder, request.Dataset.Train, indices);
        Json.WriteFile(folder.ConfigFile, config);

        Trainer trainer = new(model, request.Settings, request.Seed, baseline?.ValidationGmean);
        TrainingOutcome outcome = ProgressDisplay.Run(
            config.Name,
            request.Settings.Epochs,
            plainEvery: 1,
            display => TrainWithRecord(trainer, train, validation, folder, display, cancellation)
        );
        AtomicFile.Write(folder.BestWeightsFile, stream => model.save(stream));
        using ImageTensors test = new(request.Dataset.Test);
        RunResult result = new(
            outcome.EpochsRun,
            outcome.Chosen.Epoch,
            outcome.StopReason,
            Evaluation.Run(model, validation).Metrics(),
            Evaluation.Run(model, test).Metrics()
        );
        Json.WriteFile(folder.ResultFile, result);
        return result;
    }

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
        IProgressDisplay display,
        CancellationToken cancellation
    )
    {
        using StreamWriter history = new(folder.HistoryFile) { NewLine = "\n", AutoFlush = true };
        using StreamWriter timing = new(folder.TimingFile) { NewLine = "\n", AutoFlush = true };
        history.WriteLine(HistoryRow.Header);
        timing.WriteLine("epoch,seconds");
        return trainer.Run(
            train,
            validation,
            (row, elapsed) =>
            {
                history.WriteLine(row.ToCsv());
                timing.WriteLine(CsvTable.Line([CsvTable.Cell(row.Epoch), CsvTable.Cell(elapsed.TotalSeconds)]));
                display.Report(row.Epoch, Status(row));
            },
            cancellation
        );
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

    private static BaselineReference? ReadBaseline(TrainingRequest request)
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

    private static RunFolder PrepareFolder(TrainingRequest request)
    {
        RunFolder folder = new(request.Folder);
        if (File.Exists(folder.ConfigFile) && !request.Force)
            throw new BadInputException(
                $"{folder.Path} already holds a run; choose another --out, or replace it with --force"
            );
        AtomicFile.RequireWritableFolder(folder.Path);
        // Files of a replaced run must not pass for those of the new one.
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
        return folder;
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
        BaselineReference? baseline
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
            RunEnvironment.CodeVersion
        );
}
