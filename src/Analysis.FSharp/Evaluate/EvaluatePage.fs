/// <summary>Models judged on images whose classes are known: the page of evaluate and its files.</summary>
module QImpact.Analysis.Evaluate.EvaluatePage

open System
open System.Collections.Generic
open System.IO
open QImpact.Data
open QImpact.Data.Images
open QImpact.Analysis.Models
open QImpact.Analysis.Compare
open QImpact.Analysis.Document
open QImpact.Analysis.Document.Facts
open QImpact.Analysis.Input
open QImpact.Analysis.Report

type Request =
    {
        /// <summary>The prediction table.</summary>
        Table: string
        Out: string
        /// <summary>In the order of the scores.</summary>
        ClassNames: string list
        /// <summary>How many mistakes of each model are shown.</summary>
        Worst: int
        /// <summary>Of each model, by its name, the rows whose images its training set knows; or why that can't be told.</summary>
        Copies: IReadOnlyDictionary<string, Result<string list, string>>
        /// <summary>PNG files of the images of some rows, by the names of these.</summary>
        Pictures: Func<IReadOnlyCollection<string>, IReadOnlyDictionary<string, byte[]>>
    }

/// <summary>What was judged, and the full paths of what was written.</summary>
type Outcome =
    {
        Comparison: Comparison
        Paired: PairedComparison option
        /// <summary>Which images are in a model's training set too.</summary>
        Copies: Copies.Copies
        Report: string
        Metrics: string
        Confusion: string
        Mistakes: string
        /// <summary>The folder with the pictures; None where nothing was decided wrongly.</summary>
        Pictures: string option
    }

[<Literal>]
let private PictureFolder = "mistakes"

/// The one split that the table is of.
let private splitOf (sets: Predictions.PredictionSet list) =
    match sets |> List.map _.Split |> List.distinct with
    | [ split ] -> split
    | splits ->
        let listed = String.concat ", " splits
        bad $"the table is of several splits ({listed}); expected one"

/// Rows by true class, columns by decision: confusion.csv.
let private confusion (comparison: Comparison) =
    let names = comparison.Subject.ClassNames

    Facts.table
        [
            "model", (fun (model: Model, _) -> Word model.Predictions.Model)
            "seed", (fun (model, _) -> optional count model.Predictions.Seed)
            "label", (fun (_, actual) -> count actual)
            "label_name", (fun (_, actual) -> Word names[actual])
            for decided, name in List.indexed names do
                $"decided {decided} {name}", (fun (model, actual) -> Count model.Metrics.Counts[actual, decided])
        ]
        [
            for model in comparison.Models do
                for actual in 0 .. names.Length - 1 -> model, actual
        ]

/// Writes the pictures of mistakes; the ones of an earlier evaluation go.
let private writePictures
    (out: string)
    (worst: (Model * int * Mistakes.Mistake list) list)
    (pictures: IReadOnlyDictionary<string, byte[]>)
    =
    let folder = Path.GetFullPath(Path.Combine(out, PictureFolder))

    if Directory.Exists folder then
        for file in Directory.EnumerateFiles(folder, "*.png") do
            File.Delete file

    let written =
        [
            for model, _, shown in worst do
                for place, mistake in List.indexed shown do
                    match pictures.TryGetValue mistake.SampleId with
                    | true, png ->
                        let file =
                            $"{model.Predictions.Model}-{place + 1:D2}-is-{mistake.Actual}-decided-{mistake.Decided}.png"

                        AtomicFile.RequireWritableFolder folder
                        AtomicFile.Write(Path.Combine(folder, file), (fun stream -> stream.Write(png, 0, png.Length)))
                        file
                    | _ -> ()
        ]

    if written.IsEmpty then None else Some folder

/// <summary>Judges the table and writes report.html, metrics.csv, confusion.csv, mistakes.csv and the pictures of the worst mistakes.</summary>
/// <exception cref="T:QImpact.Data.BadInputException">The table can't be used, or the folder can't be written to.</exception>
let execute (request: Request) =
    let sets = Predictions.read request.Table
    let built = Comparison.build (splitOf sets) [] sets

    let comparison =
        { built with
            Subject =
                { built.Subject with
                    ClassNames = request.ClassNames
                }
        }

    let paired =
        if comparison.Models.Length < 2 then
            None
        else
            Some(PairedComparison.compare CompareOptions.Default comparison)

    let copies =
        Copies.ofKnown comparison (fun model ->
            match request.Copies.TryGetValue model.Predictions.Model with
            | true, known -> Some(Result.map set known)
            | _ -> None)

    let mistakes =
        comparison.Models
        |> List.map (fun model -> model, Mistakes.ofModel comparison model)

    let worst =
        mistakes
        |> List.map (fun (model, all) -> model, all.Length, List.truncate request.Worst all)

    let pictures =
        request.Pictures.Invoke
            [|
                for _, _, shown in worst do
                    for mistake in shown -> mistake.SampleId
            |]

    let source id =
        match pictures.TryGetValue id with
        | true, png -> Some(PngImage.DataUri png)
        | _ -> None

    let report =
        [
            Summary.section paired comparison
            Mistakes.chapterOf comparison worst source
            yield! Report.judged paired comparison
            RunSections.provenance comparison
            RunSections.notes comparison
        ]
        |> CopiesChapter.addTo [ "summary"; "paired"; "metrics" ] "metrics" copies
        |> Report.ofChapters comparison

    AtomicFile.RequireWritableFolder request.Out

    {
        Comparison = comparison
        Paired = paired
        Copies = copies
        Metrics = Output.write request.Out "metrics.csv" (Facts.csv (MetricsTable.ofComparison comparison))
        Confusion = Output.write request.Out "confusion.csv" (Facts.csv (confusion comparison))
        Mistakes =
            Output.write
                request.Out
                "mistakes.csv"
                (Facts.csv (Mistakes.table comparison (mistakes |> List.collect snd)))
        Pictures = writePictures request.Out worst pictures
        Report = Output.write request.Out "report.html" (Html.write report)
    }

let private files (outcome: Outcome) =
    [
        "report", outcome.Report
        "metrics", outcome.Metrics
        "confusion", outcome.Confusion
        "mistakes", outcome.Mistakes
        for folder in Option.toList outcome.Pictures do
            "pictures", folder
    ]

let private opening (outcome: Outcome) =
    outcome.Paired |> Option.map _.Opening |> Option.defaultValue []

/// <summary>The outcome as JSON: data set, models with their metrics and intervals, paths.</summary>
let json (outcome: Outcome) =
    AnalyzeCommand.facts outcome.Comparison (opening outcome)
    @ [ for name, path in files outcome -> name, Word path ]
    |> Fields
    |> CopiesChapter.addFacts outcome.Copies
    |> Facts.json

/// <summary>Prints the outcome, as a table or as JSON.</summary>
let print asJson (outcome: Outcome) =
    if asJson then
        Console.Out.Write(json outcome)
    else
        ConsoleTable.write Console.Out outcome.Comparison (opening outcome @ CopiesChapter.told outcome.Copies)

        for name, path in files outcome do
            Console.Out.WriteLine $"{name, -9} {path}"
