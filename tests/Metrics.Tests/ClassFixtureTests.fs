/// Oracle of several classes: scikit-learn 1.2.1, values in tests/fixtures/statistics/classes, made by the script beside them.
module QImpact.Metrics.Tests.ClassFixtures

open System.IO
open System.Text.Json
open Xunit
open QImpact.Fixtures
open QImpact.Metrics
open QImpact.Metrics.MetricTable

let private files =
    Directory.GetFiles(Path.Combine(statistics, "classes"), "*.json")
    |> Array.map (fun path -> $"classes/{Path.GetFileName path}")
    |> Array.sort

let private integers (element: JsonElement) =
    [| for item in element.EnumerateArray() -> item.GetInt32() |]

let private evaluate file =
    let root = load file
    let input = field "input" root

    let scores =
        integers (field "scores_1024" input)
        |> Array.map (fun score -> float score / 1024.0)

    let classes = (field "classes" input).GetInt32()

    let values =
        Classification.Evaluate(
            forClasses classes @ List.init classes averagePrecision,
            integers (field "y" input),
            ClassScores.OfRows(classes, scores, Classification.DefaultThreshold)
        )

    values, field "expected" root

[<Fact>]
let ``the reference is scikit-learn 1.2.1 on nine sets of cases`` () =
    Assert.Equal(9, files.Length)

    for file in files do
        Assert.StartsWith("scikit-learn 1.2.1,", (load file |> field "provenance").GetString())

[<Fact>]
let ``every metric of several classes equals the reference, and is undefined where it does not exist`` () =
    for file in files do
        let values, expected = evaluate file

        let equal what (expected: JsonElement) (metric: Metric) =
            match number expected, values[metric] with
            | None, MetricValue.Undefined reason -> Assert.NotEmpty reason
            | Some expected, MetricValue.Defined actual ->
                Assert.True(abs (expected - actual) <= 1e-12, $"{file}, {what}: expected {expected:R}, got {actual:R}")
            | expected, actual -> Assert.Fail $"{file}, {what}: expected %A{expected}, got %A{actual}"

        for metric in
            [
                accuracy
                balancedAccuracy
                macroPrecision
                macroF1
                gmean
                auc
                mcc
                kappa
                brier
                logLoss
            ] do
            equal metric.Name (field metric.Name expected) metric

        for name, metric in
            [
                "precision", precision
                "recall", recall
                "specificity", specificity
                "f1", f1
                "auc_of", aucOf
                "average_precision", averagePrecision
            ] do
            (field name expected).EnumerateArray()
            |> Seq.iteri (fun cls value -> equal $"{name} of class {cls}" value (metric cls))

[<Fact>]
let ``the decisions counted equal the reference, the first of equal scores being decided`` () =
    for file in files do
        let values, expected = evaluate file

        let counts =
            [|
                for actual in 0 .. values.Counts.Classes - 1 ->
                    [|
                        for decided in 0 .. values.Counts.Classes - 1 -> int values.Counts[actual, decided]
                    |]
            |]

        Assert.Equal<int[][]>([| for row in (field "confusion" expected).EnumerateArray() -> integers row |], counts)

[<Fact>]
let ``what does not exist says why`` () =
    let ofFile name =
        fst (evaluate (Array.find (fun (file: string) -> file.Contains(name: string)) files))

    let never, absent, single =
        ofFile "five_never", ofFile "five_absent", ofFile "three_one_class"

    Assert.Equal("class 2 was never predicted", never[macroPrecision].Reason)
    Assert.Equal("", never[macroF1].Reason)
    Assert.Equal("no case of class 3", absent[balancedAccuracy].Reason)
    Assert.Equal("no case of class 3", absent[gmean].Reason)
    Assert.Equal("no case of class 3", absent[auc].Reason)
    Assert.Equal("no case of class 3", absent[aucOf 3].Reason)
    Assert.Equal("no case but of class 0", single[auc].Reason)
    Assert.Equal("all cases are of one class", single[mcc].Reason)
