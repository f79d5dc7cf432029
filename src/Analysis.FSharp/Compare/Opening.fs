/// In short what the paired tests show: every sentence follows from the verdicts of the rows.
module internal QImpact.Analysis.Compare.Opening

open QImpact.Metrics
open QImpact.Analysis.Models
open QImpact.Analysis.Document

/// A difference that is shown: who has the higher value of what than whom.
type private Shown =
    {
        Higher: string
        Lower: string
        Metric: string
    }

let private shown verdict first second metric =
    match verdict with
    | Verdict.FirstHigher ->
        Some
            {
                Higher = first
                Lower = second
                Metric = metric
            }
    | Verdict.SecondHigher ->
        Some
            {
                Higher = second
                Lower = first
                Metric = metric
            }
    | Verdict.NotShown
    | Verdict.NotTested _ -> None

/// One clause for a model and the metrics in which it is above the same others.
let private clauses (differences: Shown list) =
    [
        for (higher, lower), same in differences |> List.groupBy (fun one -> one.Higher, one.Lower) do
            higher, lower, same |> List.map _.Metric
    ]
    |> List.groupBy (fun (higher, _, metrics) -> higher, metrics)
    |> List.map (fun ((higher, metrics), same) ->
        let lower = same |> List.map (fun (_, lower, _) -> lower) |> Format.listed
        $"{higher} has a higher {Format.listed metrics} than {lower}")
    |> String.concat "; "

let private equivalent (options: CompareOptions) subject rows =
    let found =
        [
            for (first: string), second, (metric: Metric), equivalence in rows do
                match equivalence with
                | Some(Ok p) when p <= options.Alpha -> $"{first} and {second} in {metric.Of subject.ClassNames}"
                | _ -> ()
        ]

    match options.Margin, found with
    | Some margin, _ :: _ ->
        let listed = String.concat "; " found
        [ $"Shown to differ by less than {Decimals.four margin}: {listed}." ]
    | _ -> []

/// Their names; a metric of every one of many classes is named once.
let private metricsOf (subject: Subject) (metrics: Metric list) =
    metrics
    |> List.map (fun metric ->
        if subject.HasManyClasses && metric.PositiveClass.IsSome then
            $"{metric.Phrase} of any class"
        else
            metric.Of subject.ClassNames)
    |> List.distinct
    |> Format.listed

let private ofArchitectures options (subject: Subject) (tested: SeedRow list) =
    let found =
        tested
        |> List.choose (fun row -> shown row.Verdict row.First row.Second (row.Metric.Of subject.ClassNames))

    [
        match found with
        | [] ->
            let metrics = metricsOf subject (tested |> List.map _.Metric)

            $"Over seeds and images together, no difference between architectures is shown in {metrics}. A difference that is not shown may be there."
        | found ->
            $"Over seeds and images together, {clauses found}."

            if found.Length < tested.Length then
                "No other difference between architectures is shown. A difference that is not shown may be there."
        yield! equivalent options subject [ for row in tested -> row.First, row.Second, row.Metric, row.Equivalence ]
    ]

let private ofModels options (subject: Subject) (tested: PairRow list) =
    let found =
        [
            for scope, rows in tested |> List.groupBy _.Scope do
                match
                    rows
                    |> List.choose (fun row ->
                        shown row.Verdict row.First row.Second (row.Metric.Of subject.ClassNames))
                with
                | [] -> ()
                | found -> scope, found
        ]

    let count = found |> List.sumBy (snd >> List.length)

    [
        for scope, found in found do
            let heading =
                if scope = "" then
                    "Of the trained models"
                else
                    $"Of the models of {scope}"

            $"{heading}, on images like these, {clauses found}."
        if count = 0 then
            let metrics = metricsOf subject (tested |> List.map _.Metric)

            $"No difference between two trained models is shown in {metrics}. A difference that is not shown may be there."
        elif count < tested.Length then
            "No other difference between trained models is shown. A difference that is not shown may be there."
        yield! equivalent options subject [ for row in tested -> row.First, row.Second, row.Metric, row.Equivalence ]
    ]

/// What is shown of architectures where any can be judged, otherwise of the trained models.
let sentences (options: CompareOptions) subject (rows: PairRow list) (seeds: SeedRow list) =
    let isTested (verdict: Verdict) = not verdict.IsNotTested
    let architectures = seeds |> List.filter (fun row -> isTested row.Verdict)
    let models = rows |> List.filter (fun row -> isTested row.Verdict)

    [
        if not architectures.IsEmpty then
            yield! ofArchitectures options subject architectures
        elif not models.IsEmpty then
            yield! ofModels options subject models
        else
            "No two models could be tested."
        yield! Sentences.withoutClaim seeds
    ]
