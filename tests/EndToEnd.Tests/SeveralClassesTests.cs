using System.Text.Json.Nodes;
using QImpact.Tests;
using Shouldly;
using Xunit;

namespace QImpact.EndToEnd.Tests;

/// <summary>Three classes in colour, from an archive that nobody knows, through the verbs.</summary>
public sealed class SeveralClassesTests : IDisposable
{
    private readonly Programs _programs = new();

    public void Dispose() => _programs.Dispose();

    [Fact]
    public async Task Three_classes_in_colour_go_through_every_verb_without_a_positive_class()
    {
        ColourSet.Save(_programs.File("colours.npz"), classes: 3, size: 28, perClass: (8, 3, 4));
        Ending trained = await _programs.Train(
            "--architecture=quantum-mid",
            "--protocol=matched",
            "--epochs=1",
            "--balance=weights",
            "--dataset=colours",
            "--data=colours.npz",
            "--threads=1",
            "--out=run"
        );
        trained.Code.ShouldBe(0, trained.Error);
        trained.Output.ShouldContain("(12 images)");
        trained.Output.ShouldNotContain("P(class 1)");

        Ending exported = await _programs.Export("--run=run", "--out=models", "--data=colours.npz");
        exported.Code.ShouldBe(0, exported.Error);
        const string model = "models/colours-quantum-mid-matched-e1-weighted-s0.onnx";
        Ending verified = await _programs.Verify(model, "--data=colours.npz");
        verified.Code.ShouldBe(0, verified.Output + verified.Error);

        Ending inferred = await _programs.Infer("colours.npz", $"--model={model}", "--out=table.csv");
        inferred.Code.ShouldBe(0, inferred.Error);
        string[] lines = File.ReadAllLines(_programs.File("table.csv"));
        lines[0]
            .ShouldBe(
                "dataset,split,sample_id,label,model,seed,score_0,score_1,score_2,expectation_0,expectation_1,expectation_2,expectation_3,"
                    + "decision,decision_name,positive_class,threshold,model_checksum,error"
            );
        lines.Length.ShouldBe(13);
        foreach (string[] cells in lines.Skip(1).Select(line => line.Split(',')))
        {
            cells[14].ShouldBe($"class {cells[13]}");
            cells[15..17].ShouldBe(["", ""]);
        }

        string images = Path.Combine(Repository.Root, "tests", "fixtures", "images");
        foreach (string name in (string[])["0", "class 1", "2"])
        {
            Directory.CreateDirectory(_programs.File($"scans/{name}"));
            foreach (string image in (string[])["grey.jpg", "grey-larger.png"])
                File.Copy(Path.Combine(images, image), _programs.File($"scans/{name}/{image}"));
        }
        string[] words = ["scans", "--labels-from-folders", $"--model={model}", "--out=scans.csv", "--json"];
        Ending judged = await _programs.Infer(words);
        judged.Code.ShouldBe(0, judged.Error);
        JsonNode tally = JsonNode.Parse(judged.Output)!["models"]![0]!;
        JsonNode Metric(string name) =>
            tally["metrics"]!.AsArray().First(metric => metric!["metric"]!.GetValue<string>() == name)!;
        // The same images in every class: a third of the decisions is right, and no class stands out.
        Metric("accuracy")["value"]!.GetValue<double>().ShouldBe(1 / 3.0, 1e-12);
        Metric("auc")["value"]!.GetValue<double>().ShouldBe(0.5, 1e-12);

        string[] whole = [$"--model={model}", "--data=colours.npz", "--split=all", "--out=whole", "--worst=2"];
        Ending all = await _programs.Verb("evaluate", whole);
        all.Code.ShouldBe(0, all.Error);
        all.Output.ShouldContain("24 of these 45 images have a near-duplicate in the training set");
        File.ReadAllText(_programs.File("whole/report.html")).ShouldContain("The most confident mistakes");
        File.ReadAllLines(_programs.File("whole/confusion.csv")).Length.ShouldBe(1 + 3);
        string table = File.ReadAllText(_programs.File("whole/predictions.csv"));
        string own = Path.GetFileNameWithoutExtension(model);
        File.WriteAllText(_programs.File("other.csv"), table.Replace(own, "another", StringComparison.Ordinal));
        Ending compared = await _programs.Verb(
            "compare",
            ["--predictions", "whole/predictions.csv", "other.csv", "--split=all"]
        );
        compared.Code.ShouldBe(0, compared.Error);
        compared.Output.ShouldContain("another");

        Ending runs = await _programs.Verb("runs", ["--runs=."]);
        runs.Code.ShouldBe(0, runs.Error);
        runs.Output.ShouldContain("colours");
        Ending threshold = await _programs.Verb("threshold", [model, "--data=colours.npz"]);
        (threshold.Code, threshold.Error).ShouldBe(
            (
                2,
                $"error: {model} has 3 classes; a threshold is for two, with more the most probable class is decided{Environment.NewLine}"
            )
        );
    }
}
