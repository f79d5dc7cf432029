using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using QImpact.Data;
using QImpact.Inference.Infer;
using QImpact.Inference.Thresholds;
using QImpact.Metrics;
using QImpact.Terminal;
using QImpact.Tests;
using Shouldly;
using Xunit;

namespace QImpact.Inference.Tests;

public sealed class ThresholdTests : IDisposable
{
    private static readonly int[] Labels = [0, 0, 0, 1, 1, 1, 1];
    private static readonly double[] Scores = [0.1, 0.3, 0.6, 0.2, 0.4, 0.7, 0.9];

    private readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    // By hand. Decided 0 below the cut: at 0.35 two of three malignant and three of four benign are right, at 0.65 three and two.
    [Theory]
    [InlineData("youden", 0, 0.65, 3, 2)]
    [InlineData("sensitivity=0.6", 0, 0.35, 2, 3)]
    [InlineData("sensitivity=0.7", 0, 0.65, 3, 2)]
    [InlineData("sensitivity=1", 0, 0.65, 3, 2)]
    [InlineData("sensitivity=0.3", 0, 0.15, 1, 4)]
    [InlineData("sensitivity=1", 1, 0.15, 4, 1)]
    [InlineData("0.5", 0, 0.5, 2, 2)]
    public void A_rule_chooses_the_threshold_that_its_definition_names(
        string rule,
        int positive,
        double expected,
        int detected,
        int cleared
    )
    {
        (double threshold, ConfusionMatrix counts) = ThresholdRule.Parse(rule).Choose(Labels, Scores, positive);
        threshold.ShouldBe(expected, 1e-12);
        (counts.TruePositives, counts.TrueNegatives).ShouldBe((detected, cleared));
    }

    [Property(MaxTest = 100, Replay = "1,3")]
    public Property No_threshold_has_a_larger_Youden_index_and_a_wanted_sensitivity_is_always_reached() =>
        Prop.ForAll(
            Gen.Choose(0, 20)
                .Select(score => score / 20.0)
                .Zip(Gen.Choose(0, 1))
                .ListOf(30)
                .Where(cases => cases.Select(at => at.Item2).Distinct().Count() == 2)
                .ToArbitrary(),
            cases =>
            {
                int[] labels = [.. cases.Select(at => at.Item2)];
                double[] scores = [.. cases.Select(at => at.Item1)];
                double best = Youden(ThresholdRule.Youden.Choose(labels, scores, 0).Counts);
                bool none = Enumerable
                    .Range(0, 1001)
                    .All(i => Youden(Classification.Confuse(labels, scores, i / 999.0).SwapPositive()) <= best + 1e-12);
                ConfusionMatrix reached = ThresholdRule.NewSensitivity(0.9).Choose(labels, scores, 0).Counts;
                return none && reached.TruePositives >= 0.9 * reached.Positives;
            }
        );

    [Fact]
    public void The_threshold_is_stored_in_the_card_and_infer_decides_with_it()
    {
        string model = _place.ModelWithCard();
        string card = Path.ChangeExtension(model, ".json");
        JsonObject before = JsonNode.Parse(File.ReadAllText(card))!.AsObject();
        ThresholdSummary summary = Choose(model, "sensitivity=0.95");
        summary.Previous.ShouldBe(0.5);
        summary.PositiveName.ShouldBe("bad");
        summary.Choice.Positives.ShouldBe(21);
        summary.Choice.Detected.ShouldBeGreaterThanOrEqualTo(20);

        JsonObject after = JsonNode.Parse(File.ReadAllText(card))!.AsObject();
        after["threshold"]!.GetValue<double>().ShouldBe(summary.Threshold);
        foreach (
            (string key, JsonNode? value) in before.Where(member =>
                !member.Key.StartsWith("threshold", StringComparison.Ordinal)
            )
        )
            JsonNode.DeepEquals(after[key], value).ShouldBeTrue(key);

        InferRequest request = _place.Request(model) with { Split = "val", Dataset = "phantom" };
        var rows = Workplace.Rows(request);
        foreach (var row in rows)
        {
            Workplace.Number(row["threshold"]).ShouldBe(summary.Threshold);
            row["decision"].ShouldBe(Workplace.Number(row["score_1"]) >= summary.Threshold ? "1" : "0");
        }
        rows.LongCount(row => row["label"] == "0" && row["decision"] == "0").ShouldBe(summary.Choice.Detected);
        InferJob
            .Execute(request with { Force = true }, CancellationToken.None)
            .Models[0]
            .Threshold!.Source.ShouldBe("the card's, sensitivity=0.95 on val");
    }

    [Fact]
    public void The_sensitivity_is_that_of_the_models_positive_class()
    {
        TinyModel model = new() { MetadataChanges = new Dictionary<string, string?> { ["positive_class"] = "1" } };
        ThresholdSummary summary = Choose(_place.ModelWithCard("other", model), "sensitivity=0.95");
        summary.PositiveName.ShouldBe("good");
        (summary.Choice.PositiveClass, summary.Choice.Positives).ShouldBe((1, 57));
        summary.Choice.Detected.ShouldBeGreaterThanOrEqualTo(55);
    }

    [Fact]
    public void A_threshold_that_is_asked_for_wins_over_the_cards()
    {
        string model = _place.ModelWithCard();
        Choose(model, "0.4");
        InferRequest request = _place.Request(model) with { Dataset = "phantom" };
        Source(request).ShouldBe(new ThresholdInUse(0.4, "the card's, given"));
        Source(request with { Threshold = 0.7 }).ShouldBe(new ThresholdInUse(0.7, "asked for"));
        Source(request with { Ensemble = true }).ShouldBe(new ThresholdInUse(0.5, "the default of ensembles"));
        Source(_place.Request(_place.Model("bare")) with { Dataset = "phantom" })
            .ShouldBe(new ThresholdInUse(0.5, "the default: no card beside the model"));

        static ThresholdInUse? Source(InferRequest request) =>
            InferJob.Execute(request with { Force = true }, CancellationToken.None).Models[0].Threshold;
    }

    [Fact]
    public void Other_data_than_the_models_are_named_and_its_chosen_threshold_is_not_applied_unasked()
    {
        string model = _place.ModelWithCard();
        Choose(model, "0.4");
        string other = _place.Archive(new ArchiveBuilder().WithSplit("test", 4, size: 28));
        InferRequest request = _place.Request(model) with { Images = [other] };
        InferSummary summary = InferJob.Execute(request, CancellationToken.None);
        summary.Models[0].OtherData.ShouldBe($"phantom (MD5 {Workplace.Phantom.Description.Md5})");
        summary
            .Models[0]
            .Threshold.ShouldBe(
                new ThresholdInUse(0.5, "the default: the card's 0.4 was chosen on phantom; --threshold=0.4 applies it")
            );
        InferCommand
            .Text(summary)
            .ShouldContain(
                $"these are other data than it was trained on, phantom (MD5 {Workplace.Phantom.Description.Md5})"
            );
        Workplace.Rows(request).Select(row => row["threshold"]).ShouldAllBe(threshold => threshold == "0.5");

        InferJob
            .Execute(request with { Threshold = 0.4, Force = true }, CancellationToken.None)
            .Models[0]
            .Threshold.ShouldBe(new ThresholdInUse(0.4, "asked for"));
        InferSummary own = InferJob.Execute(
            request with
            {
                Images = [],
                Dataset = "phantom",
                Force = true,
            },
            CancellationToken.None
        );
        own.Models[0].OtherData.ShouldBeNull();
        own.Models[0].Threshold!.Value.ShouldBe(0.4);
    }

    [Fact]
    public void An_ensembles_threshold_is_told_and_decides_as_it_says()
    {
        string[] models =
        [
            _place.ModelWithCard("net-s0"),
            _place.ModelWithCard("net-s1", new TinyModel { Slope = 12, Offset = 5 }),
        ];
        string card = File.ReadAllText(Path.ChangeExtension(models[0], ".json"));
        ThresholdSummary summary = ThresholdJob.Execute(
            models,
            ThresholdRule.Parse("sensitivity=0.9"),
            null,
            1,
            offline: true,
            CancellationToken.None
        );
        summary.Card.ShouldBeNull();
        ThresholdCommand.Text(summary).ShouldContain("state it: infer --ensemble --threshold=0.");
        File.ReadAllText(Path.ChangeExtension(models[0], ".json")).ShouldBe(card);

        var rows = Workplace.Rows(
            _place.Request(models) with
            {
                Split = "val",
                Dataset = "phantom",
                Ensemble = true,
                Threshold = summary.Threshold,
            }
        );
        rows.LongCount(row => row["label"] == "0" && row["decision"] == "0").ShouldBe(summary.Choice.Detected);
        rows.LongCount(row => row["label"] == "1" && row["decision"] == "1").ShouldBe(summary.Choice.Cleared);
    }

    [Fact]
    public void The_command_says_what_the_threshold_gives()
    {
        string model = _place.ModelWithCard();
        ThresholdCommand
            .Text(Choose(model, "youden"))
            .Split('\n')[1]
            .ShouldMatch(@"^on val: \d+ of 21 bad detected, \d+ of 57 others cleared$");
        ThresholdCommand.Create().Parse([model, "--rule=youden", "--json"]).Invoke().ShouldBe(0);
    }

    [Theory]
    [InlineData("jouden")]
    [InlineData("sensitivity=0")]
    [InlineData("sensitivity=1.5")]
    [InlineData("sensitivity=")]
    [InlineData("-0.1")]
    [InlineData("NaN")]
    public void What_is_no_rule_is_refused(string rule)
    {
        Should
            .Throw<BadInputException>(() => ThresholdRule.Parse(rule))
            .Message.ShouldBe(
                $"--rule={rule}; expected youden, sensitivity=S with S in (0, 1], or a threshold in [0, 1]"
            );
    }

    [Fact]
    public void A_model_without_a_card_or_trained_on_other_data_is_refused()
    {
        string bare = _place.Model("bare");
        Problem(bare)
            .ShouldBe(
                $"there is no {Path.ChangeExtension(bare, ".json")} beside the model to store a threshold in; export writes both"
            );
        string other = _place.Model("other");
        using (Classifier classifier = Classifier.Load(other, DeviceRequest.Cpu, threads: 1))
            Json.WriteFile(Path.ChangeExtension(other, ".json"), Cards.Of(classifier));
        Problem(other).ShouldContain("was trained on 12: name that archive with --data=FILE");

        string Problem(string model) => Should.Throw<BadInputException>(() => Choose(model, "youden")).Message;
    }

    [Fact]
    public void Images_of_one_class_choose_nothing()
    {
        Should
            .Throw<BadInputException>(() => ThresholdRule.Youden.Choose([1, 1], [0.1, 0.2], 0))
            .Message.ShouldBe("all 2 images are of class 1; a threshold is chosen from both classes");
    }

    private static double Youden(ConfusionMatrix counts) =>
        (double)counts.TruePositives / counts.Positives + (double)counts.TrueNegatives / counts.Negatives;

    private static ThresholdSummary Choose(string model, string rule) =>
        ThresholdJob.Execute([model], ThresholdRule.Parse(rule), null, 1, offline: true, CancellationToken.None);
}
