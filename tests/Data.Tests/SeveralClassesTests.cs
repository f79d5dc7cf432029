using System.Collections.Immutable;
using System.Text.Json;
using QImpact.Data.Models;
using QImpact.Data.Predictions;
using QImpact.Data.Runs;
using Shouldly;
using Xunit;

namespace QImpact.Data.Tests;

/// <summary>What differs with more than two classes in the files that rooms hand to each other.</summary>
public sealed class SeveralClassesTests
{
    private static readonly ModelMetadata Metadata = new(
        "shapes-baseline-matched-s0",
        "baseline",
        "matched",
        0,
        ["disc", "ring", "cross"],
        PositiveClass: null,
        "shapes",
        "12",
        true,
        "1.0",
        Circuit: null
    );

    [Fact]
    public void Two_classes_need_a_positive_one_and_more_do_not()
    {
        DatasetDescription three = new("shapes", "", "12", false, 28, 1, Metadata.ClassNames, null);
        three.RequirePositiveClass().ShouldBeNull();
        three.WithPositiveClass("ring").RequirePositiveClass().ShouldBe(1);
        Should
            .Throw<BadInputException>(() => (three with { PositiveClass = 3 }).RequirePositiveClass())
            .Message.ShouldBe("shapes has the positive class 3; expected 0 to 2");
        Should.Throw<BadInputException>(() => (three with { ClassNames = ["a", "b"] }).RequirePositiveClass());
    }

    [Fact]
    public void A_file_of_several_classes_says_nothing_of_a_positive_one_unless_it_was_named()
    {
        Read(Metadata).ShouldBe(Metadata with { ClassNames = [] });
        Metadata.ToProperties().ShouldNotContain(property => property.Key == "positive_class");
        Read(Metadata with { PositiveClass = 2 }).PositiveClass.ShouldBe(2);
        Should
            .Throw<BadInputException>(() => Read(Metadata with { ClassNames = ["disc", "ring"] }))
            .Message.ShouldBe("x.onnx: the metadata 'positive_class' is missing");
        Should
            .Throw<BadInputException>(() => Read(Metadata with { PositiveClass = 3 }))
            .Message.ShouldBe("x.onnx: the metadata 'positive_class' is 3; expected 0 to 2");

        static ModelMetadata Read(ModelMetadata written) =>
            ModelMetadata.FromProperties("x.onnx", written.ToProperties().ToDictionary()) with
            {
                ClassNames = [],
            };
    }

    [Fact]
    public void The_table_of_several_classes_has_all_their_scores_and_no_threshold()
    {
        ImmutableArray<PredictionColumn> columns = PredictionTable.Columns(classes: 3, observables: 0);
        PredictionContext context = new("shapes", "test", "m", 0, Metadata.ClassNames, null, null, "ab");
        PredictionTable
            .Line(columns, context, new Prediction("7", 1, [0.25f, 0.25f, 0.5f], [], 2, null))
            .ShouldBe("shapes,test,7,1,m,0,0.25,0.25,0.5,2,cross,,,ab,");
    }

    [Theory]
    [InlineData("true", Balance.Undersample)]
    [InlineData("false", Balance.None)]
    [InlineData("\"undersample\"", Balance.Undersample)]
    [InlineData("\"weights\"", Balance.Weights)]
    [InlineData("\"none\"", Balance.None)]
    public void Every_form_of_the_balancing_that_a_config_can_have_is_read(string written, Balance expected)
    {
        TrainingSettings settings = JsonSerializer.Deserialize<TrainingSettings>(Settings(written), Json.Options)!;
        settings.Balance.ShouldBe(expected);
        // One form is written, so that runs of both are of one family.
        settings.ShouldBe(Protocols.Settings("matched", Architecture.Baseline) with { Balance = expected });
    }

    [Theory]
    [InlineData("1")]
    [InlineData("\"some\"")]
    [InlineData("null")]
    public void Another_balancing_is_refused(string written) =>
        Should.Throw<JsonException>(() =>
            JsonSerializer.Deserialize<TrainingSettings>(Settings(written), Json.Options)
        );

    [Fact]
    public void Results_of_two_classes_are_written_without_what_only_several_have()
    {
        SplitMetrics two = new(1, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1);
        JsonSerializer.Serialize(two, Json.Options).ShouldNotContain("macro_f1");
        SplitMetrics three = two with { MacroF1 = 0.5, Classes = [new ClassMetrics(4, 0.25, 0.5, null, 1)] };
        string written = JsonSerializer.Serialize(three, Json.Options);
        SplitMetrics read = JsonSerializer.Deserialize<SplitMetrics>(written, Json.Options)!;
        read.MacroF1.ShouldBe(0.5);
        read.Classes.ShouldBe(three.Classes);
    }

    private static string Settings(string balance)
    {
        string written = JsonSerializer.Serialize(Protocols.Settings("matched", Architecture.Baseline), Json.Options);
        return written.Replace("\"undersample\"", balance, StringComparison.Ordinal);
    }
}
