/// <summary>The verb analyze: from run folders to a report.</summary>
module QImpact.Analysis.Report.AnalyzeCommand

open System
open QImpact.Data
open QImpact.Terminal
open QImpact.Analysis.Models
open QImpact.Analysis.Compare
open QImpact.Analysis.Document
open QImpact.Analysis.Document.Facts
open QImpact.Analysis.Input
open QImpact.Analysis.Input.CommandOptions

type Request =
    {
        /// <summary>The folder with run folders in it, at any depth.</summary>
        Runs: string
        /// <summary>Prediction tables of further models, which have no run folder here.</summary>
        Tables: string list
        Out: string
        Split: string
        /// <summary>The data set, where the runs are on several; None: the only one.</summary>
        Dataset: string option
        /// <summary>The archive for the example images; None to look in the usual places.</summary>
        Data: string option
        /// <summary>The largest difference that would not matter, stated beforehand; None: equivalence is not tested.</summary>
        Margin: float option
    }

/// <summary>The comparison and the full paths of report.html and metrics.csv.</summary>
type Outcome =
    {
        Comparison: Comparison
        /// <summary>What is on other data sets, in words.</summary>
        LeftOut: string list
        /// <summary>The models in pairs; None of one model.</summary>
        Paired: PairedComparison option
        /// <summary>Which images are in a model's training set too.</summary>
        Copies: Copies.Copies
        Report: string
        Metrics: string
    }

/// <summary>Reads, compares, writes report.html and metrics.csv.</summary>
/// <exception cref="T:QImpact.Data.BadInputException">Something that was handed over can't be used; nothing is written then.</exception>
let execute request =
    let options =
        CompareCommand.requireSound
            { CompareOptions.Default with
                Margin = request.Margin
            }

    let chosen =
        Chosen.onOneDataset
            request.Dataset
            (Runs.readAll request.Runs)
            (request.Tables |> List.collect Predictions.read)

    let comparison = Comparison.build request.Split chosen.Runs chosen.Tables

    let paired =
        if comparison.Models.Length < 2 then
            None
        else
            Some(PairedComparison.compare options comparison)

    let report = Report.document paired request.Data chosen.Runs comparison
    let copies = Copies.ofComparison request.Runs request.Data comparison

    let report =
        { report with
            Chapters =
                report.Chapters
                |> CopiesChapter.addTo [ "summary"; "paper"; "paired"; "metrics" ] "metrics" copies
        }

    AtomicFile.RequireWritableFolder request.Out

    {
        Comparison = comparison
        LeftOut = chosen.LeftOut
        Paired = paired
        Copies = copies
        Metrics = Output.write request.Out "metrics.csv" (Facts.csv (MetricsTable.ofComparison comparison))
        Report = Output.write request.Out "report.html" (Html.write report)
    }

let internal findings outcome =
    outcome.Paired |> Option.map _.Opening |> Option.defaultValue []

/// The figures of a comparison for programs.
let internal facts (comparison: Comparison) (opening: string list) =
    let subject = comparison.Subject

    let model (model: Model) =
        Fields
            [
                "label", Word model.Label
                "model", Word model.Predictions.Model
                "seed", optional count model.Predictions.Seed
                "metrics", Table(Facts.table MetricsTable.columns (MetricsTable.reported model))
            ]

    [
        "dataset", Word subject.Dataset
        "phantom", Flag subject.IsPhantom
        "split", Word subject.Split
        "images", count comparison.Labels.Length
        "left_out", count comparison.LeftOut
        "unlabelled", count comparison.Unlabelled
        "models", Items(List.map model comparison.Models)
        "opening", words opening
    ]

/// <summary>The outcome as JSON: data set, models with their metrics and intervals, paths.</summary>
let json outcome =
    facts outcome.Comparison (findings outcome)
    @ [ "report", Word outcome.Report; "metrics_table", Word outcome.Metrics ]
    |> Fields
    |> CopiesChapter.addFacts outcome.Copies
    |> Facts.json

let private print asJson outcome =
    ConsoleTable.tellCaveats outcome.LeftOut outcome.Comparison

    if asJson then
        Console.Out.Write(json outcome)
    else
        ConsoleTable.write Console.Out outcome.Comparison (findings outcome @ CopiesChapter.told outcome.Copies)

        Console.Out.WriteLine $"metrics  {outcome.Metrics}"
        Console.Out.WriteLine $"report   {outcome.Report}"

/// <summary>Writes the report on the test split of the runs below a folder, and prints its table.</summary>
let report runs out (data: string | null) =
    execute
        {
            Runs = runs
            Tables = []
            Out = out
            Split = "test"
            Dataset = None
            Data = Option.ofObj data
            Margin = None
        }
    |> print false

let create () =
    let runs =
        required "--runs" "FOLDER" "The folder with the runs, at any depth: folders with a config.json."

    let out =
        required "--out" "FOLDER" "The folder for report.html and metrics.csv; made where it is missing."

    let tables = tables "Prediction tables of further models, without a run folder."

    let split, dataset, data, margin = split (), dataset (), Options.Data(), margin ()

    let json = asJson "Print the summary as JSON."

    command
        "analyze"
        "Compare models on the same images; write a report and metrics.csv."
        [ runs; out; tables; split; dataset; data; margin; json ]
        [
            "analyze --runs=runs --out=results"
            "analyze --runs=runs --out=results --split=val --json"
            "analyze --runs=runs --out=results --margin=0.05"
            "analyze --runs=runs --dataset=breastmnist --out=results"
            "analyze --runs=runs --predictions other-model.csv --data=breastmnist.npz --out=results"
        ]
        (fun parsed ->
            execute
                {
                    Runs = value parsed runs
                    Tables = files parsed tables
                    Out = value parsed out
                    Split = value parsed split
                    Dataset = given parsed dataset
                    Data = parsed.GetValue data |> Option.ofObj
                    Margin = givenReal parsed margin
                }
            |> print (flag parsed json))
