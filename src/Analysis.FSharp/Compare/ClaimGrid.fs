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
        PValue: Result<float, string>
        Adjusted: float option
        Equivalence: Result<float, string> option
    }

let private ofModels (row: PairRow) =
    {
        First = row.First
        Second = row.Second
        Metric = row.Metric
        Difference = row.Difference
        Interval = row.Interval
        PValue = row.PValue
        Adjusted = row.Holm
        Equivalence = row.Equivalence
    }

let private ofArchitectures (row: SeedRow) =
    {
        First = row.First
        Second = row.Second
        Metric = row.Metric
        Difference = row.Difference
        Interval = row.Combined
        PValue = row.PValue
        Adjusted = row.Holm
        Equivalence = None
    }

/// Which is higher, or that this is not shown; the difference with its interval and the adjusted p-value.
let private cell (options: CompareOptions) contrast =
    match contrast.Difference, contrast.PValue, contrast.Adjusted with
    | MetricValue.Undefined reason, _, _
    | _, Error reason, _ -> Missing reason
    | MetricValue.Defined difference, Ok _, adjusted ->
        let verdict =
            match adjusted, contrast.Equivalence with
            | Some p, _ when p <= options.Alpha && difference > 0.0 -> Strong $"{contrast.First} higher"
            | Some p, _ when p <= options.Alpha && difference < 0.0 -> Strong $"{contrast.Second} higher"
            | _, Some(Ok p) when p <= options.Alpha -> Strong "equivalent"
            | _ -> Plain "no difference shown"

        let interval =
            match contrast.Interval with
            | Ok interval -> $" ({Format.interval 3 interval})"
            | Error _ -> ""

        let p =
            adjusted
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
    let once, repeated =
        comparison.Seeds
        |> List.partition (fun row -> fst row.Seeds < 2 || snd row.Seeds < 2)

    let trainedOnce =
        [
            for row in once do
                if fst row.Seeds < 2 then
                    row.First

                if snd row.Seeds < 2 then
                    row.Second
        ]
        |> List.distinct

    let tested = comparison.Rows |> List.filter (fun row -> row.Test <> "")

    [
        if not repeated.IsEmpty then
            contrasts comparison.Options subject "Architectures" (List.map ofArchitectures repeated)
        if not trainedOnce.IsEmpty then
            paragraph
                $"Nothing is claimed of {Format.listed trainedOnce} as architectures: with one seed only, what another seed gives is unknown."
        if not tested.IsEmpty then
            contrasts comparison.Options subject "Trained models" (List.map ofModels tested)
        remark
            "Differences with their 95 % intervals and adjusted p-values. “No difference shown” does not show that they are equal."
        Folded(
            plain "Each claim as a sentence",
            [
                Bullets
                    [
                        for row in repeated do
                            plain row.Claim
                        for row in tested do
                            plain row.Claim
                    ]
            ]
        )
    ]
