using System.Text.Json;
using QImpact.Data;
using QImpact.Data.Runs;
using QImpact.Inference;
using QImpact.Quantum.Circuits;
using QImpact.Training;
using QImpact.Training.Commands;
using QImpact.Training.Export;
using QImpact.Training.Models;
using QImpact.Training.Runs;

namespace QImpact.Study;

/// <summary>What the main job is asked to do.</summary>
/// <param name="Dataset">The data.</param>
/// <param name="Data">Where they were said to be; null for the usual places.</param>
/// <param name="Protocol">The protocol of all runs.</param>
/// <param name="Seed">The seed of all runs.</param>
/// <param name="Epochs">Largest number of epochs; null for the protocol's.</param>
/// <param name="Folder">Where runs/, models/ and report/ go.</param>
/// <param name="Device">Where networks train and exported files run.</param>
/// <param name="Threads">Threads of training and inference.</param>
/// <param name="Force">Whether runs with other settings are replaced.</param>
/// <param name="Circuit">The circuit of the hybrids' quantum layer; null for the paper's.</param>
public sealed record ReproduceRequest(
    Dataset Dataset,
    string? Data,
    string Protocol,
    int Seed,
    int? Epochs,
    string Folder,
    DeviceRequest Device,
    int Threads,
    bool Force,
    Circuit? Circuit = null
);

/// <summary>Writes the report on finished runs, and says on the console what is in it.</summary>
/// <param name="runs">The folder with the runs.</param>
/// <param name="report">The folder to write to.</param>
/// <param name="data">Where the data were said to be; null for the usual places.</param>
public delegate void ReportWriter(string runs, string report, string? data);

/// <summary>The main job: every stage of the project in turn, each through the same code as its own program.</summary>
public static class Reproduction
{
    /// <summary>Trains, exports and runs all architectures, then writes the report.</summary>
    /// <exception cref="BadInputException">Something asked for can't be done.</exception>
    /// <exception cref="OperationCanceledException">It was asked to stop; called again, it goes on from there.</exception>
    public static void Execute(ReproduceRequest request, ReportWriter writeReport, CancellationToken cancellation)
    {
        AtomicFile.RequireWritableFolder(request.Folder);
        RunFolder? baseline = null;
        foreach (Architecture architecture in Enum.GetValues<Architecture>())
        {
            TrainingRequest training = TrainingOf(request, architecture, baseline);
            RunFolder run = new(training.Folder);
            Train(training, run, cancellation);
            ExportSummary export = RunExport.Execute(
                run,
                Path.Combine(request.Folder, "models"),
                request.Data,
                cancellation
            );
            Console.WriteLine(ExportCommand.Text(export));
            InferRequest inference = new([export.Model], run.PredictionsFile)
            {
                Dataset = request.Dataset.Description.Name,
                Data = request.Data,
                Force = true,
                Device = request.Device,
                Threads = request.Threads,
            };
            Console.WriteLine(InferCommand.Text(InferJob.Execute(inference, cancellation)));
            Console.WriteLine();
            baseline ??= run;
        }
        writeReport(Path.Combine(request.Folder, "runs"), Path.Combine(request.Folder, "report"), request.Data);
    }

    private static TrainingRequest TrainingOf(ReproduceRequest request, Architecture architecture, RunFolder? baseline)
    {
        TrainingSettings settings = Protocols.Settings(request.Protocol, architecture);
        TrainingRequest training = new(
            request.Dataset,
            architecture,
            request.Protocol,
            settings with
            {
                Epochs = request.Epochs ?? settings.Epochs,
            },
            request.Seed,
            request.Threads,
            Folder: "",
            baseline,
            request.Force,
            architecture == Architecture.Baseline ? null : request.Circuit,
            request.Device
        );
        string folder = Path.Combine(request.Folder, "runs", TrainingRun.NameOf(training));
        // A run that was interrupted goes on or is replaced without being asked; a finished one may not be replaced.
        bool unfinished = !File.Exists(new RunFolder(folder).ResultFile);
        return training with { Folder = folder, Force = request.Force || unfinished };
    }

    private static void Train(TrainingRequest training, RunFolder run, CancellationToken cancellation)
    {
        string name = TrainingRun.NameOf(training);
        bool begun = File.Exists(run.ConfigFile) && IsSame(training, run.ReadConfig());
        if (begun && File.Exists(run.ResultFile))
        {
            Console.WriteLine($"{name}: already trained with these settings, kept");
            return;
        }
        bool goesOn = begun && File.Exists(run.CheckpointFile);
        if (goesOn)
            Console.Error.WriteLine($"{name}: goes on from its checkpoint");
        RunResult result = goesOn
            ? TrainingRun.Resume(run, training.Dataset, cancellation)
            : TrainingRun.Execute(training, cancellation);
        Console.WriteLine(TrainCommand.Text(name, run.Path, result));
    }

    private static bool IsSame(TrainingRequest training, RunConfig config) =>
        config.Dataset.Description.Md5 == training.Dataset.Description.Md5
        && config.Architecture == training.Architecture.Name()
        && config.Seed == training.Seed
        && config.Circuit == TrainingRun.CircuitOf(training)?.ToString()
        && config.Threads == training.Threads
        && config.Device == TrainingDevice.Choose(training.Device).Name
        && config.Baseline == TrainingRun.BaselineOf(training)
        && config.CodeVersion == RunEnvironment.CodeVersion
        && JsonSerializer.Serialize(config.Settings) == JsonSerializer.Serialize(training.Settings);
}
