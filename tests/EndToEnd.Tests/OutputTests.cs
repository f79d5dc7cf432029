using CliWrap;
using CliWrap.Buffered;
using Shouldly;
using Xunit;

namespace QImpact.EndToEnd.Tests;

/// <summary>Standard output that nobody reads or that takes nothing, for every verb.</summary>
public sealed class OutputTests : IDisposable
{
    private readonly Programs _programs = new();

    public void Dispose() => _programs.Dispose();

    [Theory]
    [InlineData("| head -0; exit ${PIPESTATUS[0]}", 0, "")]
    [InlineData(">&-", 0, "")]
    [InlineData(
        "> /dev/full",
        2,
        "error: standard output can't be written: No space left on device; what was written to files is there\n"
    )]
    [InlineData("2>&- >/dev/full", 2, "")]
    public async Task A_closed_output_is_no_error_and_a_full_one_is_told(string redirection, int code, string error)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "bash and /dev/full are asked for");
        foreach (
            string line in (string[])
                [
                    "runs",
                    "describe",
                    "audit --out=audit",
                    "completion bash",
                    .. Verbs().Select(verb => $"{verb} --help"),
                ]
        )
        {
            Ending ending = await Bash($"dotnet exec \"$0\" {line} {redirection}");
            ending.Error.ShouldBe(Begun(line, redirection) + error, line);
            ending.Code.ShouldBe(code, line);
        }
        File.Exists(_programs.File("audit/audit.json")).ShouldBeTrue();
    }

    // What a verb that takes its time says on standard error before anything else.
    private static string Begun(string line, string redirection) =>
        line.StartsWith("audit ", StringComparison.Ordinal) && !redirection.StartsWith("2>&-", StringComparison.Ordinal)
            ? "auditing D. Nowak, The impact of a quantum layer on classification performance, Table 1\n"
            : "";

    private static IEnumerable<string> Verbs() =>
        ["reproduce", "train", "export", "infer", "threshold", "verify", "analyze", "compare"];

    private async Task<Ending> Bash(string script)
    {
        BufferedCommandResult result = await Cli.Wrap("bash")
            .WithArguments(["-c", script, Programs.PathOf("Cli", "qimpact")])
            .WithWorkingDirectory(_programs.Folder)
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync();
        return new Ending(result.ExitCode, result.StandardOutput, result.StandardError);
    }
}
