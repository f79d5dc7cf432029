using System.Collections.Immutable;
using QImpact.Data;
using QImpact.Data.Runs;
using QImpact.Inference.Infer;
using QImpact.Training.Commands;
using QImpact.Training.Export;
using QImpact.Training.Runs;

namespace QImpact.Study;

/// <summary>Writes the report on finished runs, and says on the console what is in it.</summary>
/// <param name="runs">The folder with the runs.</param>
/// <param name="report">The folder to write to.</param>
/// <param name="data">Where the data were said to be; null for the usual places.</param>
public delegate void ReportWriter(string runs, string report, string? data);

/// <summary>A study: runs that are trained, exported and tested one after the other, and a report on them all.</summary>
/// <param name="Folder">Where runs/, models/ and report/ go.</param>
/// <param name="Data">Where the data were said to be; null for the usual places.</param>
/// <param name="Runs">The runs; a baseline stands before those that are measured against it.</param>
public sealed record StudyPlan(string Folder, string? Data, ImmutableArray<TrainingRequest> Runs);

/// <summary>Carries out a study, every stage through the same code as its own verb.</summary>
public static class StudyEngine
{
    /// <summary>Trains, exports and tests every run, then writes the report. What is done already with the same settings is kept.</summary>
    /// <exception cref="BadInputException">Something asked for can't be done.</exception>
    /// <exception cref="OperationCanceledException">It was asked to stop; called again, it goes on from there.</exception>
    public static void Execute(StudyPlan study, ReportWriter writeReport, CancellationToken cancellation)
    {
        AtomicFile.RequireWritableFolder(study.Folder);
        foreach (TrainingRequest training in study.Runs)
        {
            RunFolder run = new(training.Folder);
            Train(training, run, cancellation);
            ExportSummary export = RunExport.Execute(
                run,
                Path.Combine(study.Folder, "models"),
                study.Data,
                cancellation
            );
            Console.WriteLine(ExportCommand.Text(export));
            InferRequest inference = new([export.Model], run.PredictionsFile)
            {
                Dataset = training.Dataset.Description.Name,
                Data = study.Data,
                Force = true,
                Device = training.Device,
                Threads = training.Threads,
            };
            Console.WriteLine(InferCommand.Text(InferJob.Execute(inference, cancellation)));
            Console.WriteLine();
        }
        writeReport(Path.Combine(study.Folder, "runs"), Path.Combine(study.Folder, "report"), study.Data);
    }

    private static void Train(TrainingRequest training, RunFolder run, CancellationToken cancellation)
    {
        bool begun = IsBegun(training, run);
        bool finished = File.Exists(run.ResultFile);
        if (begun && finished)
        {
            Console.WriteLine($"{training.Name}: already trained with these settings, kept");
            return;
        }
        bool goesOn = begun && File.Exists(run.CheckpointFile);
        if (goesOn)
            Console.Error.WriteLine($"{training.Name}: goes on from its checkpoint");
        // A run that was interrupted goes on or is replaced without being asked; a finished one may not be replaced.
        RunResult result = goesOn
            ? TrainingRun.Resume(run, training.Dataset, cancellation)
            : TrainingRun.Execute(training with { Force = training.Force || !finished }, cancellation);
        Console.WriteLine(TrainCommand.Text(training.Name, run.Path, result));
    }

    // What is damaged is replaced by force alone.
    private static bool IsBegun(TrainingRequest training, RunFolder run)
    {
        if (!File.Exists(run.ConfigFile))
            return false;
        try
        {
            RunChecksums.RequireAll(run);
            return IsSame(training, run.ReadConfig());
        }
        catch (BadInputException) when (training.Force)
        {
            return false;
        }
    }

    private static bool IsSame(TrainingRequest training, RunConfig config) =>
        RunFamily.Of(config) == training.Family
        && config.Dataset.Description.PositiveClass == training.Dataset.Description.PositiveClass
        && config.Seed == training.Seed
        && config.Threads == training.Threads
        && config.Device == TrainingDevice.Choose(training.Device).Name
        && config.Baseline == training.ReadBaseline()
        && config.CodeVersion == RunEnvironment.CodeVersion;
}
