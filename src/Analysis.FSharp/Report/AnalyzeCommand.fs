module QImpact.Analysis.Report.AnalyzeCommand

// ParseResult.GetValue is annotated for references; a flag is never null.
#nowarn "3265"

open System
open System.CommandLine
open System.IO
open System.Text.Json
open QImpact.Data
open QImpact.Terminal
open QImpact.Analysis
open QImpact.Analysis.Compare
open QImpact.Analysis.Document
open QImpact.Analysis.Input

type Request =
    {
        Runs: string
        Tables: string list
        Out: string
        Split: string
        Data: string option
        Margin: float option
    }

type Outcome =
    {
        Comparison: Comparison.Comparison
        Report: string
        Metrics: string
    }

let execute request =
    let options =
        CompareCommand.requireSound
            { PairedComparison.Options.Default with
                Margin = request.Margin
            }

    let runs = Runs.readAll request.Runs
    let tables = request.Tables |> List.collect Predictions.read
    let comparison = Comparison.build request.Split runs tables
    let report = Report.document options request.Data runs comparison
    AtomicFile.RequireWritableFolder request.Out

    let metrics = Path.GetFullPath(Path.Combine(request.Out, "metrics.csv"))
    MetricsTable.write metrics comparison

    {
        Comparison = comparison
        Report = Output.write request.Out "report.html" (Html.write report)
        Metrics = metrics
    }

let json outcome =
    let comparison = outcome.Comparison
    let subject = comparison.Subject

    let metric (estimate: Estimate) =
        {|
            Metric = estimate.Metric.Name
            PositiveClass = Option.toNullable estimate.Metric.PositiveClass
            Value = estimate.Value.ToNullable()
            Lower = estimate.Bounds |> Option.map _.Lower |> Option.toNullable
            Upper = estimate.Bounds |> Option.map _.Upper |> Option.toNullable
            Status = estimate.Status
        |}

    let model (model: Comparison.Model) =
        {|
            Label = model.Label
            Model = model.Predictions.Model
            Seed = Option.toNullable model.Predictions.Seed
            Metrics = model.Estimates |> List.filter _.Metric.IsReported |> List.map metric
        |}

    JsonSerializer.Serialize(
        {|
            Dataset = subject.Dataset
            Phantom = subject.IsPhantom
            Split = subject.Split
            Images = comparison.Labels.Length
            LeftOut = comparison.LeftOut
            Unlabelled = comparison.Unlabelled
            Models = comparison.Models |> List.map model
            Report = outcome.Report
            MetricsTable = outcome.Metrics
        |},
        Json.Options
    )

let print asJson outcome =
    if asJson then
        Console.Out.WriteLine(json outcome)
    else
        ConsoleTable.write Console.Out outcome.Comparison
        Console.Out.WriteLine $"metrics  {outcome.Metrics}"
        Console.Out.WriteLine $"report   {outcome.Report}"

let report runs out (data: string | null) =
    execute
        {
            Runs = runs
            Tables = []
            Out = out
            Split = "test"
            Data = Option.ofObj data
            Margin = None
        }
    |> print false

let create () =
    let command =
        Command("analyze", "Compare models on the same images; write a report and metrics.csv.")

    let runs =
        Option<string>(
            "--runs",
            Description = "The folder with the runs, at any depth: folders with a config.json.",
            HelpName = "FOLDER",
            Required = true
        )

    let out =
        Option<string>(
            "--out",
            Description = "The folder for report.html and metrics.csv; made where it is missing.",
            HelpName = "FOLDER",
            Required = true
        )

    let tables =
        Option<string[]>(
            "--predictions",
            Description = "Prediction tables of further models, without a run folder.",
            HelpName = "FILE",
            AllowMultipleArgumentsPerToken = true
        )

    let split =
        Option<string>(
            "--split",
            Description = "The split that the models are compared on: train, val or test.",
            HelpName = "NAME",
            DefaultValueFactory = fun _ -> "test"
        )

    Choice.AcceptOnly(split, Array.ofSeq Dataset.SplitNames)
    let data = DataOption.Create()
    let margin = CompareCommand.createMargin ()
    let asJson = Option<bool>("--json", Description = "Print the summary as JSON.")

    let options: Option list = [ runs; out; tables; split; data; margin; asJson ]
    options |> List.iter command.Options.Add

    CommandProgram.AddExamples(
        command,
        "analyze --runs=runs --out=results",
        "analyze --runs=runs --out=results --split=val --json",
        "analyze --runs=runs --out=results --margin=0.05",
        "analyze --runs=runs --predictions other-model.csv --data=breastmnist.npz --out=results"
    )

    command.SetAction(fun (parsed: ParseResult) ->
        let required (option: Option<string>) =
            match parsed.GetValue option with
            | null -> ""
            | value -> value

        execute
            {
                Runs = required runs
                Tables =
                    parsed.GetValue tables
                    |> Option.ofObj
                    |> Option.map List.ofArray
                    |> Option.defaultValue []
                Out = required out
                Split = required split
                Data = parsed.GetValue data |> Option.ofObj
                Margin = parsed.GetValue margin |> Option.ofNullable
            }
        |> print (parsed.GetValue asJson)

        ExitCode.Done)

    command
