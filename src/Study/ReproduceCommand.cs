using System.CommandLine;
using System.Globalization;
using QImpact.Data;
using QImpact.Inference;
using QImpact.Quantum.Compilation;
using QImpact.Terminal;
using QImpact.Training;
using QImpact.Training.Commands;
using QImpact.Training.Runs;

namespace QImpact.Study;

/// <summary>The <c>reproduce</c> command.</summary>
public static class ReproduceCommand
{
    private static readonly string ThickLine = new('=', 100);

    /// <summary>The command with its options.</summary>
    /// <param name="writeReport">What writes the report at the end.</param>
    public static Command Create(ReportWriter writeReport)
    {
        Option<string?> dataset = new("--dataset")
        {
            HelpName = "NAME",
            Description =
                "breastmnist, another two-class MedMNIST set, or phantom (generated). Default: breastmnist; where it can't "
                + "be had, phantom, and everything says so.",
        };
        Option<string?> data = DataOption.Create();
        Option<string> protocol = new("--protocol")
        {
            Description = "A complete set of settings (docs/protocols.md).",
            DefaultValueFactory = _ => Protocols.Paper.Name,
        };
        Choice.AcceptOnly(protocol, [.. Protocols.Names]);
        Option<int> seed = new("--seed") { HelpName = "N", Description = "Seed of everything random. Default: 0." };
        Option<int?> epochs = new("--epochs")
        {
            HelpName = "N",
            Description = "Largest number of epochs of every run.",
        };
        CommandProgram.RequireAtLeast(epochs, 1);
        Option<string?> output = new("--out")
        {
            HelpName = "FOLDER",
            Description = "Where runs/, models/ and report/ are written. Default: results/DATASET-PROTOCOL-sSEED.",
        };
        Option<DeviceRequest?> device = Choice.Of<DeviceRequest>(
            "--device",
            "Where to train and to run the exported files. cuda that can't be had is an error. Default: auto."
        );
        Option<int> threads = new("--threads") { HelpName = "N", Description = "Threads; 0 = all processors." };
        CommandProgram.RequireAtLeast(threads, 0);
        Option<string?> circuit = CircuitOption.Create();
        Option<bool> offline = DataOption.CreateOffline();
        Option<bool> force = new("--force")
        {
            Description = "Replace runs in the folder that were made with other settings.",
        };

        Command command = new(
            "reproduce",
            "Train Baseline, Quantum-End and Quantum-Mid, export them, run the files, and write the report."
        )
        {
            dataset,
            data,
            protocol,
            seed,
            epochs,
            circuit,
            output,
            device,
            threads,
            offline,
            force,
        };
        CommandProgram.AddExamples(
            command,
            "reproduce",
            "reproduce --dataset=phantom --epochs=2 --out=results/try",
            "reproduce --protocol=matched --seed=1",
            "reproduce --protocol=matched --circuit=\"6: AngleEmbedding(Y) StronglyEntanglingLayers(layers=2) <Z>\"",
            "reproduce --device=cuda"
        );
        CommandProgram.SetAction(
            command,
            (parsed, cancellation) =>
            {
                long start = TimeProvider.System.GetTimestamp();
                // What the options say is checked before anything is downloaded.
                CompiledCircuit compiled = CircuitOption.Compile(parsed.GetValue(circuit));
                Dataset loaded = LoadOrFallBack(
                    parsed.GetValue(dataset),
                    parsed.GetValue(data),
                    parsed.GetValue(offline),
                    cancellation
                );
                string name = parsed.GetValue(protocol)!;
                int number = parsed.GetValue(seed);
                string folder =
                    parsed.GetValue(output)
                    ?? string.Create(
                        CultureInfo.InvariantCulture,
                        $"results/{loaded.Description.Name}-{name}{CircuitName.Of(compiled.Circuit)}-s{number}"
                    );
                MainJob job = new(
                    loaded,
                    name,
                    number,
                    parsed.GetValue(epochs),
                    parsed.GetValue(device) ?? DeviceRequest.Auto,
                    TrainCommand.ThreadCount(parsed.GetValue(threads)),
                    parsed.GetValue(force),
                    compiled
                );
                try
                {
                    StudyEngine.Execute(job.In(folder, parsed.GetValue(data)), writeReport, cancellation);
                }
                catch (InterruptedException exception)
                {
                    throw new InterruptedException(exception.Where, "the same command goes on from there");
                }
                TimeSpan elapsed = TimeProvider.System.GetElapsedTime(start);
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"took    {elapsed:h\\:mm\\:ss}"));
                if (loaded.Description.IsPhantom)
                    WarnOfPhantom("These are results on generated images; they say nothing about real ones.");
                return ExitCode.Done;
            }
        );
        return command;
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
