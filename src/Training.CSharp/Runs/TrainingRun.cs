using System.Globalization;
using System.Text.Json;
using QImpact.Data;
using QImpact.Data.Runs;
using QImpact.Terminal;
using QImpact.Training.Epochs;
using QImpact.Training.Models;
using TorchSharp;

namespace QImpact.Training.Runs;

/// <summary>Trains one network and writes its run folder.</summary>
public static class TrainingRun
{
    /// <summary>Refuses what can be seen to be wrong before any work; the baseline run may be made meanwhile, and is not looked at.</summary>
    /// <exception cref="BadInputException">Something asked for can't be done.</exception>
    public static void RequireTrainable(TrainingRequest request)
    {
        RunFiles.RequireTrainable(request);
        request.Dataset.Description.RequirePositiveClass();
        TrainingDevice.Choose(request.Device);
        RunFiles.RequireNoRun(new RunFolder(request.Folder), request.Force);
    }

    /// <summary>Trains; the test split is evaluated once, at the end.</summary>
    /// <returns>How it ended, as <c>result.json</c> has it.</returns>
    /// <exception cref="BadInputException">Something asked for can't be done.</exception>
    /// <exception cref="InterruptedException">It was asked to stop; <see cref="Resume"/> goes on from there.</exception>
    public static RunResult Execute(TrainingRequest request, CancellationToken cancellation)
    {
        RequireTrainable(request);
        BaselineReference? baseline = request.ReadBaseline();
        DeviceChoice device = TrainingDevice.Choose(request.Device);
        RunFolder folder = new(request.Folder);
        AtomicFile.RequireWritableFolder(folder.Path);
        using RunLock @lock = RunLock.Take(folder);
        Json.WriteFile(folder.EnvironmentFile, RunEnvironment.Current(device));
        RunFiles.DeleteEarlierRun(folder);
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
        RunFiles.RequireSameProgramAndData(folder, config, dataset);
        TrainingRequest request = new(
            dataset with
            {
                Description = dataset.Description with { PositiveClass = config.Dataset.Description.PositiveClass },
            },
            Network.Read(config, folder.ConfigFile),
            config.Protocol,
            config.Settings,
            config.Seed,
            config.Threads,
            folder.Path,
            Baseline: null,
            Force: false,
            Fold: config.Fold
        );
        DeviceChoice device = TrainingDevice.Choose(
            DeviceRequest.Parse(config.Device)
                ?? throw new BadInputException(
                    $"{folder.ConfigFile}: the device is '{config.Device}'; expected cpu, cuda or cuda:N"
                )
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
            $"{request.Name} trains on {choice.Name} ({choice.Reason}), threads: {request.Threads}"
        );
        torch.set_num_threads(request.Threads);
        torch.random.manual_seed(request.Seed);
        torch.Device device = torch.device(choice.Name);

        using ImageClassifier model = Classifiers.Create(
            request.Network,
            request.Settings,
            request.Dataset.Description.Channels,
            request.Dataset.Description.Size,
            request.Dataset.Classes
        );
        model.to(device);
        FirstWeights first = new(model);
        int[] indices = Balancing.TrainedOn(
            request.Dataset.Train,
            request.Dataset.Classes,
            request.Settings.Balance,
            request.Seed
        );
        using ImageTensors train = new(request.Dataset.Train, indices, device);
        using ImageTensors validation = new(request.Dataset.Validation, device: device);
        if (CircuitTime.Notice(model, train.Images, request.Settings.BatchSize) is { } notice)
            Console.Error.WriteLine(notice);
        RunConfig config = Describe(request, model, indices, baseline, choice);
        Checkpoint checkpoint = new(folder.CheckpointFile, JsonSerializer.Serialize(config, Json.Options));
        using Trainer trainer = new(
            model,
            request.Settings,
            request.Seed,
            baseline?.ValidationGmean,
            checkpoint,
            request.Settings.Balance == Balance.Weights
                ? Balancing.Weights(request.Dataset.Train.Labels, request.Dataset.Classes)
                : null
        );
        RunFiles.DeleteLeftovers(folder);
        RunFiles.WriteIndices(folder, request.Dataset.Train, indices);
        Json.WriteFile(folder.ConfigFile, config);
        TrainingOutcome outcome = RunRecorded(trainer, train, validation, folder, config, cancellation);
        RunFiles.WriteWeights(folder, model);
        using ImageTensors test = new(request.Dataset.Test, device: device);
        Evaluation validated = Evaluation.Run(model, validation, CancellationToken.None);
        Evaluation tested = Evaluation.Run(model, test, CancellationToken.None);
        ScoreTable.Write(
            folder.ScoresFile,
            [.. validated.Rows(request.Dataset.Validation), .. tested.Rows(request.Dataset.Test)]
        );
        Json.WriteFile(folder.HeadFile, model.TrainedHead());
        RunResult result = new(
            outcome.EpochsRun,
            outcome.Chosen.Epoch,
            outcome.StopReason,
            validated.Metrics(),
            tested.Metrics(),
            first.Facts(outcome, request.Settings, request.Dataset.Description)
        );
        RunChecksums.Seal(folder, result);
        checkpoint.Delete();
        return result;
    }

    // Under a progress display, the epochs written to the run folder as they end.
    private static TrainingOutcome RunRecorded(
        Trainer trainer,
        ImageTensors train,
        ImageTensors validation,
        RunFolder folder,
        RunConfig config,
        CancellationToken cancellation
    )
    {
        RunRecord record = new(folder, trainer.Finished);
        int epochs = config.Settings.Epochs;
        int batches = trainer.BatchesOf(train);
        HistoryRow? last = trainer.Finished is [.., { Row: HistoryRow row }] ? row : null;
        try
        {
            return ProgressDisplay.Run(
                new LongWork(
                    config.Name,
                    epochs * batches,
                    PlainEvery: batches,
                    From: trainer.Finished.Count * batches,
                    Unit: batches
                ),
                report =>
                    trainer.Run(
                        train,
                        validation,
                        epoch =>
                        {
                            record.Add(epoch);
                            last = epoch.Row;
                            report(epoch.Row.Epoch * batches, Status(epoch.Row));
                        },
                        running =>
                        {
                            // The last batch's place is that of the epoch's end, which says more.
                            if (running.Batches < batches)
                                report((running.Epoch - 1) * batches + running.Batches, Status(running, batches, last));
                        },
                        cancellation
                    )
            );
        }
        catch (OperationCanceledException)
        {
            throw new InterruptedException(
                $"{config.Name} interrupted in epoch {trainer.Finished.Count + 1} of {epochs}",
                $"'train --resume={folder.Path}' goes on from there"
            );
        }
    }

    private static string Status(HistoryRow row) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"loss {row.TrainLoss:F3} (val {row.ValidationLoss:F3}) G-mean {Text(row.ValidationGmean)} AUC {Text(row.ValidationAuc)}"
        );

    // Within an epoch, with the metrics of the one before.
    private static string Status(RunningEpoch running, int batches, HistoryRow? last) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"batch {running.Batches}/{batches} loss {running.LossSum / running.Seen:F3}"
        ) + (last is null ? "" : $" G-mean {Text(last.ValidationGmean)} AUC {Text(last.ValidationAuc)}");

    private static string Text(double? value) => value?.ToString("F3", CultureInfo.InvariantCulture) ?? "n/a";

    private static RunConfig Describe(
        TrainingRequest request,
        ImageClassifier model,
        int[] trained,
        BaselineReference? baseline,
        DeviceChoice device
    ) =>
        new(
            RunConfig.CurrentSchema,
            request.Name,
            new RunDataset(
                request.Dataset.Description,
                trained.Length,
                request.Dataset.Validation.Count,
                request.Dataset.Test.Count,
                new TrainingClasses(
                    request.Dataset.Train.ClassCounts(request.Dataset.Classes),
                    [
                        .. Enumerable
                            .Range(0, request.Dataset.Classes)
                            .Select(label => trained.Count(image => request.Dataset.Train.Labels[image] == label)),
                    ]
                )
            ),
            request.Network.Architecture.Name,
            request.Protocol,
            request.Settings,
            request.Seed,
            request.Threads,
            request.Network.CircuitText,
            model.ParameterCount,
            baseline,
            RunEnvironment.CodeVersion,
            device.Name,
            request.Fold,
            request.Network.NoiseRecord
        );
}
