/// What may be claimed at a glance: contrasts by metrics, and every claim as a sentence behind it.
module internal QImpact.Analysis.Compare.ClaimGrid

open QImpact.Metrics
open QImpact.Statistics
open QImpact.Analysis.Models
open QImpact.Analysis.Document

/// What a cell needs of a row of either kind.
type private Contrast =
    {
        First: string
        Second: string
        Metric: Metric
        Difference: MetricValue
        Interval: Result<Interval, string>
        Adjusted: float option
        Verdict: Verdict
        Equivalence: Result<float, string> option
    }

let private ofModels (row: PairRow) =
    {
        First = row.First
        Second = row.Second
        Metric = row.Metric
        Difference = row.Difference
        Interval = row.Interval
        Adjusted = row.Holm
        Verdict = row.Verdict
        Equivalence = row.Equivalence
    }

let private ofArchitectures (row: SeedRow) =
    {
        First = row.First
        Second = row.Second
        Metric = row.Metric
        Difference = row.Difference
        Interval = row.Combined
        Adjusted = row.Holm
        Verdict = row.Verdict
        Equivalence = row.Equivalence
    }

/// Which is higher, or that this is not shown; the difference with its interval and the adjusted p-value.
let private cell (options: CompareOptions) contrast =
    match contrast.Difference, contrast.Verdict with
    | MetricValue.Undefined reason, _
    | _, Verdict.NotTested reason -> Missing reason
    | MetricValue.Defined difference, verdict ->
        let verdict =
            match verdict, contrast.Equivalence with
            | Verdict.FirstHigher, _ -> Strong $"{contrast.First} higher"
            | Verdict.SecondHigher, _ -> Strong $"{contrast.Second} higher"
            | _, Some(Ok p) when p <= options.Alpha -> Strong "equivalent"
            | _ -> Plain "no difference shown"

        let interval =
            match contrast.Interval with
            | Ok interval -> $" ({Format.interval 3 interval})"
            | Error _ -> ""

        let p =
            contrast.Adjusted
            |> Option.map (fun p -> $", p {Format.probability p}")
            |> Option.defaultValue ""

        Text [ verdict; Aside $"{Decimals.shown 3 difference}{interval}{p}" ]

let private contrasts options (subject: Subject) heading (contrasts: Contrast list) =
    let metrics = contrasts |> List.map _.Metric |> List.distinct

    let columns =
        (heading, (fun (pair: string * string, _: Contrast list) -> text $"{fst pair} less {snd pair}"))
        :: [
            for metric in metrics ->
                metric.Of subject.ClassNames,
                (fun (_, ofPair) ->
                    ofPair
                    |> List.tryFind (fun contrast -> contrast.Metric = metric)
                    |> Option.map (cell options)
                    |> Option.defaultValue (Missing ""))
        ]

    Grid(grid columns (contrasts |> List.groupBy (fun contrast -> contrast.First, contrast.Second)))

/// The grid of architectures, the grid of trained models, and the sentences of both, folded.
let blocks (subject: Subject) (comparison: PairedComparison) =
    let judged = comparison.Seeds |> List.filter (Sentences.hasFewSeeds >> not)
    let tested = comparison.Rows |> List.filter (fun row -> row.Test <> "")

    [
        if not judged.IsEmpty then
            contrasts comparison.Options subject "Architectures" (List.map ofArchitectures judged)
        for sentence in Sentences.withoutClaim comparison.Seeds do
            paragraph sentence
        if not tested.IsEmpty then
            contrasts comparison.Options subject "Trained models" (List.map ofModels tested)
        remark
            "Differences with their 95 % intervals and adjusted p-values. “No difference shown” does not show that they are equal."
        Folded(
            plain "Each claim as a sentence",
            [
                Bullets
                    [
                        for row in judged do
                            plain row.Claim
                        for row in tested do
                            plain row.Claim
                    ]
            ]
        )
    ]
