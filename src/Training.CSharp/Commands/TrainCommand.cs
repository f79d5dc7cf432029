using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using QImpact.Data;
using QImpact.Data.Folds;
using QImpact.Data.Runs;
using QImpact.Exchange;
using QImpact.Terminal;
using QImpact.Training.Devices;
using QImpact.Training.Models;
using QImpact.Training.Runs;

namespace QImpact.Training.Commands;

/// <summary>The <c>train</c> command.</summary>
public static class TrainCommand
{
    private static readonly Option<string> ArchitectureName = new Option<string>("--architecture")
    {
        Description = "The network (docs/heads.md): ResNet18 (baseline), or one with another head.",
    }.AcceptOnly([.. Architecture.Names]);
    private static readonly Option<string> ProtocolName = ProtocolOption.Create();
    private static readonly Option<int> Seed = Options.Seed();
    private static readonly Option<string> Output = Options.Of<string>("--out", "FOLDER", "The run folder to write.");
    private static readonly Option<string> DatasetName = new("--dataset")
    {
        HelpName = "NAME",
        Description =
            "A MedMNIST set, such as breastmnist or bloodmnist_64, or phantom, phantom-5, phantom-5-rgb (generated).",
        DefaultValueFactory = _ => KnownDatasets.BreastMnist,
    };
    private static readonly Option<string?> Data = Options.Data();
    private static readonly Option<string?> PositiveClass = Options.PositiveClass();
    private static readonly Option<string?> Baseline = Options.Of<string?>(
        "--baseline",
        "FOLDER",
        "The finished baseline run of the same seed that a hybrid of protocol paper must exceed."
    );
    private static readonly Option<DeviceRequest> Device = Options.Device(
        "Where to train. cuda that can't be had is an error; auto, the default, says what it took."
    );
    private static readonly Option<string?> CircuitText = CircuitOption.Create();
    private static readonly Option<string?> Noise = NoiseOption.Create();
    private static readonly Option<int> Threads = Options.Threads("Threads of the tensor library; 0 = all processors.");
    private static readonly Option<string?> Interrupted = Options.Of<string?>(
        "--resume",
        "FOLDER",
        "Go on with the run in this folder as it was begun; only --data, --offline, --json go with it."
    );
    private static readonly Option<bool> Force = new("--force")
    {
        Description = "Replace a run that is already in the folder.",
    };
    private static readonly Option<bool> Offline = Options.Offline();
    private static readonly Option<bool> AsJson = Options.Json("the result");

    /// <summary>The command with its options.</summary>
    public static Command Create()
    {
        Command command = new("train", "Train one network and write its run folder.")
        {
            ArchitectureName,
            ProtocolName,
            Seed,
            Output,
            DatasetName,
            Data,
            PositiveClass,
            Baseline,
            Device,
            CircuitText,
            CircuitOption.Inputs,
            CircuitOption.Observables,
            Noise,
            Threads,
            Interrupted,
            Force,
            Offline,
            AsJson,
        };
        ImagesOptions.AddTo(command);
        SettingsOptions.AddTo(command);
        FoldOptions.AddTo(command);
        CommandProgram.AddExamples(
            command,
            "train --architecture=baseline --protocol=paper --seed=0 --out=runs/baseline",
            "train --architecture=quantum-end --protocol=paper --baseline=runs/baseline --out=runs/end",
            "train --architecture=quantum-end --protocol=matched --out=runs/strong --circuit=\"5: AngleEmbedding(Y) StronglyEntanglingLayers(layers=2) <Z>\"",
            "train --architecture=quantum-end --protocol=matched --out=runs/noisy --noise=amplitude-damping=0.02,readout=0.02",
            "train --architecture=end-tanh --protocol=matched --out=runs/tanh",
            "train --architecture=quantum-mid --protocol=matched --epochs=5 --dataset=phantom --out=runs/try",
            "train --architecture=baseline --protocol=matched --fold=1/5 --repeat=0 --out=runs/fold1",
            "train --architecture=baseline --protocol=matched --images=scans --positive-class=malignant --out=runs/own",
            "train --resume=runs/try"
        );
        CommandProgram.SetAction(command, Run);
        return command;
    }

    /// <summary>The command line, behind the program's name, of a run that begins.</summary>
    /// <param name="request">The run.</param>
    /// <param name="data">Where the data were said to be; null for the usual places.</param>
    public static IReadOnlyList<string> Words(TrainingRequest request, string? data) =>
        [
            "train",
            Word(ArchitectureName, request.Network.Architecture.Name),
            Word(ProtocolName, request.Protocol),
            Word(Seed, $"{request.Seed}"),
            Word(Output, request.Folder),
            .. request.Dataset.Description is { Folder: { } images }
                ? ImagesOptions.Words(images).Except(FoldOptions.Words(request.Fold))
                : [Word(DatasetName, request.Dataset.Description.Name)],
            .. Given(
                PositiveClass,
                request.Dataset.Description.RequirePositiveClass() is { } positive
                    ? request.Dataset.Description.ClassNames[positive]
                    : null
            ),
            Word(Device, $"{request.Device}"),
            Word(Threads, $"{request.Threads}"),
            Word(Force, request.Force ? "true" : "false"),
            .. request.Settings.StopAboveBaseline ? Given(Baseline, request.Baseline?.Path) : [],
            .. Given(CircuitText, request.Network.CircuitText),
            .. SettingsOptions.Words(request.Settings),
            .. FoldOptions.Words(request.Fold),
            .. Given(Data, data),
            Word(Offline, "true"),
        ];

    /// <summary>The command line, behind the program's name, of a run that goes on.</summary>
    /// <param name="folder">The run folder.</param>
    /// <param name="data">Where the data were said to be; null for the usual places.</param>
    public static IReadOnlyList<string> ResumeWords(string folder, string? data) =>
        ["train", Word(Interrupted, folder), .. Given(Data, data), Word(Offline, "true")];

    private static string Word(Option option, string value) => $"{option.Name}={value}";

    private static string[] Given(Option option, string? value) => value is null ? [] : [Word(option, value)];

    private static int Run(ParseResult parsed, CancellationToken cancellation)
    {
        RequireRun(parsed.CommandResult);
        if (parsed.GetValue(Interrupted) is { } folder)
        {
            LibTorch.Require();
            RunFolder run = new(folder);
            RunConfig config = run.ReadConfig();
            Dataset data = DataSource.Load(config, parsed.GetValue(Data), parsed.GetValue(Offline), cancellation);
            RunResult result = TrainingRun.Resume(run, data, cancellation);
            Options.Print(parsed.GetValue(AsJson), result, done => Text(config.Name, run.Path, done));
            return ExitCode.Done;
        }
        Architecture architecture = Architecture.Parse(parsed.GetValue(ArchitectureName)!);
        string protocol = parsed.GetValue(ProtocolName)!;
        TrainingSettings settings = SettingsOptions.Apply(
            Protocols.Settings(protocol, architecture),
            architecture,
            parsed
        );
        // What the options say is checked before anything is downloaded.
        Network network = CircuitNetworks
            .NetworkOf(architecture, CircuitOption.TextOf(parsed, CircuitText))
            .WithNoise(NoiseOption.Parse(parsed.GetValue(Noise)));
        FoldChoice? fold = FoldOptions.Of(parsed);
        LibTorch.Require();
        Dataset dataset = Load().WithPositiveClass(parsed.GetValue(PositiveClass));
        TrainingRequest request = new(
            fold is null ? dataset : GroupedFolds.Apply(dataset, fold),
            network,
            protocol,
            settings,
            parsed.GetValue(Seed),
            Options.ThreadCount(parsed.GetValue(Threads)),
            parsed.GetValue(Output)!,
            parsed.GetValue(Baseline) is { } baseline ? new RunFolder(baseline) : null,
            parsed.GetValue(Force),
            parsed.GetValue(Device),
            fold
        );
        RunResult trained = TrainingRun.Execute(request, cancellation);
        Options.Print(parsed.GetValue(AsJson), trained, done => Text(request.Name, request.Folder, done));
        return ExitCode.Done;

        Dataset Load() =>
            ImagesOptions.Of(parsed, DatasetName, Data) is { } images
                ? DataSource.Load(images, cancellation)
                : DataSource.Load(
                    parsed.GetValue(DatasetName)!,
                    parsed.GetValue(Data),
                    parsed.GetValue(Offline),
                    cancellation
                );
    }

    /// <summary>The result in words.</summary>
    public static string Text(string name, string folder, RunResult result) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"""
            {name}: {result.StopReason}; kept epoch {result.ChosenEpoch}
            validation  {Line(result.Validation)}
            test        {Line(result.Test)}
            {Training(result.Training)}wrote       {Path.GetFullPath(folder)}
            """
        );

    private static string Training(TrainingFacts? facts)
    {
        if (facts is null)
            return "";
        string text = string.Create(
            CultureInfo.InvariantCulture,
            $"weights     {facts.Weights:N0}, of which {facts.LiveWeights:N0} can matter on images of this size"
        );
        if (facts.Weights != facts.BaselineWeights)
            text += string.Create(
                CultureInfo.InvariantCulture,
                $"; {(double)facts.Weights / facts.BaselineWeights:P1} of the baseline's"
            );
        text += "\n";
        if (facts.CircuitChange is null)
            return text;
        text += string.Create(
            CultureInfo.InvariantCulture,
            $"moved       angles of the circuit at most {facts.CircuitChange:0.0000} rad, weights of the last layer at most {facts.HeadChange:0.0000}\n"
        );
        return facts.LowestProbability is null
            ? text
            : text
                + string.Create(
                    CultureInfo.InvariantCulture,
                    $"reach       P(class 1) from {facts.LowestProbability:F3} to {facts.HighestProbability:F3}, whatever the circuit's inputs{(facts.ProbabilitiesAreBounds == true ? " (bounds)" : "")}\n"
                );
    }

    // A new run needs its name and place; one that goes on has everything in its folder.
    private static void RequireRun(CommandResult result)
    {
        if (!Given(Interrupted))
        {
            if (new Option[] { ArchitectureName, Output }.FirstOrDefault(option => !Given(option)) is { } missing)
                throw new BadInputException(
                    $"train: {missing.Name}={missing.HelpName} is missing; 'train --help' lists the options"
                );
            return;
        }
        Option[] allowed = [Interrupted, Data, Offline, AsJson];
        if (result.Command.Options.Except(allowed).FirstOrDefault(Given) is { } other)
            throw new BadInputException(
                $"train: {other.Name} does not go with --resume: the run goes on as its config.json says; leave it out"
            );

        bool Given(Option option) => result.GetResult(option) is { Implicit: false };
    }

    private static string Line(SplitMetrics metrics) =>
        $"accuracy {Value(metrics.Accuracy)}  G-mean {Value(metrics.Gmean)}  AUC {Value(metrics.Auc)}  ({metrics.Images} images)";

    private static string Value(double? value) => value?.ToString("F4", CultureInfo.InvariantCulture) ?? "n/a";
}
