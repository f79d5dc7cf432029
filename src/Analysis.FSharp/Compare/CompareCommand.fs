module QImpact.Analysis.Compare.CompareCommand

// ParseResult.GetValue is annotated for references; numbers and flags are never null.
#nowarn "3265"

open System
open System.CommandLine
open System.IO
open QImpact.Data
open QImpact.Terminal
open QImpact.Analysis
open QImpact.Analysis.Document
open QImpact.Analysis.Input

type Request =
    {
        Tables: string list
        Runs: string option
        Split: string
        Out: string option
        Options: PairedComparison.Options
    }

type Outcome =
    {
        Models: Comparison.Comparison
        Comparison: PairedComparison.Comparison
        Written: string list
    }

let private bad (message: string) = raise (BadInputException message)

let requireSound (options: PairedComparison.Options) =
    if not (options.Alpha > 0.0 && options.Alpha < 1.0) then
        bad $"--alpha={options.Alpha}; expected a number between 0 and 1, such as 0.05"

    match options.Margin with
    | Some margin when not (margin > 0.0 && margin < 1.0) ->
        bad $"--margin={margin}; expected a number between 0 and 1, such as 0.05 for five points"
    | _ -> options

let private check request =
    requireSound request.Options |> ignore

    if request.Tables.IsEmpty && request.Runs.IsNone then
        bad "nothing to compare; name prediction tables with --predictions or run folders with --runs"

let private markdown (models: Comparison.Comparison) comparison =
    CompareChapters.document models.Subject comparison
    |> Markdown.write (fun _ -> None)

let execute request =
    check request

    let runs = request.Runs |> Option.map Runs.readAll |> Option.defaultValue []

    let tables = request.Tables |> List.collect Predictions.read

    let models =
        Comparison.buildWith
            { Comparison.Settings.Default with
                Seed = request.Options.Seed
            }
            request.Split
            runs
            tables

    match models.Models with
    | [ only ] -> bad $"{only.Label} is the only model with predictions for {request.Split}; expected at least two"
    | _ -> ()

    let comparison = PairedComparison.compare request.Options models

    let write out =
        AtomicFile.RequireWritableFolder out

        [
            Output.write out "comparison.csv" (Facts.csv (CompareFacts.table comparison))
            Output.write out "comparison.json" (Facts.json (CompareFacts.ofComparison comparison))
            Output.write out "comparison.md" (markdown models comparison)
        ]

    {
        Models = models
        Comparison = comparison
        Written = request.Out |> Option.map write |> Option.defaultValue []
    }

let private print asJson outcome =
    if asJson then
        Console.Out.Write(Facts.json (CompareFacts.ofComparison outcome.Comparison))
    else
        Console.Out.Write(markdown outcome.Models outcome.Comparison)

        for path in outcome.Written do
            Console.Out.WriteLine $"written  {path}"

let createMargin () =
    Option<Nullable<float>>(
        "--margin",
        Description = "The largest difference that would not matter, such as 0.05: tests equivalence.",
        HelpName = "NUMBER"
    )

let create () =
    let command =
        Command("compare", "Compare two or more models on the same images: tests, intervals, what may be claimed.")

    let tables =
        Option<string[]>(
            "--predictions",
            Description = "Prediction tables as infer writes them.",
            HelpName = "FILE",
            AllowMultipleArgumentsPerToken = true
        )

    let runs =
        Option<string>(
            "--runs",
            Description = "A folder with run folders that have a predictions.csv.",
            HelpName = "FOLDER"
        )

    let split =
        Option<string>(
            "--split",
            Description = "The split that the models are compared on: train, val or test.",
            HelpName = "NAME",
            DefaultValueFactory = fun _ -> "test"
        )

    Choice.AcceptOnly(split, Array.ofSeq Dataset.SplitNames)

    let out =
        Option<string>(
            "--out",
            Description = "The folder for comparison.csv, .json and .md; without it they are not written.",
            HelpName = "FOLDER"
        )

    let alpha =
        Option<float>(
            "--alpha",
            Description = "The level of the tests.",
            HelpName = "NUMBER",
            DefaultValueFactory = fun _ -> 0.05
        )

    let margin = createMargin ()

    let seed =
        Option<int>(
            "--seed",
            Description = "Seed of resamples and permutations.",
            HelpName = "N",
            DefaultValueFactory = fun _ -> 0
        )

    let asJson = Option<bool>("--json", Description = "Print JSON.")

    let options: Option list = [ tables; runs; split; out; alpha; margin; seed; asJson ]

    options |> List.iter command.Options.Add

    CommandProgram.AddExamples(
        command,
        "compare --predictions runs/baseline/predictions.csv runs/end/predictions.csv",
        "compare --runs=runs --margin=0.05 --out=comparison",
        "compare --runs=runs --split=val --json"
    )

    command.SetAction(fun (parsed: ParseResult) ->
        execute
            {
                Tables =
                    parsed.GetValue tables
                    |> Option.ofObj
                    |> Option.map List.ofArray
                    |> Option.defaultValue []
                Runs = parsed.GetValue runs |> Option.ofObj
                Split = parsed.GetValue split |> Option.ofObj |> Option.defaultValue "test"
                Out = parsed.GetValue out |> Option.ofObj
                Options =
                    {
                        Alpha = parsed.GetValue alpha
                        Margin = parsed.GetValue margin |> Option.ofNullable
                        Seed = parsed.GetValue seed
                    }
            }
        |> print (parsed.GetValue asJson)

        ExitCode.Done)

    command
