/// Printed numbers and metrics from whole counts; oracles: the metrics room, scikit-learn 1.2.1 (margins_paper_table1.json).
module QImpact.Analysis.Tests.TableMetric

open System
open Shouldly
open Xunit
open QImpact.Fixtures
open QImpact.Analysis.Audit

let private printed text =
    match PrintedValue.Parse text with
    | Ok value -> value
    | Error problem -> failwith problem

let private ratio (numerator: int) (denominator: int) =
    ExactValue.Ratio(Int128.op_Implicit numerator, Int128.op_Implicit denominator)

let private all (counts: ClassCounts) =
    [
        for r0 in 0 .. counts.Class0 do
            for r1 in 0 .. counts.Class1 -> { Right0 = r0; Right1 = r1 }
    ]

[<Fact>]
let ``a value between two printed numbers may be printed as either, any other as the nearest only`` () =
    let admits text value = (printed text).Admits value
    // 1/16 = 0.0625
    Assert.True(admits "0.062" (ratio 1 16))
    Assert.True(admits "0.063" (ratio 1 16))
    Assert.False(admits "0.061" (ratio 1 16))
    Assert.False(admits "0.064" (ratio 1 16))
    // 115/200 = 0.575, the double of which is below it: programs print 0.57 and 0.58.
    Assert.True(admits "0.57" (ratio 115 200))
    Assert.True(admits "0.58" (ratio 115 200))
    // One part in a million beside the border.
    Assert.False(admits "0.57" (ratio 575_001 1_000_000))
    Assert.True(admits "0.58" (ratio 575_001 1_000_000))
    Assert.Equal("0.58", (printed "0.57").Rounded(ratio 115 200))

[<Fact>]
let ``roots are compared without computing them`` () =
    let root numerator denominator =
        ExactValue.Root(Int128.op_Implicit (numerator: int64), Int128.op_Implicit (denominator: int64))

    // 0.65465 lies exactly on the border of 0.6546.
    Assert.Equal(0, (root (65_465L * 65_465L) (100_000L * 100_000L)).CompareToHalves(13_093L, 4))
    Assert.Equal(1, (root (65_465L * 65_465L + 1L) (100_000L * 100_000L)).CompareToHalves(13_093L, 4))
    Assert.Equal(-1, (root (65_465L * 65_465L - 1L) (100_000L * 100_000L)).CompareToHalves(13_093L, 4))
    Assert.Equal(-1, (root -1L 4L).CompareToHalves(-9_999L, 4))
    Assert.Equal(1, (root -1L 4L).CompareToHalves(-10_001L, 4))

[<Fact>]
let ``percent and fractions say the same with two digits less`` () =
    let percent, fraction = printed "74.36 %", printed "0.7436"
    Assert.Equal((fraction.Units, fraction.Decimals), (percent.Units, percent.Decimals))
    Assert.Equal("74.36 %", percent.Rounded(ratio 116 156))
    Assert.Equal(printed ".5", { printed "0.5" with Text = ".5" })

[<Fact>]
let ``0/0 is printed as 0 and nothing else`` () =
    // Nothing was decided 1: precision of class 1 is 0/0.
    let value =
        TableMetric.value TableMetric.precision (Positive 1) { Class0 = 3; Class1 = 4 } { Right0 = 3; Right1 = 0 }

    Assert.True value.IsUndefined
    Assert.True((printed "0.00").Admits value)
    Assert.False((printed "0.01").Admits value)

[<Fact>]
let ``metrics equal those of the metrics room`` () =
    let counts: ClassCounts = { Class0 = 5; Class1 = 7 }

    for right in all counts do
        let expected =
            QImpact.Metrics.Classification.OfConfusion(
                QImpact.Metrics.ConfusionMatrix.Of(
                    int64 right.Right1,
                    5L - int64 right.Right0,
                    7L - int64 right.Right1,
                    int64 right.Right0
                )
            )

        for row, value in expected.Values do
            let convention =
                row.PositiveClass |> Option.map Positive |> Option.defaultValue Symmetric

            match
                List.tryFind (fun (metric: TableMetric) -> metric.Name = row.Name) TableMetric.all, value.ToOption()
            with
            | Some metric, Some value ->
                let actual = TableMetric.value metric convention counts right
                Assert.False actual.IsUndefined
                Assert.Equal(value, actual.ToFloat(), 1e-14)
            | Some metric, None when metric <> TableMetric.auc && metric <> TableMetric.f1 ->
                Assert.True((TableMetric.value metric convention counts right).IsUndefined)
            | _ -> ()

[<Fact>]
let ``means of the classes are scikit-learn's macro and weighted averages`` () =
    // scikit-learn 1.2.1, precision_recall_fscore_support(average="macro" | "weighted") of tp 81, fp 7, fn 33, tn 35: the
    // classes' values stand in the reference, the averages are their means by definition.
    let model =
        load "margins_paper_table1.json"
        |> field "expected"
        |> field "classifiers"
        |> field "Baseline"

    let number name = (field name model).GetDouble()

    for metric, name in
        [
            TableMetric.f1, "f1"
            TableMetric.precision, "precision"
            TableMetric.recall, "recall"
        ] do
        let of0, of1 = number $"{name}_0", number $"{name}_1"

        let value convention =
            (TableMetric.value metric convention Paper.table.Counts { Right0 = 35; Right1 = 81 }).ToFloat()

        Assert.Equal((of0 + of1) / 2.0, value Macro, 1e-14)
        Assert.Equal((42.0 * of0 + 114.0 * of1) / 156.0, value Weighted, 1e-14)

[<Fact>]
let ``a column of the paper's table is computed for the class that its heading names`` () =
    // 2 of 3 malignant and 4 of 6 benign images are decided rightly.
    let labels = [| 0; 0; 0; 1; 1; 1; 1; 1; 1 |]
    let scores = [| 0.1; 0.2; 0.9; 0.4; 0.3; 0.6; 0.7; 0.8; 0.9 |]

    let expected =
        Map
            [
                "Accuracy", 6.0 / 9.0
                "F1 (malignant)", 2.0 * 0.5 * (2.0 / 3.0) / (0.5 + 2.0 / 3.0)
                "Precision (benign)", 4.0 / 5.0
                "Recall (benign)", 4.0 / 6.0
                "G-mean", 2.0 / 3.0
            ]

    for heading, metric in Paper.columns do
        match Map.tryFind heading expected with
        | Some value ->
            let found = QImpact.Metrics.Classification.Evaluate([ metric ], labels, scores, 0.5)
            found.Item(metric).ToOption().Value.ShouldBe(value, 1e-12, heading)
        | None -> heading.ShouldBe "AUC"
