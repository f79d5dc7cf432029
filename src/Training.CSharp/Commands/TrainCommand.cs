using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.Json;
using QImpact.Data;
using QImpact.Data.Runs;
using QImpact.Inference;
using QImpact.Terminal;
using QImpact.Training.Models;
using QImpact.Training.Runs;

namespace QImpact.Training.Commands;

/// <summary>The <c>train</c> command.</summary>
public static class TrainCommand
{
    /// <summary>The command with its options.</summary>
    public static Command Create()
    {
        Option<string> architecture = new("--architecture")
        {
            Description = "Where the quantum layer stands; baseline (ResNet18) has none.",
        };
        Choice.AcceptOnly(architecture, [.. Architecture.Names]);
        Option<string> protocol = new("--protocol")
        {
            Description = "A complete set of settings (docs/protocols.md).",
            DefaultValueFactory = _ => Protocols.Paper.Name,
        };
        Choice.AcceptOnly(protocol, [.. Protocols.Names]);
        Option<int> seed = new("--seed") { HelpName = "N", Description = "Seed of everything random. Default: 0." };
        Option<string> output = new("--out") { Description = "The run folder to write.", HelpName = "FOLDER" };
        Option<string> dataset = new("--dataset")
        {
            HelpName = "NAME",
            Description = "breastmnist, another two-class MedMNIST set, or phantom (generated).",
            DefaultValueFactory = _ => KnownDatasets.BreastMnist,
        };
        Option<string?> data = DataOption.Create();
        Option<string?> baseline = new("--baseline")
        {
            Description = "The finished baseline run of the same seed that a hybrid of protocol paper must exceed.",
            HelpName = "FOLDER",
        };
        Option<int> threads = new("--threads")
        {
            HelpName = "N",
            Description = "Threads of the tensor library; 0 = all processors.",
        };
        CommandProgram.RequireAtLeast(threads, 0);
        Option<DeviceRequest?> device = Choice.Of<DeviceRequest>(
            "--device",
            "Where to train. cuda that can't be had is an error; auto, the default, says what it took."
        );
        Option<string?> resume = new("--resume")
        {
            Description =
                "Go on with the run in this folder as it was begun; only --data, --offline, --json go with it.",
            HelpName = "FOLDER",
        };
        Option<bool> offline = DataOption.CreateOffline();
        Option<string?> circuit = CircuitOption.Create();
        Option<bool> force = new("--force") { Description = "Replace a run that is already in the folder." };
        Option<bool> json = new("--json") { Description = "Print the result as JSON." };
        SettingsOptions settings = new();

        Command command = new("train", "Train one network and write its run folder.")
        {
            architecture,
            protocol,
            seed,
            output,
            dataset,
            data,
            baseline,
            device,
            circuit,
            threads,
            resume,
            force,
            offline,
            json,
        };
        settings.AddTo(command);
        CommandProgram.AddExamples(
            command,
            "train --architecture=baseline --protocol=paper --seed=0 --out=runs/baseline",
            "train --architecture=quantum-end --protocol=paper --baseline=runs/baseline --out=runs/end",
            "train --architecture=quantum-end --protocol=matched --out=runs/strong --circuit=\"5: AngleEmbedding(Y) StronglyEntanglingLayers(layers=2) <Z>\"",
            "train --architecture=quantum-mid --protocol=matched --epochs=5 --dataset=phantom --out=runs/try",
            "train --resume=runs/try"
        );
        CommandProgram.SetAction(
            command,
            (parsed, cancellation) =>
            {
                RequireRun(parsed.CommandResult, resume, [architecture, output], [data, offline, json]);
                RunResult result;
                string text;
                if (parsed.GetValue(resume) is { } interrupted)
                {
                    RunFolder run = new(interrupted);
                    result = Resume(run, parsed.GetValue(data), parsed.GetValue(offline), cancellation);
                    text = Text(run.ReadConfig().Name, run.Path, result);
                }
                else
                {
                    Architecture chosen = Architecture.Parse(parsed.GetValue(architecture)!);
                    string name = parsed.GetValue(protocol)!;
                    TrainingSettings applied = settings.Apply(Protocols.Settings(name, chosen), parsed);
                    // What the options say is checked before anything is downloaded.
                    Network network = NetworkOf(chosen, parsed.GetValue(circuit));
                    TrainingRequest request = new(
                        DataSource.Load(
                            parsed.GetValue(dataset)!,
                            parsed.GetValue(data),
                            parsed.GetValue(offline),
                            cancellation
                        ),
                        network,
                        name,
                        applied,
                        parsed.GetValue(seed),
                        ThreadCount(parsed.GetValue(threads)),
                        parsed.GetValue(output)!,
                        parsed.GetValue(baseline) is { } folder ? new RunFolder(folder) : null,
                        parsed.GetValue(force),
                        parsed.GetValue(device) ?? DeviceRequest.Auto
                    );
                    result = TrainingRun.Execute(request, cancellation);
                    text = Text(request.Name, request.Folder, result);
                }
                Console.WriteLine(parsed.GetValue(json) ? JsonSerializer.Serialize(result, Json.Options) : text);
                return ExitCode.Done;
            }
        );
        return command;
    }

    private static Network NetworkOf(Architecture architecture, string? circuit) =>
        circuit is null || architecture.IsHybrid
            ? Network.Of(architecture, CircuitOption.Compile(circuit))
            : throw new BadInputException(
                $"--circuit with --architecture={architecture.Name}, which has no quantum layer"
            );

    /// <summary>The number of threads that 0 stands for: all processors.</summary>
    public static int ThreadCount(int threads) => threads > 0 ? threads : Environment.ProcessorCount;

    /// <summary>Goes on with a run on the data that its <c>config.json</c> names.</summary>
    /// <exception cref="BadInputException">The run, its data or its checkpoint can't be used.</exception>
    public static RunResult Resume(RunFolder run, string? data, bool offline, CancellationToken cancellation)
    {
        RunConfig config = run.ReadConfig();
        Dataset dataset = DataSource.Load(config.Dataset.Description.Name, data, offline, cancellation);
        return TrainingRun.Resume(run, dataset, cancellation);
    }

    /// <summary>The result in words.</summary>
    public static string Text(string name, string folder, RunResult result) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"""
            {name}: {result.StopReason}; kept epoch {result.ChosenEpoch}
            validation  {Line(result.Validation)}
            test        {Line(result.Test)}
            wrote       {Path.GetFullPath(folder)}
            """
        );

    // A new run needs its name and place; one that goes on has everything in its folder.
    private static void RequireRun(CommandResult result, Option<string?> resume, Option[] needed, Option[] allowed)
    {
        bool Given(Option option) => result.GetResult(option) is { Implicit: false };
        if (!Given(resume))
        {
            if (needed.FirstOrDefault(option => !Given(option)) is { } missing)
                throw new BadInputException(
                    $"train: {missing.Name}={missing.HelpName} is missing; 'train --help' lists what is there"
                );
            return;
        }
        Option? other = result.Command.Options.FirstOrDefault(option =>
            option != resume && !allowed.Contains(option) && Given(option)
        );
        if (other is not null)
            throw new BadInputException(
                $"train: {other.Name} does not go with --resume: the run goes on as its config.json says; leave it out"
            );
    }

    private static string Line(SplitMetrics metrics) =>
        $"accuracy {Value(metrics.Accuracy)}  G-mean {Value(metrics.Gmean)}  AUC {Value(metrics.Auc)}  ({metrics.Images} images)";

    private static string Value(double? value) => value?.ToString("F4", CultureInfo.InvariantCulture) ?? "n/a";
}
