using System.Diagnostics;
using QImpact.Tests;
using Shouldly;
using Xunit;

namespace QImpact.EndToEnd.Tests;

/// <summary>Ctrl-C and SIGTERM while a model runs that never ends (loopforever) or is in one operator for many minutes (longstep).</summary>
public sealed class StopTests : IDisposable
{
    private const string Stopping = "stopping ...\n";

    private readonly Programs _programs = new();

    public void Dispose() => _programs.Dispose();

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task A_model_that_never_ends_is_ended_by_a_signal(string signal)
    {
        (int code, string error) = await Interrupt("loopforever", signal);

        code.ShouldBe(130);
        error.ShouldBe(Stopping + "error: interrupted\n");
        Directory.GetFiles(_programs.Folder).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_operator_that_does_not_end_is_left()
    {
        (int code, string error) = await Interrupt("longstep", "TERM");

        code.ShouldBe(130);
        error.ShouldBe(
            Stopping + "error: interrupted in the middle of a step; what was written before it stays as it was\n"
        );
    }

    [Fact]
    public async Task A_second_signal_ends_at_once()
    {
        (int code, string error) = await Interrupt("longstep", "INT", "INT");

        code.ShouldBe(130);
        error.ShouldBe(Stopping);
    }

    // Sends the signals once the model runs, each when the answer to the one before is there.
    private async Task<(int Code, string Error)> Interrupt(string model, params string[] signals)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "signals are sent by kill");
        string fixtures = Path.Combine(Repository.Root, "tests", "fixtures");
        ProcessStartInfo start = new(
            "dotnet",
            [
                "exec",
                Programs.PathOf("Cli", "qimpact"),
                "infer",
                Path.Combine(fixtures, "images", "grey.jpg"),
                $"--model={Path.Combine(fixtures, "models", "hostile", $"{model}.onnx")}",
                "--out=table.csv",
            ]
        )
        {
            WorkingDirectory = _programs.Folder,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        // The table is begun when the model is loaded; a second of computing later it is at the image.
        await Until(() => Directory.GetFiles(_programs.Folder, "table.csv.*").Length > 0, process);
        TimeSpan loaded = process.TotalProcessorTime;
        await Until(() => process.TotalProcessorTime > loaded + TimeSpan.FromSeconds(1), process);
        string error = "";
        foreach (string signal in signals)
        {
            await CliWrap.Cli.Wrap("kill").WithArguments([$"-{signal}", $"{process.Id}"]).ExecuteAsync();
            error += await process.StandardError.ReadLineAsync() is { } line ? line + "\n" : "";
        }
        error += await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, error);
    }

    private static async Task Until(Func<bool> condition, Process process)
    {
        while (!process.HasExited && !condition())
        {
            await Task.Delay(50);
            process.Refresh();
        }
        process.HasExited.ShouldBeFalse();
    }
}
