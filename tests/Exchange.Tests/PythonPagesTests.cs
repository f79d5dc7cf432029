using System.CommandLine;
using System.Text.RegularExpressions;
using QImpact.Terminal;
using QImpact.Tests;
using Shouldly;
using Xunit;

namespace QImpact.Exchange.Tests;

/// <summary>The examples of docs/emit.md and docs/from-python.md: their commands write files, and their Python runs with them.</summary>
[Collection("console")] // one for a process
public sealed partial class PythonPagesTests : IDisposable
{
    private const string NoTorch =
        "Python's PyTorch is not installed (Debian: apt-get install python3-torch python3-numpy)";

    private static readonly string[] Pages = ["emit.md", "from-python.md"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_command_writes_its_file_and_the_Python_beside_it_runs()
    {
        string[] blocks = [.. Pages.SelectMany(page => Blocks(page, "sh")).SelectMany(block => block.Split('\n'))];
        string[] commands = [.. blocks.Where(line => line.StartsWith("./qimpact emit ", StringComparison.Ordinal))];
        commands.Length.ShouldBeGreaterThan(5);
        RootCommand root = new("test") { EmitCommand.Create() };
        foreach (string command in commands)
        {
            string[] arguments = [.. Words().Matches(command).Skip(1).Select(word => word.Value.Replace("\"", ""))];
            string file = arguments.Single(a => a.StartsWith("--out=", StringComparison.Ordinal))["--out=".Length..];
            arguments = [.. arguments.Select(a => a == $"--out={file}" ? $"--out={_folder.File(file)}" : a)];
            (await CommandProgram.RunAsync(root, arguments)).ShouldBe(ExitCode.Done, command);
            File.Exists(_folder.File(file)).ShouldBeTrue(command);
        }
        string? python = Programs.PythonWith("torch", "numpy");
        Assert.SkipWhen(python is null, NoTorch);
        string[] examples = [.. Blocks("emit.md", "python").Where(block => !block.Contains("import jax"))];
        examples.Length.ShouldBe(2);
        foreach (string example in examples)
        {
            string script =
                $"import sys\nsys.path.insert(0, '{_folder.Path}')\n{example}\nprint(tuple(expectations.shape))";
            Programs.Run(python!, "-c", script).ShouldBe((0, "(32, 4)\n"));
        }
    }

    private static IEnumerable<string> Blocks(string page, string language) =>
        File.ReadAllText(Path.Combine(Repository.Root, "docs", page))
            .Split($"```{language}\n")
            .Skip(1)
            .Select(rest => rest.Split("```")[0]);

    /// <summary>Words, of which a part may be quoted.</summary>
    [GeneratedRegex("""(?:[^\s"]|"[^"]*")+""")]
    private static partial Regex Words();
}
