/// <summary>The verb compare: prediction tables in, tests and claims out.</summary>
module QImpact.Analysis.Compare.CompareCommand

open System
open System.IO
open QImpact.Data
open QImpact.Analysis.Models
open QImpact.Analysis.Document
open QImpact.Analysis.Input
open QImpact.Analysis.Input.CommandOptions

type Request =
    {
        Tables: string list
        /// <summary>A folder with run folders, besides or instead of tables.</summary>
        Runs: string option
        Split: string
        /// <summary>The data set, where there are several; None: the only one.</summary>
        Dataset: string option
        /// <summary>The folder to write to; None: nothing is written.</summary>
        Out: string option
        Options: CompareOptions
    }

type Outcome =
    {
        Models: Comparison
        Comparison: PairedComparison
        /// <summary>Which images are in a model's training set too.</summary>
        Copies: Copies.Copies
        /// <summary>What is on other data sets, in words.</summary>
        LeftOut: string list
        /// <summary>Full paths of comparison.csv, comparison.json and comparison.md; empty without an output folder.</summary>
        Written: string list
    }

/// The options themselves, where they are in their ranges.
let internal requireSound (options: CompareOptions) =
    if not (options.Alpha > 0.0 && options.Alpha < 1.0) then
        bad $"--alpha={options.Alpha}; expected a number between 0 and 1, such as 0.05"

    match options.Margin with
    | Some margin when not (margin > 0.0 && margin < 1.0) ->
        bad $"--margin={margin}; expected a number between 0 and 1, such as 0.05 for five points"
    | _ -> options

let private markdown (models: Comparison) copies comparison =
    let document = CompareChapters.document models.Subject comparison

    { document with
        Chapters = document.Chapters |> CopiesChapter.addTo [ "claims" ] "described" copies
    }
    |> Markdown.write (fun _ -> None)

let private figures copies comparison =
    CompareFacts.ofComparison comparison
    |> CopiesChapter.addFacts copies
    |> Facts.json

/// <summary>Reads, compares, writes the three files.</summary>
/// <exception cref="T:QImpact.Data.BadInputException">Something that was handed over can't be used; nothing is written then.</exception>
let execute request =
    requireSound request.Options |> ignore

    if request.Tables.IsEmpty && request.Runs.IsNone then
        bad "nothing to compare; name prediction tables with --predictions or run folders with --runs"

    let chosen =
        Chosen.onOneDataset
            request.Dataset
            (request.Runs |> Option.map Runs.readAll |> Option.defaultValue [])
            (request.Tables |> List.collect Predictions.read)

    let models =
        Comparison.buildWith
            { ComparisonSettings.Default with
                Seed = request.Options.Seed
            }
            request.Split
            chosen.Runs
            chosen.Tables

    match models.Models with
    | [ only ] -> bad $"{only.Label} is the only model with predictions for {request.Split}; expected at least two"
    | _ -> ()

    let comparison = PairedComparison.compare request.Options models

    // Tables without a run do not say what was trained on.
    let copies =
        Copies.ofComparison (request.Runs |> Option.defaultValue "") None models

    let write out =
        AtomicFile.RequireWritableFolder out

        [
            Output.write out "comparison.csv" (Facts.csv (CompareFacts.table comparison))
            Output.write out "comparison.json" (figures copies comparison)
            Output.write out "comparison.md" (markdown models copies comparison)
        ]

    {
        Models = models
        Comparison = comparison
        Copies = copies
        LeftOut = chosen.LeftOut
        Written = request.Out |> Option.map write |> Option.defaultValue []
    }

let private print asJson outcome =
    ConsoleTable.tellCaveats outcome.LeftOut outcome.Models

    if asJson then
        Console.Out.Write(figures outcome.Copies outcome.Comparison)
    else
        ConsoleTable.write Console.Out outcome.Models (outcome.Comparison.Opening @ CopiesChapter.told outcome.Copies)

        CompareTable.write Console.Out outcome.Models.Subject outcome.Comparison

        match outcome.Written with
        | [] -> Console.Out.WriteLine "What may be claimed, every interval and effect size: --out=FOLDER writes them."
        | paths ->
            for path in paths do
                Console.Out.WriteLine $"written  {path}"

let create () =
    let tables = tables "Prediction tables as infer writes them."

    let runs =
        text "--runs" "FOLDER" "A folder with run folders that have a predictions.csv."

    let out =
        text "--out" "FOLDER" "The folder for comparison.csv, .json and .md; without it they are not written."

    let split, dataset, margin, seed = split (), dataset (), margin (), seed ()
    let alpha = number "--alpha" 0.05 "The level of the tests."
    let json = asJson "Print JSON."

    command
        "compare"
        "Compare two or more models on the same images: tests, intervals, what may be claimed."
        [ tables; runs; split; dataset; out; alpha; margin; seed; json ]
        [
            "compare --predictions runs/baseline/predictions.csv runs/end/predictions.csv"
            "compare --runs=runs --margin=0.05 --out=comparison"
            "compare --runs=runs --split=val --json"
        ]
        (fun parsed ->
            execute
                {
                    Tables = files parsed tables
                    Runs = given parsed runs
                    Split = value parsed split
                    Dataset = given parsed dataset
                    Out = given parsed out
                    Options =
                        {
                            Alpha = real parsed alpha
                            Margin = givenReal parsed margin
                            Seed = whole parsed seed
                        }
                }
            |> print (flag parsed json))
