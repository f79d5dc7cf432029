/// Tables, comparisons and reports of more than two classes.
module QImpact.Analysis.Tests.SeveralClassesTests

open System
open System.Collections.Immutable
open System.IO
open System.Text.RegularExpressions
open Xunit
open QImpact.Data
open QImpact.Data.Runs
open QImpact.Metrics
open QImpact.Analysis.Models
open QImpact.Analysis.Compare
open QImpact.Analysis.Document
open QImpact.Analysis.Input
open QImpact.Analysis.Report
open QImpact.Analysis.Tests.SampleRuns
open QImpact.Analysis.Tests.SeveralClasses

let private compared (judges: Judge list) =
    use folder = new TemporaryFolder()
    let tables = judges |> List.collect (write folder.Path >> Predictions.read)

    let models =
        Comparison.buildWith
            { ComparisonSettings.Default with
                Replicates = 300
            }
            "test"
            []
            tables

    let paired =
        if judges.Length > 1 then
            Some(PairedComparison.compare CompareOptions.Default models)
        else
            None

    models, paired, Html.write (Report.document paired None [] models)

let private pair =
    lazy
        (compared
            [
                judge
                { judge with
                    Name = "model-b"
                    Skill = 1.0
                    Seed = 2
                }
            ])

let private text (page: string) =
    let shown = Regex.Replace(page, "(?s)<(script|style).*?</\\1>|<[^>]*>", " ")
    Regex.Replace(string (Net.WebUtility.HtmlDecode shown), @"\s+", " ")

[<Fact>]
let ``a table of ten classes without threshold and positive class gives the metrics of its scores`` () =
    let models, _, _ = pair.Value
    let model = models.Models.Head
    Assert.Equal(10, models.Subject.ClassNames.Length)
    Assert.Equal<string list>([ for cls in 0..9 -> nameOf cls ], models.Subject.ClassNames)
    Assert.Equal(None, models.Subject.PositiveClass)

    let expected =
        Classification.Evaluate(MetricTable.forClasses 10, models.Labels, model.Scores)

    for metric, value in expected.Values do
        Assert.Equal(value, (model.Estimate metric).Value)

    // Parts have Wilson's interval, areas of a class DeLong's, what is left the bootstrap's.
    for metric in models.Metrics do
        if metric.IsReported && not (metric.Name.EndsWith "_corrected") then
            Assert.True((model.Estimate metric).Bounds.IsSome, $"{metric}: {(model.Estimate metric).Status}")

[<Fact>]
let ``metrics.csv names the class of a class metric by its index and leaves the others empty`` () =
    let models, _, _ = pair.Value
    let lines = (Facts.csv (MetricsTable.ofComparison models)).Split '\n'

    let positives name =
        [
            for line in lines do
                let cells = line.Split ','

                if cells.Length > 6 && cells[2] = "model-a" && cells[4] = name then
                    cells[5]
        ]

    Assert.Equal<string list>([ "" ], positives "macro_f1")
    Assert.Equal<string list>([ for cls in 0..9 -> string cls ], positives "recall")
    Assert.Equal<string list>("" :: [ for cls in 0..9 -> string cls ], positives "auc")

[<Fact>]
let ``two models of ten classes are tested by accuracy, by the recall of each class and by the macro AUC, all adjusted together``
    ()
    =
    let models, paired, _ = pair.Value
    let tested = paired.Value.Rows |> List.filter (fun row -> row.Test <> "")
    Assert.Equal(12, tested.Length)
    Assert.All(tested, (fun row -> Assert.True(row.Holm.IsSome)))
    let auc = tested |> List.find (fun row -> row.Metric = MetricTable.auc)
    Assert.Equal("permutation of ranks", auc.Test)
    Assert.Equal("bootstrap (BCa)", auc.IntervalMethod)
    Assert.Equal(Verdict.FirstHigher, auc.Verdict)
    let accuracy = tested |> List.find (fun row -> row.Metric = MetricTable.accuracy)

    let right (model: Model) =
        Array.map2 (=) models.Labels model.Scores.Decisions

    let first, second = right models.Models[0], right models.Models[1]

    let only a b =
        Array.map2 (fun x y -> x && not y) a b |> Array.filter id |> Array.length

    Assert.Equal(Some(only first second, only second first), accuracy.Discordant)

[<Fact>]
let ``the report of ten classes has their matrix, their table and their curves, and nothing that is of two classes``
    ()
    =
    let models, _, page = pair.Value
    let shown = text page
    Assert.Equal(2, Regex.Count(page, "class=\"confusion large\""))
    Assert.Equal(10, Regex.Count(page, "id=\"roc-[0-9]\""))
    Assert.Contains("Class by class", shown)

    for word in
        [
            "Table 1"
            "positive class"
            "Positive class"
            "score_1"
            "threshold"
            "Both classes"
            "MedMNIST v2"
        ] do
        Assert.DoesNotContain(word, shown)

    let counts = models.Models.Head.Metrics.Counts

    Assert.Contains(
        $"model-a decided {counts.Correct} of 180 images rightly (accuracy {MetricValue.Defined(float counts.Correct / 180.0)}",
        shown
    )

    Assert.Contains("18 of each of 10 classes", shown)

/// The run of a judge, with weighted losses.
let private writeRun (root: string) (judge: Judge) =
    let settings = Protocols.Settings("matched", Architecture.Parse "baseline")

    let weighted =
        TrainingSettings(
            settings.Stem,
            settings.Mean,
            settings.StandardDeviation,
            Balance.Weights,
            settings.LearningRate,
            settings.LearningRateMilestones,
            settings.BatchSize,
            settings.Epochs,
            settings.Select,
            settings.StopAboveBaseline
        )

    let names =
        ImmutableArray.CreateRange [ for cls in 0 .. judge.Classes - 1 -> nameOf cls ]

    let counts =
        ImmutableArray.CreateRange [ for cls in 0 .. judge.Classes - 1 -> 20 * (cls + 1) ]

    let description =
        DatasetDescription("shapes", "shapes.npz", String('c', 32), false, 28, 3, names, Nullable())

    let config =
        RunConfig(
            RunConfig.CurrentSchema,
            judge.Name,
            RunDataset(description, Seq.sum counts, 100, 180, TrainingClasses(counts, counts)),
            "baseline",
            "matched",
            weighted,
            judge.Seed,
            2,
            null,
            11_171_266L,
            null,
            "0.1.0+test"
        )

    let folder = RunFolder(Path.Combine(root, judge.Name))
    Json.WriteFile(folder.ConfigFile, config)
    File.WriteAllLines(folder.PredictionsFile, lines judge)

[<Fact>]
let ``a run of ten classes with weighted losses has a report, and its probabilities are corrected by the parts of the training split``
    ()
    =
    use folder = new TemporaryFolder()
    writeRun folder.Path judge
    let runs = Runs.readAll folder.Path

    let models =
        Comparison.buildWith
            { ComparisonSettings.Default with
                Replicates = 300
            }
            "test"
            runs
            []

    let shift = PriorShift.OfCounts(Array.create 10 1, [| for cls in 1..10 -> cls |])
    let model = models.Models.Head

    let expected =
        Classification.Evaluate([ MetricTable.brierCorrected ], models.Labels, model.Scores, ?shift = shift)

    Assert.Equal(expected[MetricTable.brierCorrected], (model.Estimate MetricTable.brierCorrected).Value)
    let shown = text (Html.write (Report.document None None runs models))
    Assert.Contains("the most probable class", shown)
    Assert.Contains("10 classes (kind 0, kind 1,", shown)
    Assert.DoesNotContain("BreastMNIST", shown)

[<Fact>]
let ``the report shows training images of each class in their colours`` () =
    let models, _, _ = pair.Value

    let split =
        ImageSplit("train", 28, 3, Array.init (10 * 28 * 28 * 3) (fun i -> byte (i % 251)), [| 0..9 |])

    let description =
        DatasetDescription(
            "shapes",
            "shapes.npz",
            String('c', 32),
            false,
            28,
            3,
            ImmutableArray.CreateRange models.Subject.ClassNames,
            Nullable()
        )

    let chapter =
        Pictures.section models (Ok(Dataset(description, split, split, split)))

    let page =
        Html.write
            { document "pictures" with
                Chapters = [ chapter ]
            }

    Assert.Equal(10, Regex.Count(page, "src=\"data:image/png;base64,"))
    Assert.Contains("kind 9 (label 9)", text page)

[<Fact>]
let ``thirty classes are shown by their most frequent mistakes and their lowest curves`` () =
    let _, _, page =
        compared
            [
                { judge with
                    Classes = 30
                    Images = 10
                    Skill = 1.0
                }
            ]

    Assert.DoesNotContain("class=\"confusion", page)
    Assert.Contains("The 20 mistakes that each model made most often.", text page)
    Assert.Equal(12, Regex.Count(page, "id=\"roc-[0-9]+\""))

[<Fact>]
let ``the terminal tells the classes one by one`` () =
    let models, _, _ = pair.Value
    use writer = new StringWriter()
    ConsoleTable.write writer models []
    let lines = writer.ToString().Split '\n'
    Assert.Contains(lines, (fun line -> line.Trim() = "shapes test, 180 images; 10 classes"))
    let recall = (models.Models.Head.Estimate(MetricTable.recall 3)).Value
    Assert.Contains(lines, (fun line -> line.Contains "kind 3" && line.Contains(string recall)))
    Assert.All(lines, (fun line -> Assert.True(line.TrimEnd().Length <= ConsoleTable.Width, line)))

[<Fact>]
let ``a comparison on some of its images is that of a table with these alone`` () =
    let models, _, _ = pair.Value
    let isKept (id: string) = int id % 7 <> 0

    let settings =
        { ComparisonSettings.Default with
            Replicates = 300
        }

    let fewer = (Comparison.onImages settings isKept models).Value
    use folder = new TemporaryFolder()

    let tables =
        [
            for model in models.Models do
                let path = folder.File $"{model.Label}.csv"

                File.ReadAllLines(
                    write
                        folder.Path
                        { judge with
                            Name = model.Label
                            Seed = model.Predictions.Seed.Value
                            Skill = (if model.Label = "model-a" then 2.5 else 1.0)
                        }
                )
                |> Array.indexed
                |> Array.filter (fun (line, _) -> line = 0 || isKept (string (line - 1)))
                |> Array.map snd
                |> fun lines -> File.WriteAllLines(path, lines)

                yield! Predictions.read path
        ]

    let expected = Comparison.buildWith settings "test" [] tables
    Assert.Equal<string[]>(expected.SampleIds, fewer.SampleIds)

    for model, other in List.zip expected.Models fewer.Models do
        Assert.Equal<Estimate list>(model.Estimates, other.Estimates)

    Assert.True((Comparison.onImages settings (fun _ -> false) models).IsNone)

[<Fact>]
let ``tables of different numbers of classes are not compared`` () =
    let line =
        refusal (fun () ->
            compared
                [
                    judge
                    { judge with
                        Name = "three"
                        Classes = 3
                        Images = 60
                    }
                ])

    Assert.Contains("the number of classes is not the same everywhere (10 in ", line)
