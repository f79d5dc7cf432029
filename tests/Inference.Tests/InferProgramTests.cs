using System.Text.Json.Nodes;
using QImpact.Inference.Infer;
using QImpact.Tests;
using Shouldly;
using Xunit;

namespace QImpact.Inference.Tests;

/// <summary>Tests that take the console for themselves: no other test runs beside them.</summary>
[CollectionDefinition(nameof(Console), DisableParallelization = true)]
public sealed class ConsoleTests;

/// <summary>The command as a person types it, with its exit codes; in this process, one after the other.</summary>
[Collection(nameof(Console))]
public sealed class InferProgramTests : IDisposable
{
    private readonly Workplace _place = new();
    private readonly TextReader _in = Console.In;
    private readonly TextWriter _out = Console.Out;
    private readonly StringWriter _written = new();

    public InferProgramTests()
    {
        Console.SetOut(_written);
        _place.Model();
        _place.Write("scans/0.png", ImageFiles.Grey(28, 0));
        _place.Write("scans/1.png", ImageFiles.Grey(28, 255));
    }

    public void Dispose()
    {
        Console.SetIn(_in);
        Console.SetOut(_out);
        _place.Dispose();
    }

    [Fact]
    public void A_folder_is_summed_up_in_words()
    {
        Infer(_place.File("scans")).ShouldBe(0);
        string[] lines = _written.ToString().Split('\n');
        lines[0].ShouldBe("tiny on scans all: 1 bad, 1 good");
        lines[1].ShouldBe("        threshold 0.5 (the default: no card beside the model)");
        lines[2].ShouldMatch(@"^device  cpu \(asked for\), (1 thread|\d+ threads), \d+ images/s$");
        lines[3].ShouldBe($"wrote   {_place.File("table.csv")}");
    }

    [Fact]
    public void Broken_rows_give_exit_code_3_and_are_counted()
    {
        _place.Write("scans/2.png", [0]);
        Infer(_place.File("scans"), "--json").ShouldBe(3);
        JsonNode summary = JsonNode.Parse(_written.ToString())!;
        summary["broken"]!.GetValue<int>().ShouldBe(1);
        summary["images"]!.GetValue<int>().ShouldBe(3);
        summary["models"]![0]!["decisions"]!.AsArray().Select(count => count!.GetValue<int>()).ShouldBe([1, 1]);
        summary["first_result_seconds"]!.GetValue<double>().ShouldBeGreaterThan(0);
    }

    [Fact]
    public void A_list_on_standard_input_is_read_line_by_line_and_a_missing_file_is_a_broken_row()
    {
        Console.SetIn(
            new StringReader(
                $"{_place.File("scans/1.png")}\n\n  {_place.File("none.png")}\r\n{_place.File("scans/0.png")}"
            )
        );
        Infer("-").ShouldBe(3);
        string[] rows = [.. File.ReadAllLines(_place.File("table.csv")).Skip(1)];
        rows.Select(row => row.Split(',')[2])
            .ShouldBe([_place.File("scans/1.png"), _place.File("none.png"), _place.File("scans/0.png")]);
        rows[1].ShouldEndWith(",there is no such file");
    }

    [Fact]
    public void Several_models_are_summed_up_one_by_one()
    {
        Infer(_place.File("scans"), $"--model={_place.Model("other", new TinyModel { Offset = -9 })}").ShouldBe(0);
        _written.ToString().ShouldContain("tiny on scans all: 1 bad, 1 good");
        _written.ToString().ShouldContain("other on scans all: 0 bad, 2 good");
    }

    private int Infer(params string[] words) =>
        InferCommand
            .Create()
            .Parse([
                .. words,
                $"--model={_place.File("tiny.onnx")}",
                $"--out={_place.File("table.csv")}",
                "--device=cpu",
            ])
            .Invoke();
}
