using CliWrap;
using CliWrap.Buffered;
using QImpact.Tests;
using Shouldly;
using Xunit;

namespace QImpact.EndToEnd.Tests;

/// <summary>The launcher in a bash that has read its completions, as if Tab were pressed at the end of a line.</summary>
public sealed class CompletionTests
{
    private static readonly bool HasBash = OperatingSystem.IsLinux();

    // Prints what is offered for the words "$@", the last of which is the one under the cursor; bash cuts words at '='.
    private const string PressTab = """
        source <(./qimpact completion bash)
        COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMP_LINE="$*"
        COMP_LINE="${COMP_LINE// = /=}" COMP_LINE="${COMP_LINE/% =/=}"
        COMP_POINT=${#COMP_LINE}
        _qimpact ./qimpact "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
        printf '%s\n' "${COMPREPLY[@]}"
        """;

    [Theory]
    [InlineData("tr", "train")]
    [InlineData("train --proto", "--protocol")]
    [InlineData("train --protocol ", "matched medmnist paper")]
    [InlineData("train --protocol=paper --architecture = q", "quantum-end quantum-mid")]
    [InlineData("train --device =", "auto cpu cuda")]
    [InlineData("analyze --split t", "test train")]
    [InlineData("emit --as = c", "csharp")]
    [InlineData("completion ba", "bash")]
    public async Task Verbs_options_and_values_complete(string line, string expected)
    {
        Assert.SkipUnless(HasBash, "bash is asked on Linux alone");
        (await Completions(line)).ShouldBe(expected.Split(' '));
    }

    [Fact]
    public async Task An_option_for_a_file_leaves_the_word_to_bash_which_completes_files()
    {
        Assert.SkipUnless(HasBash, "bash is asked on Linux alone");
        (await Completions("train --out = ru")).ShouldBeEmpty();
        (await Completions("infer sc")).ShouldBeEmpty();
        (await Bash("eval \"$(./qimpact completion bash)\"; complete -p ./qimpact", [])).ShouldContain("-o default");
    }

    private static async Task<string[]> Completions(string line) =>
        (await Bash(PressTab, ["./qimpact", .. line.Split(' ')])).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static async Task<string> Bash(string script, string[] words)
    {
        BufferedCommandResult result = await Cli.Wrap("bash")
            .WithArguments(["-c", script, "bash", .. words])
            .WithWorkingDirectory(Repository.Root)
            .ExecuteBufferedAsync();
        result.StandardError.ShouldBeEmpty();
        return result.StandardOutput;
    }
}
