/// Figures and sentences of a comparison, for Markdown and the report.
module internal QImpact.Analysis.Compare.Wording

open QImpact.Analysis
open QImpact.Statistics
open QImpact.Analysis.PairedComparison

let four value = Figures.figure value

/// A p-value as people write it.
let probability (value: float option) =
    match value with
    | Some p when p < 0.0001 -> "< 0.0001"
    | Some p -> four p
    | None -> "n/a"

/// What may be claimed: of architectures first, one sentence for a pair that was trained once, then a sentence per test.
let claims (comparison: Comparison) =
    let once, repeated =
        comparison.Seeds
        |> List.partition (fun row -> fst row.Seeds < 2 || snd row.Seeds < 2)

    [
        for row in repeated do
            row.Claim
        for first, second in once |> List.map (fun row -> row.First, row.Second) |> List.distinct do
            $"Nothing is claimed of {first} and {second} as architectures: with one seed only, what another seed gives is unknown."
        for row in comparison.Rows do
            if row.Test <> "" then
                row.Claim
    ]

/// "0.0123 to 0.0456", or why there is none.
let range =
    function
    | Ok(interval: Interval) -> $"{four interval.Lower} to {four interval.Upper}"
    | Error reason -> $"n/a ({reason})"
