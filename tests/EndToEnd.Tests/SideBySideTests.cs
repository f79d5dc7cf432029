using System.Diagnostics;
using Shouldly;
using Xunit;

namespace QImpact.EndToEnd.Tests;

/// <summary>The main job's runs, each in a process of its own.</summary>
public sealed class SideBySideTests : IDisposable
{
    // Epochs enough that a run lasts a second or two.
    private static readonly string[] Protocol =
    [
        "--dataset=small",
        "--positive-class=class 0",
        "--protocol=matched",
        "--epochs=8",
        "--threads=1",
    ];

    private static readonly string[] Words = ["reproduce", .. Protocol, "--out=results"];

    private static readonly string[] Runs =
    [
        "small-baseline-matched-e8-s0",
        "small-quantum-end-matched-e8-s0",
        "small-quantum-mid-matched-e8-s0",
    ];

    private readonly Programs _programs = new();

    public SideBySideTests() => _programs.AddSmallDataset();

    public void Dispose() => _programs.Dispose();

    [Fact]
    public async Task However_often_it_is_ended_no_run_goes_on_alone_and_the_same_command_ends_with_the_bits_of_train()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "signals are sent by kill, and processes are looked for in /proc");

        using (Process job = await StartAsync(Math.Min(2, Environment.ProcessorCount)))
            await EndAsync(job, "KILL");
        using (Process job = await StartAsync(Math.Min(2, Environment.ProcessorCount)))
        {
            string error = await EndAsync(job, "INT");
            job.ExitCode.ShouldBe(130);
            error.ShouldContain("stopping ...\n");
            error.ShouldContain("\nerror: interrupted");
        }
        string[] saved =
        [
            .. Runs.Where(run => File.Exists(_programs.File($"results/runs/{run}/checkpoint/state.dat"))),
        ];
        Ending ending = await _programs.Verb(Words[0], Words[1..]);
        ending.Code.ShouldBe(0, ending.Error);
        saved.ShouldAllBe(run => ending.Error.Contains($"{run}: goes on from its checkpoint"));
        ending.Output.ShouldContain("report.html");

        Ending alone = await _programs.Train(["--architecture=baseline", .. Protocol, "--out=alone"]);
        alone.Code.ShouldBe(0, alone.Error);
        foreach (string file in (string[])["config.json", "history.csv", "result.json", "best/weights.dat"])
            File.ReadAllBytes(_programs.File($"results/runs/{Runs[0]}/{file}"))
                .ShouldBe(File.ReadAllBytes(_programs.File($"alone/{file}")), file);
    }

    [Fact]
    public async Task A_run_that_is_killed_is_told_and_costs_no_other_run()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "signals are sent by kill, and processes are looked for in /proc");

        using Process job = await StartAsync(runs: 1);
        int run = Processes().Except([job.Id]).Order().First();
        string killed = Runs.Single(name => CommandLine(run).Contains(name, StringComparison.Ordinal));
        await KillAsync("KILL", run);
        string error = await job.StandardError.ReadToEndAsync();
        await job.WaitForExitAsync();

        job.ExitCode.ShouldBe(1);
        string reason = $"{killed}: it was killed by signal 9, as systems do where memory runs out";
        error.ShouldEndWith($"error: {reason}\n");
        Directory.GetFiles(_programs.File("results/models"), "*.onnx").Length.ShouldBe(2);
    }

    // Started, and so many runs have written their config.
    private async Task<Process> StartAsync(int runs)
    {
        ProcessStartInfo start = new("dotnet", ["exec", Programs.PathOf("Cli", "qimpact"), .. Words])
        {
            WorkingDirectory = _programs.Folder,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        Process job = Process.Start(start)!;
        while (!job.HasExited && Begun() < runs)
            await Task.Delay(50);
        job.HasExited.ShouldBeFalse();
        return job;

        int Begun() =>
            Runs.Select(run => _programs.File($"results/runs/{run}"))
                .Count(run => File.Exists($"{run}/.lock") && File.Exists($"{run}/config.json"));
    }

    // Returns what it said, once none of its processes is left.
    private async Task<string> EndAsync(Process job, string signal)
    {
        await KillAsync(signal, job.Id);
        string error = await job.StandardError.ReadToEndAsync();
        await job.WaitForExitAsync();
        while (Processes().Length > 0)
            await Task.Delay(50);
        return error;
    }

    private static Task KillAsync(string signal, int process) =>
        CliWrap.Cli.Wrap("kill").WithArguments([$"-{signal}", $"{process}"]).ExecuteAsync();

    // Those that work in the folder of the test.
    private int[] Processes() =>
        [
            .. from folder in Directory.GetDirectories("/proc")
            let id = int.TryParse(Path.GetFileName(folder), out int number) ? number : 0
            where id > 0 && Target(Path.Combine(folder, "cwd")) == _programs.Folder
            select id,
        ];

    private static string CommandLine(int process) => File.ReadAllText($"/proc/{process}/cmdline");

    private static string? Target(string link)
    {
        try
        {
            return new FileInfo(link).LinkTarget;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
