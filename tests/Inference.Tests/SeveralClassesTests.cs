using QImpact.Data;
using QImpact.Inference.Infer;
using QImpact.Inference.Thresholds;
using QImpact.Metrics;
using QImpact.Tests;
using Shouldly;
using Xunit;

namespace QImpact.Inference.Tests;

/// <summary>Models of more than two classes, over colour images.</summary>
public sealed class SeveralClassesTests : IDisposable
{
    private static readonly TinyModel Four = new() { Classes = 4, Channels = 3 };

    private readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public void The_most_probable_class_is_decided_and_the_table_has_neither_threshold_nor_positive_class()
    {
        Scans();
        InferRequest request = _place.Request(_place.Model("four", Four)) with
        {
            Images = [_place.File("scans")],
            LabelsFromFolders = true,
        };
        var rows = Workplace.Rows(request);
        // Means 0, 1/3, 2/3, 1 in the folders of classes 0, 1, 3 and 3.
        rows.Select(row => row["decision"]).ShouldBe(["0", "1", "2", "3"]);
        rows.Select(row => row["label"]).ShouldBe(["0", "1", "3", "3"]);
        rows[2]["decision_name"].ShouldBe("class 2");
        foreach (var row in rows)
        {
            (row["positive_class"], row["threshold"]).ShouldBe(("", ""));
            Enumerable.Range(0, 4).Sum(label => Workplace.Number(row[$"score_{label}"])).ShouldBe(1, 1e-6);
        }
        // exp(2 c t - c^2) for t = 1, by its definition.
        double[] powers = [.. Enumerable.Range(0, 4).Select(c => Math.Exp(2 * c - c * c))];
        for (int label = 0; label < 4; label++)
            Workplace.Number(rows[1][$"score_{label}"]).ShouldBe(powers[label] / powers.Sum(), 1e-5);
    }

    [Fact]
    public void What_computes_metrics_gets_the_probabilities_of_all_classes()
    {
        Scans();
        LabelledScores? given = null;
        InferRequest request = _place.Request(_place.Model("four", Four)) with
        {
            Images = [_place.File("scans")],
            LabelsFromFolders = true,
            Metrics = images =>
            {
                given = images;
                return [new LabelledMetric("accuracy", "Accuracy", null, 0.75, null, null, "ok")];
            },
        };
        InferSummary summary = InferJob.Execute(request, CancellationToken.None);
        given!.Labels.ShouldBe([0, 1, 3, 3]);
        given.Threshold.ShouldBeNull();
        given.Probabilities.Chunk(4).Select(row => Array.IndexOf(row, row.Max())).ShouldBe([0, 1, 2, 3]);
        (summary.Models[0].Labelled, summary.Models[0].Correct).ShouldBe((4, 3));
        summary.Models[0].Threshold.ShouldBeNull();
        InferCommand.Text(summary).ShouldContain("3 of 4 right");
        InferCommand.Text(summary).ShouldNotContain("threshold");
    }

    [Fact]
    public void An_ensemble_decides_the_class_of_the_highest_mean_probability()
    {
        Scans();
        string[] models = [_place.Model("a", Four), _place.Model("b", Four)];
        InferRequest alone = _place.Request(models[0]) with { Images = [_place.File("scans")] };
        InferRequest together = _place.Request(models) with { Images = [_place.File("scans")], Ensemble = true };
        var expected = Workplace.Rows(alone);
        var rows = Workplace.Rows(together);
        for (int i = 0; i < rows.Count; i++)
        {
            rows[i]["decision"].ShouldBe(expected[i]["decision"]);
            rows[i]["score_3"].ShouldBe(expected[i]["score_3"]);
            rows[i]["threshold"].ShouldBe("");
        }
    }

    [Fact]
    public void A_threshold_is_refused_whoever_asks_for_it()
    {
        string model = _place.Model("four", Four);
        Workplace
            .Problem(_place.Request(model) with { Threshold = 0.5 })
            .ShouldBe($"--threshold is for models of two classes; {model} has 4");
        Should
            .Throw<BadInputException>(() =>
                ThresholdJob.Execute([model], ThresholdRule.Youden, null, 1, offline: true, CancellationToken.None)
            )
            .Message.ShouldBe(
                $"{model} has 4 classes; a threshold is for two, with more the most probable class is decided"
            );
    }

    [Fact]
    public void Models_and_data_of_other_classes_are_refused_by_name()
    {
        string four = _place.Model("four", Four);
        string two = _place.Model("two", new TinyModel { Channels = 3 });
        Scans();
        Workplace
            .Problem(_place.Request(four, two) with { Images = [_place.File("scans")] })
            .ShouldBe(
                $"{four} has the classes [class 0 | class 1 | class 2 | class 3], {two} [bad | good]; expected the same: run them one at a time"
            );
        string archive = _place.Archive(
            ArchiveBuilder
                .Valid()
                .With("test_labels", ArchiveBuilder.Npy("|u1", "(3, 1)", [0, 1, 4]))
                .With(
                    "test_images",
                    ArchiveBuilder.Npy("|u1", "(3, 28, 28, 3)", ArchiveBuilder.Pixels(3 * 28 * 28 * 3))
                )
        );
        Workplace
            .Problem(_place.Request(four) with { Images = [archive] })
            .ShouldBe($"{four} knows 4 classes; image 2 of the test split has label 4");
        _place.Write("scans/class 4/e.png", ImageFiles.Grey(28, 9));
        Workplace
            .Problem(_place.Request(four) with { Images = [_place.File("scans")], LabelsFromFolders = true })
            .ShouldContain(
                "its folder 'class 4' is no class; expected one of 'class 0', 'class 1', 'class 2', 'class 3'"
            );
    }

    private void Scans()
    {
        _place.Write("scans/0/a.png", ImageFiles.Grey(28, 0));
        _place.Write("scans/class 1/b.png", ImageFiles.Grey(28, 85));
        _place.Write("scans/class 3/c.png", ImageFiles.Grey(28, 170));
        _place.Write("scans/class 3/d.png", ImageFiles.Grey(28, 255));
    }
}
