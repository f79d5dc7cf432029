using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using QImpact.Data;
using QImpact.Data.Runs;
using QImpact.Exchange;
using QImpact.Terminal;
using QImpact.Training.Commands;
using QImpact.Training.Devices;
using QImpact.Training.Models;
using QImpact.Training.Runs;

namespace QImpact.Study;

/// <summary>The <c>reproduce</c> command.</summary>
public static class ReproduceCommand
{
    private static readonly string ThickLine = new('=', 100);

    private static readonly Option<string?> DatasetName = Options.Of<string?>(
        "--dataset",
        "NAME",
        "A MedMNIST set, or phantom, phantom-5, phantom-5-rgb (generated). Default: breastmnist; where it can't be had, phantom, and "
            + "everything says so."
    );
    private static readonly Option<string?> Data = Options.Data();
    private static readonly Option<string?> PositiveClass = Options.PositiveClass();
    private static readonly Option<string?> Protocol = ProtocolOption.Create(
        "Default: paper with one seed, and matched with three beside it."
    );
    private static readonly Option<int> Seed = Options.Of<int>(
        "--seed",
        "N",
        "Seed of everything random, in the protocol that is named or else in paper. Default: 0."
    );
    private static readonly Option<string?> Seeds = SeedsOption.Create(
        "Several seeds of the protocol that is named, or else of matched. Default there: 0..2."
    );
    private static readonly Option<int?> Epochs = Options
        .Of<int?>("--epochs", "N", "Largest number of epochs of every run.")
        .AtLeast(1);
    private static readonly Option<string?> CircuitText = CircuitOption.Create();
    private static readonly Option<string?> Output = Options.Of<string?>(
        "--out",
        "FOLDER",
        "Where runs/, models/ and report/ are written. Default: results/DATASET-PROTOCOL-sSEED, with what "
            + "differs from the protocol before the seed, and a second protocol behind."
    );
    private static readonly Option<DeviceRequest> Device = Options.Device(
        "Where to train and to run the exported files. cuda that can't be had is an error. Default: auto."
    );
    private static readonly Option<int> Threads = Options.Threads(
        "Threads of each run, so many runs side by side as the processors allow; 0 = the processors divided among the runs "
            + "that can go side by side."
    );
    private static readonly Option<bool> Offline = Options.Offline();
    private static readonly Option<bool> Force = new("--force")
    {
        Description = "Replace runs in the folder that were made with other settings.",
    };

    /// <summary>The command with its options.</summary>
    /// <param name="writeReport">What writes the report at the end.</param>
    public static Command Create(ReportWriter writeReport)
    {
        Command command = new(
            "reproduce",
            "Train Baseline, Quantum-End and Quantum-Mid by the paper's protocol and by one that is alike for all, export them, run the files, and write the report."
        )
        {
            DatasetName,
            Data,
            PositiveClass,
            Protocol,
            Seed,
            Seeds,
            Epochs,
            CircuitText,
            CircuitOption.Inputs,
            CircuitOption.Observables,
            Output,
            Device,
            Threads,
            Offline,
            Force,
        };
        ImagesOptions.AddTo(command);
        CommandProgram.AddExamples(
            command,
            "reproduce",
            "reproduce --dataset=phantom --epochs=2 --out=results/try",
            "reproduce --seeds=0..4",
            "reproduce --protocol=paper --seed=1",
            "reproduce --protocol=matched --images=scans --positive-class=malignant",
            "reproduce --protocol=matched --circuit=\"6: AngleEmbedding(Y) StronglyEntanglingLayers(layers=2) <Z>\"",
            "reproduce --device=cuda"
        );
        CommandProgram.SetAction(command, (parsed, cancellation) => Run(parsed, writeReport, cancellation));
        return command;
    }

    private static int Run(ParseResult parsed, ReportWriter writeReport, CancellationToken cancellation)
    {
        long start = TimeProvider.System.GetTimestamp();
        // What the options say is checked before anything is downloaded.
        ImmutableArray<SeededProtocol> parts = PartsOf(parsed);
        Func<Architecture, Network> networkOf = CircuitNetworks.Of(CircuitOption.TextOf(parsed, CircuitText));
        LibTorch.Require();
        string? data = parsed.GetValue(Data);
        Dataset loaded = ImagesOptions.Of(parsed, DatasetName, Data) is { } images
            ? DataSource.Load(images, cancellation)
            : LoadOrFallBack(parsed.GetValue(DatasetName), data, parsed.GetValue(Offline), cancellation);
        Dataset dataset = loaded.WithPositiveClass(parsed.GetValue(PositiveClass));
        StudyPlan study = MainJob.Plan(parts, RunOf, parsed.GetValue(Output), data);
        StudyEngine.Execute(study, writeReport, cancellation);
        TimeSpan elapsed = TimeProvider.System.GetElapsedTime(start);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"took    {elapsed:h\\:mm\\:ss}"));
        if (dataset.Description.IsPhantom)
            WarnOfPhantom("These are results on generated images; they say nothing about real ones.");
        return ExitCode.Done;

        TrainingRequest RunOf(Architecture architecture, string protocol, int seed)
        {
            TrainingSettings settings = Protocols.Settings(protocol, architecture);
            return new TrainingRequest(
                dataset,
                networkOf(architecture),
                protocol,
                settings with
                {
                    Epochs = parsed.GetValue(Epochs) ?? settings.Epochs,
                },
                seed,
                parsed.GetValue(Threads),
                Folder: "",
                Baseline: null,
                parsed.GetValue(Force),
                parsed.GetValue(Device)
            );
        }
    }

    private static ImmutableArray<SeededProtocol> PartsOf(ParseResult parsed)
    {
        string? protocol = parsed.GetValue(Protocol);
        ImmutableArray<int>? seeds = SeedsOption.Parse(parsed.GetValue(Seeds));
        if (protocol is not null && seeds is not null && parsed.GetResult(Seed) is { Implicit: false })
            throw new BadInputException(
                $"{Seed.Name} and {Seeds.Name} of protocol {protocol} together; expected one of them"
            );
        return MainJob.Parts(protocol, parsed.GetValue(Seed), seeds);
    }

    // Only an archive that is nowhere, and can't be downloaded, leads to the phantom: one that is named or broken is the
    // person's to mend.
    private static Dataset LoadOrFallBack(string? name, string? data, bool offline, CancellationToken cancellation)
    {
        const string wanted = KnownDatasets.BreastMnist;
        if (name is not null || data is not null)
            return DataSource.Load(name ?? wanted, data, offline, cancellation);
        if (!DataSource.CanDownload(wanted, null))
            return DatasetLocator.Load(wanted, null);
        string reason = "--offline forbids its download";
        if (!offline)
        {
            try
            {
                DataSource.Download(wanted, cancellation);
                return DatasetLocator.Load(wanted, null);
            }
            catch (DownloadFailedException exception)
            {
                reason = $"its download failed: {exception.Message}";
            }
        }
        WarnOfPhantom(
            $"{wanted}.npz is nowhere on this machine, and {reason}.",
            "Going on with PHANTOM: generated, ultrasound-like images. Every file and the report are marked so.",
            "For the real data get this file by hand, put it into data/, and run the same command again:",
            DatasetDownload.AddressOf(wanted)
        );
        return DatasetLocator.Load(DatasetLocator.Phantom, null);
    }

    private static void WarnOfPhantom(params string[] lines)
    {
        Console.Error.WriteLine(ThickLine);
        Console.Error.WriteLine("PHANTOM DATA, NOT BREASTMNIST");
        foreach (string line in lines)
            Console.Error.WriteLine(line);
        Console.Error.WriteLine(ThickLine);
    }
}
