/// Sets of tables whose truth is known, and every page on them.
module internal QImpact.Analysis.Tests.KnownTruth

open System.IO
open System.Net
open System.Text.Json
open System.Text.RegularExpressions
open Xunit
open QImpact.Fixtures
open QImpact.Metrics
open QImpact.Statistics
open QImpact.Analysis.Document
open QImpact.Analysis.Input
open QImpact.Analysis.Models
open QImpact.Analysis.Compare
open QImpact.Analysis.Report
open QImpact.Analysis.Tests.SampleRuns

/// 90 images, a third malignant; right on every one but each wrongEvery-th, which seeds shift.
let judging wrongEvery (sample: Sample) =
    let labels = List.init 90 (fun i -> if i % 3 = 0 then 0 else 1)

    { sample with
        Protocol = "matched"
        Labels = labels
        Scores =
            labels
            |> List.mapi (fun i label ->
                let towards =
                    if (i + 5 * sample.Seed) % wrongEvery = 0 then
                        1 - label
                    else
                        label

                (if towards = 1 then 0.55f else 0.25f)
                + float32 ((i * 7 + sample.Seed) % 20) / 100.0f)
    }

let run architecture wrongEvery seed =
    judging
        wrongEvery
        { sample with
            Architecture = architecture
            Seed = seed
        }

let baseline = run "baseline"
let hybrid = run "quantum-end"

let failing seed =
    if seed = 2 then hybrid 2 seed else hybrid 12 seed

let scenarios: Map<string, Sample list> =
    Map
        [
            "equal, one seed", [ baseline 9 0; hybrid 9 0 ]
            "equal, five seeds",
            [
                for seed in 0..4 do
                    baseline 9 seed
                    hybrid 9 seed
            ]
            "one much better, one seed", [ baseline 40 0; hybrid 2 0; run "quantum-mid" 3 0 ]
            "one much better, three seeds",
            [
                for seed in 0..2 do
                    baseline 40 seed
                    hybrid 2 seed
            ]
            "the second much better, six seeds",
            [
                for seed in 0..5 do
                    baseline (2 + seed % 2) seed
                    hybrid (30 + seed) seed
            ]
            "one failing seed in five",
            [
                for seed in 0..4 do
                    baseline 12 seed
                    failing seed
            ]
            "seeds shared in part, enough for pairs",
            [
                for seed in 0..6 do
                    baseline (9 + seed) seed
                for seed in 2..6 do
                    hybrid (4 + seed) seed
            ]
            "seeds shared in part, too few for pairs",
            [
                for seed in 0..4 do
                    baseline (9 + seed) seed
                for seed in 3..7 do
                    hybrid 3 seed
            ]
            "no seed shared", [ baseline 9 0; baseline 10 1; hybrid 3 2; hybrid 4 3 ]
            "two rates and two circuits, mixed protocols",
            [
                { baseline 9 0 with Protocol = "paper" }
                hybrid 4 0
                { hybrid 5 0 with Rate = Some 1e-5 }
                { hybrid 2 0 with
                    Circuit = "AngleEmbedding(Y, wires=3) StronglyEntanglingLayers(layers=1, wires=3) <Z0> <Z1> <Z2>"
                }
            ]
        ]

type Pages =
    {
        Models: Comparison
        Paired: PairedComparison
        Json: JsonElement
        Markdown: string
        Report: string
        Terminal: string
    }

let pagesOf options samples =
    use folder = new TemporaryFolder()

    for sample in samples do
        writeRun (folder.File "runs") sample |> ignore

    let runs = Runs.readAll (folder.File "runs")

    let models =
        Comparison.buildWith
            { ComparisonSettings.Default with
                Replicates = 300
            }
            "test"
            runs
            []

    let paired = PairedComparison.compare options models
    use terminal = new StringWriter()
    ConsoleTable.write terminal models paired.Opening

    {
        Models = models
        Paired = paired
        Json = JsonDocument.Parse(Facts.json (CompareFacts.ofComparison paired)).RootElement
        Markdown = CompareChapters.document models.Subject paired |> Markdown.write (fun _ -> None)
        Report = Html.write (Report.document (Some paired) None runs models)
        Terminal = Regex.Replace(terminal.ToString(), @"\s+", " ")
    }

let options =
    { CompareOptions.Default with
        Margin = Some 0.1
    }

let pages = scenarios |> Map.map (fun _ samples -> lazy (pagesOf options samples))

let of' name = pages[name].Value

let decoded (pages: Pages) =
    string (WebUtility.HtmlDecode pages.Report)

/// What the rows say: who is higher in what than whom.
type Said = string * string * string

let higher first second metric word : Said list =
    match word with
    | "first higher" -> [ first, second, metric ]
    | "second higher" -> [ second, first, metric ]
    | "not shown"
    | "not tested" -> []
    | other -> failwith $"verdict {other}"

let metricNames (pages: Pages) =
    pages.Models.Metrics
    |> List.filter (fun metric -> metric.Test <> PairedTest.NotTested)
    |> List.map (fun metric -> metric.Of pages.Models.Subject.ClassNames)

let listed (text: string) =
    text.Split([| ", "; " and " |], System.StringSplitOptions.None) |> List.ofArray

/// What sentences of the form "X has a higher M and N than Y and Z" say.
let saidIn (sentence: string) : Said list =
    [
        for found in Regex.Matches(sentence, @"([A-Z][^;,(]*?) has a higher (.+?) than ([^;.(]+)") do
            let higher =
                string (Regex.Replace(found.Groups[1].Value, "^.*the trained model ", ""))

            for metric in listed found.Groups[2].Value do
                for lower in listed (string (found.Groups[3].Value.Replace(" on images like these", "").Trim())) do
                    higher, lower, metric
    ]

let metricOf (pages: Pages) (row: JsonElement) =
    pages.Models.Metrics
    |> List.find (fun metric ->
        metric.Name = string ((field "metric" row).GetString())
        && metric.PositiveClass =
            (match (field "positive_class" row).ValueKind with
             | JsonValueKind.Null -> None
             | _ -> Some((field "positive_class" row).GetInt32())))
    |> fun metric -> metric.Of pages.Models.Subject.ClassNames

let word name (row: JsonElement) = string ((field name row).GetString())

let rowsOf (pages: Pages) kind =
    (field kind pages.Json).EnumerateArray() |> List.ofSeq

let saidByRows (pages: Pages) kind : Said list =
    [
        for row in rowsOf pages kind do
            yield! higher (word "first" row) (word "second" row) (metricOf pages row) (word "verdict" row)
    ]
