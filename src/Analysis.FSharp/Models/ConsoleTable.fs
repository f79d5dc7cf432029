/// <summary>The metrics per model as a table for the terminal, at most 100 columns wide.</summary>
module QImpact.Analysis.Models.ConsoleTable

open System
open System.IO
open Spectre.Console
open QImpact.Metrics
open QImpact.Analysis.Input

/// <summary>The widest line.</summary>
[<Literal>]
let Width = 100

/// The headlines, those of a class for the positive one.
let private columns (comparison: Comparison) =
    comparison.Metrics
    |> MetricTable.forReaders
    |> List.filter (fun metric ->
        metric.Headline.IsSome
        && (metric.PositiveClass.IsNone
            || metric.PositiveClass = comparison.Subject.PositiveClass))

let private cell (estimate: Estimate) =
    match estimate.Value, estimate.Bounds with
    | MetricValue.Defined _, Some interval when estimate.Metric.ShowsInterval ->
        $"{estimate.Value}\n[grey]{interval.Lower:F2}-{interval.Upper:F2}[/]"
    | value, _ -> string value

/// Of several seeds the mean, with the lowest and the highest below it.
let private cellOfSeeds (estimates: Estimate list) =
    match estimates |> List.choose _.Value.ToOption() with
    | values when values.Length = estimates.Length ->
        let range =
            if estimates.Head.Metric.ShowsInterval then
                $"\n[grey]{List.min values:F2} to {List.max values:F2}[/]"
            else
                ""

        $"{Decimals.four (List.average values)}{range}"
    | values -> $"{values.Length} of {estimates.Length}"

/// A row for each family, in the models' order: a model by itself, or the seeds of one thing together.
let private rows (comparison: Comparison) =
    comparison.Models
    |> List.groupBy _.Family
    |> List.map (fun (_, models) ->
        match models with
        | [ model ] -> Markup.Escape model.Label, model.Estimate >> cell
        | seeds ->
            $"{Markup.Escape seeds.Head.FamilyName}\n[grey]{seeds.Length} seeds[/]",
            fun metric -> seeds |> List.map (fun model -> model.Estimate metric) |> cellOfSeeds)

let private withFirst (heading: string) =
    Table(Border = TableBorder.Simple).AddColumn(TableColumn heading)

let private number (heading: string) =
    TableColumn(Markup.Escape heading, Alignment = Justify.Right)

/// The classes one by one: a single model's metrics, or the recalls of several.
let private byClass (comparison: Comparison) =
    let subject = comparison.Subject

    let columns: (string * (int -> Estimate)) list =
        match comparison.Models with
        | [ model ] ->
            [
                for metric in [ MetricTable.precision; MetricTable.recall; MetricTable.f1; MetricTable.aucOf ] ->
                    (metric 0).Abbreviation, metric >> model.Estimate
            ]
        | models ->
            [
                for model in models -> $"recall, {model.Label}", MetricTable.recall >> model.Estimate
            ]

    let table = (withFirst "class").AddColumn(number "images")

    for heading, _ in columns do
        table.AddColumn(number heading) |> ignore

    for cls in subject.Classes do
        table.AddRow
            [|
                Markup.Escape subject.ClassNames[cls]
                string (comparison.Models.Head.Metrics.Counts.Actual cls)
                for _, estimate in columns do
                    string (estimate cls).Value
            |]
        |> ignore

    table

let private ending (run: Runs.Run) =
    if run.Result.IsSome then
        "finished; export it and run infer with --out=RUN/predictions.csv"
    else
        "not finished"

/// <summary>Says on standard error which data sets and which runs take no part, and which runs can't be verified, a line each.</summary>
let tellCaveats (dataset: string list) (comparison: Comparison) =
    for words in dataset do
        Console.Error.WriteLine $"left out  {words}"

    for _, run in comparison.RunsWithoutPredictions do
        Console.Error.WriteLine $"left out  {run.Folder}: no predictions for {comparison.Subject.Split} ({ending run})"

    for run in comparison.Models |> List.choose _.Run |> List.distinctBy _.Folder do
        if not run.Verified then
            Console.Error.WriteLine
                $"unverified  {run.Folder}: it has no SHA256SUMS, so whether its files are those of the training can't be told"

/// <summary>Writes the table, and sentences below it.</summary>
let write (writer: TextWriter) (comparison: Comparison) (findings: string list) =
    let subject = comparison.Subject
    let output = AnsiConsoleOutput writer

    let ansi =
        if output.IsTerminal then
            AnsiSupport.Detect
        else
            AnsiSupport.No

    let console = AnsiConsole.Create(AnsiConsoleSettings(Out = output, Ansi = ansi))
    let own = if output.IsTerminal then console.Profile.Width else Width
    console.Profile.Width <- min Width (max 60 own)

    let table = withFirst "model"

    let columns = columns comparison
    let rows = rows comparison

    for metric in columns do
        table.AddColumn(TableColumn(metric.Abbreviation, Alignment = Justify.Right, NoWrap = true))
        |> ignore

    for label, cell in rows do
        table.AddRow [| label; yield! List.map cell columns |] |> ignore

    if subject.IsPhantom then
        console.MarkupLine "[bold red]PHANTOM[/]: generated images; these figures say nothing about real ones."

    let classes =
        match subject.PositiveClass with
        | Some positive when not subject.HasManyClasses -> $"positive class: {subject.ClassNames[positive]}"
        | _ -> $"{subject.ClassNames.Length} classes"

    console.WriteLine $"{subject.Dataset} {subject.Split}, {comparison.Labels.Length} images; {classes}"
    console.Write table
    console.WriteLine "Second lines: 95 % intervals from the images alone, not from training again."

    if rows.Length < comparison.Models.Length then
        console.WriteLine "Of several seeds: the mean and, in the second line, the lowest \"to\" the highest."

    if subject.HasManyClasses && comparison.Models.Length <= 5 then
        console.Write(byClass comparison)

    for sentence in findings do
        console.WriteLine sentence
