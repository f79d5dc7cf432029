/// Oracle: scikit-learn 1.2.1 and pROC 1.18.0, values in tests/fixtures/statistics (tolerances from its README).
module QImpact.Metrics.Tests.Reference

open System
open System.Text.Json
open Xunit
open QImpact.Fixtures
open QImpact.Metrics
open QImpact.Metrics.MetricTable

let private tolerance = 1e-12

let private equal (what: string) (expected: float option) (actual: MetricValue) =
    match expected, actual with
    | None, MetricValue.Undefined reason -> Assert.NotEmpty reason
    | Some expected, MetricValue.Defined actual ->
        Assert.True(abs (expected - actual) <= tolerance, $"{what}: expected {expected:R}, got {actual:R}")
    | expected, actual -> Assert.Fail $"{what}: expected %A{expected}, got %A{actual}"

let private equalToBlock (source: string) (expected: JsonElement) (metrics: MetricValues) =
    let count name = (field name expected).GetInt32()
    let value name = number (field name expected)

    let check name actual =
        equal $"{source}, {name}" (value name) actual

    let confusion = ConfusionMatrix.Of(count "tp", count "fp", count "fn", count "tn")
    Assert.Equal(confusion, metrics.Confusion)
    check "accuracy" metrics[accuracy]
    check "balanced_accuracy" metrics[balancedAccuracy]
    check "precision_0" metrics[precision 0]
    check "precision_1" metrics[precision 1]
    check "recall_0" metrics[recall 0]
    check "recall_1" metrics[recall 1]
    check "recall_1" metrics[specificity 0]
    check "recall_0" metrics[specificity 1]
    check "f1_0" metrics[f1 0]
    check "f1_1" metrics[f1 1]
    check "gmean" metrics[gmean]
    check "mcc" metrics[mcc]

[<Fact>]
let ``there are 18 prediction files with 56 classifiers`` () =
    Assert.Equal(18, predictionFiles.Length)
    Assert.Equal(56, classifiers.Length)

[<Fact>]
let ``threshold metrics equal the reference where the score is at or above one half`` () =
    for classifier in classifiers do
        Classification.Evaluate(classifier.Labels, classifier.Scores, 0.5)
        |> equalToBlock classifier.Source (field "threshold_ge" classifier.Expected)

[<Fact>]
let ``a threshold one step above one half gives the reference of the rule score > 0.5`` () =
    for classifier in classifiers do
        Classification.Evaluate(classifier.Labels, classifier.Scores, Math.BitIncrement 0.5)
        |> equalToBlock classifier.Source (field "threshold_gt" classifier.Expected)

[<Fact>]
let ``AUC, Brier and log loss equal the reference`` () =
    for classifier in classifiers do
        let metrics = Classification.Evaluate(classifier.Labels, classifier.Scores)
        let expected name = number (field name classifier.Expected)
        equal $"{classifier.Source}, auc" (expected "auc") metrics[auc]
        equal $"{classifier.Source}, brier" (expected "brier") metrics[brier]

        equal
            $"{classifier.Source}, log loss"
            (classifier.Expected |> field "log_loss" |> field "clip_2.2e-16" |> number)
            metrics[logLoss]

[<Fact>]
let ``the members for one metric give what Evaluate gives`` () =
    for classifier in classifiers do
        let metrics = Classification.Evaluate(classifier.Labels, classifier.Scores)
        Assert.Equal(metrics[auc], Classification.RocAuc(classifier.Labels, classifier.Scores))
        Assert.Equal(metrics.Confusion, Classification.Confuse(classifier.Labels, classifier.Scores, 0.5))

[<Fact>]
let ``the area below the ROC curve's straight lines is the AUC`` () =
    for classifier in classifiers do
        let curve = Classification.RocCurve(classifier.Labels, classifier.Scores)

        match Classification.RocAuc(classifier.Labels, classifier.Scores) with
        | MetricValue.Undefined _ -> Assert.Empty curve
        | MetricValue.Defined auc ->
            let area =
                curve
                |> Seq.pairwise
                |> Seq.sumBy (fun (a, b) ->
                    (b.FalsePositiveRate - a.FalsePositiveRate)
                    * (a.TruePositiveRate + b.TruePositiveRate)
                    / 2.0)

            Assert.Equal(auc, area, 1e-12)
            Assert.Equal((0.0, 0.0), (curve[0].FalsePositiveRate, curve[0].TruePositiveRate))
            let last = curve[curve.Count - 1]
            Assert.Equal((1.0, 1.0), (last.FalsePositiveRate, last.TruePositiveRate))
