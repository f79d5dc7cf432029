using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using QImpact.Data;
using QImpact.Data.Runs;
using QImpact.Quantum;
using QImpact.Terminal;
using QImpact.Training.Models;

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
            Required = true,
        };
        Choice.AcceptOnly(architecture, [.. ArchitectureNames.All]);
        Option<string> protocol = new("--protocol")
        {
            Description = "A complete set of settings (docs/protocols.md).",
            DefaultValueFactory = _ => Protocols.Paper,
        };
        Choice.AcceptOnly(protocol, [.. Protocols.Names]);
        Option<int> seed = new("--seed") { HelpName = "N", Description = "Seed of everything random. Default: 0." };
        Option<string> output = new("--out")
        {
            Description = "The run folder to write.",
            Required = true,
            HelpName = "FOLDER",
        };
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
        Option<string?> circuit = CircuitChoice.CreateOption();
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
            circuit,
            threads,
            force,
            json,
        };
        settings.AddTo(command);
        CommandProgram.AddExamples(
            command,
            "train --architecture=baseline --protocol=paper --seed=0 --out=runs/baseline",
            "train --architecture=quantum-end --protocol=paper --baseline=runs/baseline --out=runs/end",
            "train --architecture=quantum-end --protocol=matched --out=runs/strong --circuit=\"5: AngleEmbedding(Y) StronglyEntanglingLayers(layers=2) <Z>\"",
            "train --architecture=quantum-mid --protocol=matched --epochs=5 --dataset=phantom --out=runs/try"
        );
        CommandProgram.SetAction(
            command,
            (parsed, cancellation) =>
            {
                Architecture chosen = ArchitectureNames.Parse(parsed.GetValue(architecture)!);
                string name = parsed.GetValue(protocol)!;
                TrainingRequest request = new(
                    DatasetLocator.Load(parsed.GetValue(dataset)!, parsed.GetValue(data)),
                    chosen,
                    name,
                    settings.Apply(Protocols.Settings(name, chosen), parsed),
                    parsed.GetValue(seed),
                    ThreadCount(parsed.GetValue(threads)),
                    parsed.GetValue(output)!,
                    parsed.GetValue(baseline) is { } folder ? new RunFolder(folder) : null,
                    parsed.GetValue(force),
                    CircuitOf(chosen, parsed.GetValue(circuit))
                );
                RunResult result = TrainingRun.Execute(request, cancellation);
                Console.WriteLine(
                    parsed.GetValue(json) ? JsonSerializer.Serialize(result, Json.Options) : Text(request, result)
                );
                return ExitCode.Done;
            }
        );
        return command;
    }

    private static Circuit? CircuitOf(Architecture architecture, string? text) =>
        text is null || architecture != Architecture.Baseline
            ? CircuitChoice.ParseLayer(text)
            : throw new BadInputException("--circuit with --architecture=baseline, which has no quantum layer");

    /// <summary>The number of threads that 0 stands for: all processors.</summary>
    public static int ThreadCount(int threads) => threads > 0 ? threads : Environment.ProcessorCount;

    /// <summary>The result in words.</summary>
    public static string Text(TrainingRequest request, RunResult result) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"""
            {TrainingRun.NameOf(request)}: {result.StopReason}; kept epoch {result.ChosenEpoch}
            validation  {Line(result.Validation)}
            test        {Line(result.Test)}
            wrote       {Path.GetFullPath(request.Folder)}
            """
        );

    private static string Line(SplitMetrics metrics) =>
        $"accuracy {Value(metrics.Accuracy)}  G-mean {Value(metrics.Gmean)}  AUC {Value(metrics.Auc)}  ({metrics.Images} images)";

    private static string Value(double? value) => value?.ToString("F4", CultureInfo.InvariantCulture) ?? "n/a";
}
