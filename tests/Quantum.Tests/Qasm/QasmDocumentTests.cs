using System.Text.RegularExpressions;
using QImpact.Quantum.Circuits;
using QImpact.Quantum.Emit;
using QImpact.Quantum.Qasm;
using QImpact.Tests;
using Shouldly;
using Xunit;

namespace QImpact.Quantum.Tests.Qasm;

/// <summary>docs/openqasm.md: each program of it is the circuit that stands behind it.</summary>
public sealed partial class QasmDocumentTests
{
    private static readonly string Document = File.ReadAllText(Path.Combine(Repository.Root, "docs", "openqasm.md"));

    [Fact]
    public void Each_program_is_the_circuit_behind_it()
    {
        MatchCollection examples = Example().Matches(Document);
        examples.Count.ShouldBe(3);
        foreach (Match example in examples)
            Circuit.FromOpenQasm(example.Groups["Program"].Value).ToString().ShouldBe(example.Groups["Circuit"].Value);
    }

    [Fact]
    public void The_last_program_is_what_is_written()
    {
        Match example = Example().Matches(Document)[^1];
        Circuit.Parse(example.Groups["Circuit"].Value).ToOpenQasm().ShouldBe(example.Groups["Program"].Value);
    }

    [Fact]
    public void The_first_programs_names_are_as_it_says()
    {
        OpenQasmProgram program = OpenQasmProgram.Read(Example().Match(Document).Groups["Program"].Value);
        foreach ((string name, int i) in program.Inputs.Select((name, i) => (name, i)))
            Document.ShouldContain($"`x{i} = {name}`");
        foreach ((string name, int i) in program.Weights.Select((name, i) => (name, i)))
            Document.ShouldContain($"`w{i} = {name}`");
        (program.Inputs.Count, program.Weights.Count).ShouldBe((2, 4));
    }

    [Fact]
    public void Every_gate_is_in_its_list()
    {
        string row = Document.Split('\n').Single(line => line.StartsWith("| Gates |", StringComparison.Ordinal));
        string[] listed =
        [
            .. GateName().Matches(row["| Gates".Length..].Split("Each is exact")[0]).Select(match => match.Value),
        ];
        listed.ShouldBe(StandardGates.All.Keys, ignoreOrder: true);
    }

    [GeneratedRegex(
        "```qasm\n(?<Program>.*?)```.*?```text\n(?<Circuit>[^\n]*)\n```",
        RegexOptions.Singleline | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Example();

    [GeneratedRegex(@"(?<=[` ])[A-Za-z][A-Za-z0-9]*(?=[` ])")]
    private static partial Regex GateName();
}
