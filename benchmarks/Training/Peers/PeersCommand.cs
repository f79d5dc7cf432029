using System.CommandLine;
using System.Globalization;
using QImpact.Data;
using QImpact.Terminal;
using QImpact.Training.Runs;
using static TorchSharp.torch;

namespace QImpact.Benchmarks.Peers;

/// <summary>Everything that was measured, and on what.</summary>
internal sealed record PeerReport(
    RunEnvironment Ours,
    PeerVersions Theirs,
    string Processor,
    int Threads,
    int Turns,
    double Idle,
    IReadOnlyList<PeerRow> Rows
);

/// <summary>The <c>peers</c> command: QImpact beside PyTorch.</summary>
internal static class PeersCommand
{
    private const string DebianPython = "/usr/bin/python3";

    /// <summary>The command with its options.</summary>
    public static Command Create()
    {
        Option<int> turns = Options
            .Of<int>("--turns", "N", "How often each side has its turn. Default: 15.")
            .AtLeast(1);
        turns.DefaultValueFactory = _ => 15;
        Option<int> threads = Options.Threads(
            "Threads of each side, one side at a time; 0: all processors. Default: 2."
        );
        threads.DefaultValueFactory = _ => Math.Min(2, Environment.ProcessorCount);
        Option<string> python = Options.Of<string>(
            "--python",
            "PROGRAM",
            $"A Python with PyTorch. Default: {DebianPython}."
        );
        python.DefaultValueFactory = _ => DebianPython;
        Option<bool> json = Options.Json("everything that was measured");
        Command command = new("peers", "Training steps and the quantum layer beside PyTorch's, in turn.")
        {
            turns,
            threads,
            python,
            json,
        };
        CommandProgram.AddExamples(command, "peers", "peers --turns=30 --threads=1 --json");
        CommandProgram.SetAction(
            command,
            (parsed, cancellation) =>
            {
                Print(
                    parsed.GetValue(turns),
                    Options.ThreadCount(parsed.GetValue(threads)),
                    parsed.GetValue(python)!,
                    parsed.GetValue(json),
                    cancellation
                );
                return ExitCode.Done;
            }
        );
        return command;
    }

    private static void Print(int turns, int threads, string python, bool asJson, CancellationToken cancellation)
    {
        set_num_threads(threads);
        using PeerProcess peer = new(python, threads);
        if (peer.Versions.Threads != get_num_threads())
            throw new BadInputException(
                $"--threads={threads}: PyTorch takes {peer.Versions.Threads} and QImpact {get_num_threads()}; expected the same"
            );
        RunEnvironment ours = RunEnvironment.Current(TrainingDevice.Choose(DeviceRequest.Cpu));
        PeerRatios ratios = new(peer, turns, cancellation);
        TextWriter lines = asJson ? TextWriter.Null : Console.Out;
        lines.WriteLine($"ours    libtorch {ours.LibTorch}, TorchSharp {ours.TorchSharp}, {ours.Framework}");
        lines.WriteLine(
            $"theirs  PyTorch {peer.Versions.Torch}, torchvision {peer.Versions.Torchvision}, Python {peer.Versions.Python}, BLAS: {peer.Versions.Blas}"
        );
        lines.WriteLine($"both    {threads} threads, batch 32, float32; {turns} turns; {Processor()}\n");
        lines.WriteLine($"{"work", -34} {"ours ms", 9} {"theirs ms", 9}   ours / theirs (10 % to 90 %)");
        List<PeerRow> rows = [];
        foreach (PeerRow row in ratios.Measure())
        {
            rows.Add(row);
            lines.WriteLine(Line(row));
        }
        lines.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"\nA side that waited took {ratios.Idle:P1} of a processor.")
        );
        if (asJson)
            Options.Print(
                asJson,
                new PeerReport(ours, peer.Versions, Processor(), threads, turns, ratios.Idle, rows),
                _ => ""
            );
    }

    private static string Line(PeerRow row)
    {
        int digits = row.OurMs < 1 ? 3 : 1;
        string our = row.OurMs.ToString($"F{digits}", CultureInfo.InvariantCulture);
        string their = row.TheirMs.ToString($"F{digits}", CultureInfo.InvariantCulture);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{row.Work, -34} {our, 9} {their, 9}   {row.Ratio:F3} ({row.Low:F3} to {row.High:F3})"
        );
    }

    // Linux names it; elsewhere the number has to do.
    private static string Processor()
    {
        const string key = "model name";
        string? line = File.Exists("/proc/cpuinfo")
            ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith(key, StringComparison.Ordinal))
            : null;
        string name = line is null ? "processor of unknown name" : line.Split(':', 2)[1].Trim();
        return $"{Environment.ProcessorCount} x {name}";
    }
}
