using System.Text.Json.Nodes;
using QImpact.Tests;
using Shouldly;
using Xunit;

namespace QImpact.EndToEnd.Tests;

/// <summary>Images in folders that are named as their classes, judged by a sound small file.</summary>
public sealed class LabelledMetricsTests : IDisposable
{
    private readonly Programs _programs = new();

    public void Dispose() => _programs.Dispose();

    [Fact]
    public async Task Labels_from_folders_give_every_metric_with_its_interval()
    {
        string fixtures = Path.Combine(Repository.Root, "tests", "fixtures");
        foreach (string name in (string[])["malignant", "benign"])
        {
            Directory.CreateDirectory(_programs.File($"scans/{name}"));
            foreach (string image in (string[])["grey.jpg", "grey-larger.png", "grey-smaller.png"])
                File.Copy(Path.Combine(fixtures, "images", image), _programs.File($"scans/{name}/{image}"));
        }
        string[] words =
        [
            "scans",
            "--labels-from-folders",
            $"--model={Path.Combine(fixtures, "models", "sound.onnx")}",
            "--force",
            "--out=table.csv",
        ];
        Ending text = await _programs.Infer(words);
        text.Code.ShouldBe(0, text.Error);
        text.Output.ShouldContain("6 images; intervals of 95 % from these images");
        text.Output.ShouldContain("AUC");

        Ending json = await _programs.Infer([.. words, "--json"]);
        JsonArray metrics = JsonNode.Parse(json.Output)!["models"]![0]!["metrics"]!.AsArray();
        // The same images in both classes: the ranking is chance, and half of the decisions are right.
        Value("auc").ShouldBe(0.5);
        JsonNode accuracy = Of("accuracy");
        accuracy["value"]!.GetValue<double>().ShouldBe(0.5);
        // Wilson's interval of 3 of 6.
        accuracy["lower"]!.GetValue<double>().ShouldBe(0.1876, 1e-4);
        accuracy["upper"]!.GetValue<double>().ShouldBe(0.8124, 1e-4);

        double Value(string name) => Of(name)["value"]!.GetValue<double>();

        JsonNode Of(string name) => metrics.First(metric => metric!["metric"]!.GetValue<string>() == name)!;
    }
}
