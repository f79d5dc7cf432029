/// What a study's report says on the console.
module internal QImpact.Analysis.Study.ConsoleLines

open System
open QImpact.Metrics
open QImpact.Statistics
open QImpact.Analysis.Document
open QImpact.Analysis.Study.Findings
open QImpact.Analysis.Study.ContrastEstimates

/// The widest line.
let private width = QImpact.Analysis.Models.ConsoleTable.Width

/// The text in lines that are not wider than the console's.
let internal wrapped (text: string) =
    let add (lines: string list) (word: string) =
        match lines with
        | line :: others when line.Length + 1 + word.Length <= width -> $"{line} {word}" :: others
        | lines -> word :: lines

    text.Split ' ' |> Array.fold add [] |> List.rev

let private p = Option.map Format.probability >> Option.defaultValue "n/a"

let private row (contrast: ContrastEstimate) =
    let difference, interval =
        match contrast.Combined with
        | Ok difference -> Decimals.shown 3 difference.Value, Format.interval 3 (difference.Interval Confidence.Default)
        | Error reason -> "n/a", reason

    [
        ForestChart.label contrast
        difference
        interval
        p contrast.Adjusted
        p contrast.AdjustedEquivalence
    ]

/// Columns as wide as their widest cell, numbers to the right.
let private aligned (rows: string list list) =
    let widths = rows |> List.transpose |> List.map (List.map String.length >> List.max)

    [
        for cells in rows ->
            List.zip cells widths
            |> List.mapi (fun place (cell, width) ->
                if place = 0 then
                    cell.PadRight width
                else
                    cell.PadLeft width)
            |> String.concat "  "
            |> fun line -> "  " + line.TrimEnd()
    ]

/// The answer and the table of the primary contrasts.
let ofFindings (findings: Findings) =
    [
        yield! wrapped findings.Answer
        match findings.Comparison with
        | Some comparison when not comparison.Runs.Whole.IsEmpty && not comparison.Primary.IsEmpty ->
            yield!
                aligned (
                    [ "difference in AUC"; "mean"; "95 % interval"; "p, Holm"; "p of equivalence" ]
                    :: List.map row comparison.Primary
                )
        | _ -> ()
    ]
