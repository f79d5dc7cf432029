module QImpact.Analysis.Tests.MetricsTable

open System.Globalization
open System.IO
open System.Text.Json
open Xunit
open QImpact.Fixtures
open QImpact.Metrics
open QImpact.Analysis.Models
open QImpact.Analysis.Report
open QImpact.Analysis.Tests.SampleRuns

/// Cells of metrics.csv by metric and positive class; only the last column may hold a comma.
let private rows (outcome: AnalyzeCommand.Outcome) =
    let lines = File.ReadAllLines outcome.Metrics
    Assert.Equal("dataset,split,model,seed,metric,positive_class,value,lower,upper,status", lines[0])

    lines
    |> Array.skip 1
    |> Array.map (fun line -> line.Split(',', 10))
    |> Array.groupBy (fun cells -> cells[2])
    |> Map.ofArray
    |> Map.map (fun _ rows -> rows |> Array.map (fun cells -> (cells[4], cells[5]), cells) |> Map.ofArray)

let private cell (model: Map<string * string, string[]>) metric positive (column: int) =
    model[(metric, positive)][column]

let private number (cell: string) =
    System.Double.Parse(cell, CultureInfo.InvariantCulture)

[<Fact>]
let ``metrics.csv has the hand-computed values of tp 2, fp 1, fn 1, tn 1`` () =
    analyse [ sample ] (fun outcome _ ->
        let model = (rows outcome)[nameOf sample]
        Assert.Equal(18, model.Count)
        let value metric positive = number (cell model metric positive 6)
        Assert.Equal(0.6, value "accuracy" "", 1e-15)
        Assert.Equal((0.5 + 2.0 / 3.0) / 2.0, value "balanced_accuracy" "", 1e-15)
        Assert.Equal(0.5, value "precision" "0", 1e-15)
        Assert.Equal(2.0 / 3.0, value "precision" "1", 1e-15)
        Assert.Equal(0.5, value "recall" "0", 1e-15)
        Assert.Equal(2.0 / 3.0, value "recall" "1", 1e-15)
        Assert.Equal(2.0 / 3.0, value "specificity" "0", 1e-15)
        Assert.Equal(0.5, value "f1" "0", 1e-15)
        Assert.Equal(sqrt (1.0 / 3.0), value "gmean" "", 1e-15)
        // Pairs in the right order: .75 and .875 above both, .375 above one.
        Assert.Equal(5.0 / 6.0, value "auc" "", 1e-15)
        // (4 - 1 = 2 - 1) / sqrt(3 * 3 * 2 * 2)
        Assert.Equal(1.0 / 6.0, value "mcc" "", 1e-15)
        Assert.Equal(1.0 / 6.0, value "kappa" "", 1e-15)
        Assert.Equal((0.0625 + 0.390625 + 0.0625 + 0.390625 + 0.015625) / 5.0, value "brier" "", 1e-15)

        let logLoss = -(log 0.75 + log 0.375 + log 0.75 + log 0.375 + log 0.875) / 5.0

        Assert.Equal(logLoss, value "log_loss" "", 1e-12)

        // Trained on 147 and 147 of a split of 147 and 399: odds times 399 / 147.
        let corrected score =
            399.0 * score / (399.0 * score + 147.0 * (1.0 - score))

        let ofTruth =
            [ 0.25, 0.0; 0.625, 0.0; 0.75, 1.0; 0.375, 1.0; 0.875, 1.0 ]
            |> List.map (fun (score, label) -> 1.0 - abs (corrected score - label))

        let brier = ofTruth |> List.averageBy (fun p -> (1.0 - p) * (1.0 - p))
        Assert.Equal(brier, value "brier_corrected" "", 1e-12)
        Assert.Equal(-(ofTruth |> List.averageBy log), value "log_loss_corrected" "", 1e-12))

[<Fact>]
let ``proportions have Wilson's interval, the AUC DeLong's, the others none`` () =
    let file = load "predictions/04_paper_like.json"

    let classifier =
        classifiers
        |> Array.find (fun c -> c.Source = "predictions/04_paper_like.json, baseline")

    let paperLike =
        { sample with
            Labels = List.ofArray classifier.Labels
            Scores = classifier.Scores |> Array.map float32 |> List.ofArray
        }

    Assert.Equal(156, (field "input" file |> field "n").GetInt32())

    analyse [ paperLike ] (fun outcome _ ->
        let model = (rows outcome)[nameOf sample]

        let interval metric positive =
            number (cell model metric positive 7), number (cell model metric positive 8)

        let check (expected: JsonElement) (tolerance: float) metric positive =
            let lower, upper = interval metric positive
            Assert.Equal(expected[0].GetDouble(), lower, tolerance)
            Assert.Equal(expected[1].GetDouble(), upper, tolerance)

        let wilson name =
            classifier.Expected |> field "intervals" |> field name |> field "wilson"

        check (wilson "accuracy") 1e-12 "accuracy" ""
        check (wilson "recall_0") 1e-12 "recall" "0"
        check (wilson "recall_1") 1e-12 "recall" "1"
        check (wilson "recall_1") 1e-12 "specificity" "0"
        check (wilson "precision_0") 1e-12 "precision" "0"
        check (wilson "precision_1") 1e-12 "precision" "1"
        // Rounding the scores to single precision keeps their order, so the AUC and its interval stay.
        check (classifier.Expected |> field "delong" |> field "ci95") 1e-12 "auc" ""

        for metric, positive in [ "f1", "0"; "gmean", ""; "mcc", ""; "brier", ""; "log_loss", "" ] do
            let lower, upper = interval metric positive
            let value = number (cell model metric positive 6)
            Assert.True(lower < value && value < upper, $"{metric}: {value} in {lower} to {upper}")
            Assert.Equal("ok", cell model metric positive 9))

[<Fact>]
let ``an undefined metric has an empty value and its reason`` () =
    // Nothing is decided malignant.
    let blind =
        { sample with
            Scores = [ 0.75f; 0.625f; 0.75f; 0.875f; 0.875f ]
        }

    analyse [ blind ] (fun outcome html ->
        let model = (rows outcome)[nameOf sample]

        Assert.Equal<string[]>(
            [| ""; ""; ""; "undefined: class 0 was never predicted" |],
            model[("precision", "0")][6..9]
        )

        Assert.Equal("undefined: class 0 was never predicted", model[("mcc", "")][9])
        // Once below the table, with a mark in each of the cells.
        Assert.Contains("</sup> class 0 was never predicted. ", html)

        Assert.DoesNotContain(
            "class=\"reason\">class 0 was never predicted",
            html.Substring(html.IndexOf "Every metric")
        ))

[<Fact>]
let ``perfect separation gives no interval of width zero, but the reason`` () =
    let perfect =
        { sample with
            Labels = List.init 20 (fun i -> i % 2)
            Scores = List.init 20 (fun i -> if i % 2 = 0 then 0.125f else 0.875f)
        }

    analyse [ perfect ] (fun outcome html ->
        let model = (rows outcome)[nameOf sample]
        let auc = model[("auc", "")]
        Assert.Equal<string[]>([| "1"; ""; "" |], auc[6..8])
        Assert.Contains("ok; no interval: DeLong's variance is 0", auc[9])
        Assert.Contains("without an interval", html))

[<Fact>]
let ``two images of a class give intervals that hold for few, and the reason for the others`` () =
    analyse [ sample ] (fun outcome _ ->
        let model = (rows outcome)[nameOf sample]
        Assert.Equal("ok", model[("recall", "0")][9])

        for metric in [ "auc"; "gmean"; "brier" ] do
            Assert.Equal("ok; no interval: a class has 2 cases; expected at least 10", model[(metric, "")][9]))

[<Fact>]
let ``the JSON summary holds the same figures and the paths`` () =
    analyse [ sample ] (fun outcome _ ->
        use json = JsonDocument.Parse(AnalyzeCommand.json outcome)
        let root = json.RootElement
        Assert.Equal("breastmnist", (field "dataset" root).GetString())
        Assert.Equal(5, (field "images" root).GetInt32())
        Assert.Equal(outcome.Report, (field "report" root).GetString())
        let model = (field "models" root)[0]

        let auc =
            (field "metrics" model).EnumerateArray()
            |> Seq.find (fun metric -> (field "metric" metric).GetString() = "auc")

        Assert.Equal(5.0 / 6.0, (field "value" auc).GetDouble(), 1e-15))

[<Fact>]
let ``the terminal table is at most 100 columns wide and shows undefined metrics as n/a`` () =
    let blind =
        { sample with
            Architecture = "quantum-end"
            Scores = [ 0.75f; 0.625f; 0.75f; 0.875f; 0.875f ]
        }

    analyse [ sample; blind ] (fun outcome _ ->
        use writer = new StringWriter()
        ConsoleTable.write writer outcome.Comparison (AnalyzeCommand.findings outcome)
        let text = writer.ToString()
        Assert.All(text.Split '\n', fun line -> Assert.True(line.TrimEnd().Length <= 100, line))
        Assert.Contains("Quantum-End", text)
        Assert.Contains("0.8333", text)
        Assert.Contains("n/a", text))

[<Fact>]
let ``in the terminal seeds of one thing are one row: the mean, the lowest and the highest`` () =
    let blind =
        { sample with
            Seed = sample.Seed + 1
            Scores = [ 0.75f; 0.625f; 0.75f; 0.875f; 0.875f ]
        }

    analyse [ sample; blind ] (fun outcome _ ->
        use writer = new StringWriter()
        ConsoleTable.write writer outcome.Comparison []
        let text = writer.ToString()

        let aucs =
            outcome.Comparison.Models
            |> List.map (fun model -> (model.Estimate MetricTable.auc).Value.ToNullable().Value)

        Assert.Contains("2 seeds", text)
        Assert.DoesNotContain("s1", text)
        Assert.Contains(Decimals.four (List.average aucs), text)
        Assert.Contains($"{List.min aucs:F2} to {List.max aucs:F2}", text)
        Assert.Contains("Of several seeds: the mean and", text)
        Assert.All(text.Split '\n', fun line -> Assert.True(line.TrimEnd().Length <= 100, line)))
