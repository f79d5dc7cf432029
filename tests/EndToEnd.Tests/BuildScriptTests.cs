using CliWrap;
using CliWrap.Buffered;
using QImpact.Tests;
using Shouldly;
using Xunit;

namespace QImpact.EndToEnd.Tests;

/// <summary>What the build script says instead of starting a target.</summary>
public sealed class BuildScriptTests
{
    [Theory]
    [InlineData("clean --help", 0, "./build.sh clean\n\n  Delete everything that the build wrote.\n", "")]
    [InlineData("help build", 0, "./build.sh build\n\n  Restore, check the formatting,", "")]
    [InlineData("test now -?", 0, "./build.sh test [--filter-class]", "")]
    [InlineData("help train", 0, "Description:\n  Train one network", "")]
    [InlineData("clean --force", 2, "", "error: clean: '--force' is not known here; it takes no options\n")]
    [InlineData("restore all", 2, "", "error: restore: 'all' is not known here; it takes no options\n")]
    [InlineData("bench --filtr=X", 2, "", "error: bench: '--filtr=X' is not known here; did you mean '--filter'?; ")]
    [InlineData(
        "bench-peers --thread=2",
        2,
        "",
        "error: bench-peers: '--thread=2' is not known here; did you mean '--threads'?; "
    )]
    public async Task Help_and_a_misspelt_option_start_nothing(string words, int code, string output, string error)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the script is bash's");
        BufferedCommandResult result = await Cli.Wrap("bash")
            .WithArguments(["build.sh", .. words.Split(' ')])
            .WithWorkingDirectory(Repository.Root)
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync();
        result.StandardError.ShouldStartWith(error);
        result.StandardOutput.ShouldStartWith(output);
        result.ExitCode.ShouldBe(code);
        (result.StandardOutput + result.StandardError).ShouldNotContain("Build succeeded");
        Directory.Exists(Programs.FolderOf("Cli")).ShouldBeTrue();
    }
}
