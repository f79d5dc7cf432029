/// <summary>The metrics per model as a table for the terminal, at most 100 columns wide.</summary>
module QImpact.Analysis.Report.ConsoleTable

open System.IO
open Spectre.Console
open QImpact.Metrics
open QImpact.Analysis
open QImpact.Analysis.Comparison

/// <summary>The widest line.</summary>
[<Literal>]
let Width = 100

/// Shown columns: heading, metric, whether the positive class matters.
let private columns (subject: Subject) =
    let positive = Some subject.PositiveClass

    [
        "accuracy", "accuracy", None
        "bal. acc.", "balanced_accuracy", None
        "recall", "recall", positive
        "precision", "precision", positive
        "F1", "f1", positive
        "G-mean", "gmean", None
        "AUC", "auc", None
    ]

let private cell (estimate: Estimate) =
    match estimate.Value, estimate.Name, estimate.Bounds with
    | MetricValue.Defined _, ("auc" | "recall"), Some interval ->
        $"{estimate.Value}\n[grey]{interval.Lower:F2}-{interval.Upper:F2}[/]"
    | value, _, _ -> string value

/// <summary>Writes the table.</summary>
let write (writer: TextWriter) (comparison: Comparison) =
    let subject = comparison.Subject

    let output = AnsiConsoleOutput writer

    let console =
        AnsiConsole.Create(
            AnsiConsoleSettings(
                Out = output,
                Ansi =
                    (if output.IsTerminal then
                         AnsiSupport.Detect
                     else
                         AnsiSupport.No)
            )
        )

    console.Profile.Width <-
        if output.IsTerminal then
            min Width (max 60 console.Profile.Width)
        else
            Width

    let positive = subject.ClassNames[subject.PositiveClass]

    let table = Table()
    table.Border <- TableBorder.Simple
    table.AddColumn(TableColumn("model")) |> ignore

    for heading, _, _ in columns subject do
        table.AddColumn(TableColumn(heading, Alignment = Justify.Right, NoWrap = true))
        |> ignore

    for model in comparison.Models do
        let cells =
            columns subject
            |> List.map (fun (_, name, positive) -> cell (model.Estimate(name, positive)))

        table.AddRow(Array.ofList (Markup.Escape model.Label :: cells)) |> ignore

    if subject.IsPhantom then
        console.MarkupLine "[bold red]PHANTOM[/]: generated images; these figures say nothing about real ones."

    console.WriteLine
        $"{subject.Dataset} {subject.Split}, {comparison.Labels.Length} images; positive class: {positive}"

    console.Write table
    console.WriteLine "Second lines: 95 % intervals from the images alone, not from training again."
