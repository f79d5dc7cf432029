/// The tests of a comparison as tables for the terminal.
module QImpact.Analysis.Compare.CompareTable

open System.IO
open QImpact.Terminal
open QImpact.Analysis.Document
open QImpact.Analysis.Models

let private column heading = TableColumnSpec heading
let private number heading = TableColumnSpec(heading, true)

let private columns =
    [|
        column "first"
        column "second"
        column "metric"
        number "difference"
        number "95 % interval"
        number "p"
        number "Holm"
    |]

let private interval =
    function
    | Ok interval -> Format.interval 3 interval
    | Error _ -> "n/a"

let private p value =
    value |> Option.map Format.pValue |> Option.defaultValue "n/a"

let private pairRow (subject: Subject) (row: PairRow) =
    [|
        row.First
        row.Second
        row.Metric.Of subject.ClassNames
        string row.Difference
        interval row.Interval
        p (Result.toOption row.PValue)
        p row.Holm
    |]

let private seedRow (subject: Subject) (row: SeedRow) =
    [|
        row.First
        row.Second
        row.Metric.Of subject.ClassNames
        string row.Difference
        interval row.Combined
        p (Result.toOption row.PValue)
        p row.Holm
    |]

let private table (writer: TextWriter) (title: string) (rows: string[] list) =
    if not rows.IsEmpty then
        writer.WriteLine()
        writer.WriteLine title

        ResultTable.Write(
            writer,
            columns,
            rows
            |> Seq.map (fun row -> row :> System.Collections.Generic.IReadOnlyList<string>)
        )

/// <summary>
/// Writes what was tested, the first model's metric less the second's: of architectures where each was trained with seeds enough to test
/// them, of trained models otherwise. "n/a": there is none, and comparison.md says why.
/// </summary>
let write (writer: TextWriter) (subject: Subject) (comparison: PairedComparison) =
    let pairs = comparison.Rows |> List.filter (fun row -> row.Test <> "")

    if comparison.Seeds |> List.exists _.PValue.IsOk then
        table writer "Architectures, over images and seeds together" (comparison.Seeds |> List.map (seedRow subject))
        writer.WriteLine $"{pairs.Length} tests of trained models, seed by seed, are in the full text."
    else
        table
            writer
            "Trained models on the same images; other seeds may give others"
            (pairs |> List.map (pairRow subject))
