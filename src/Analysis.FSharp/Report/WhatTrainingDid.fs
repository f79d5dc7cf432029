/// What training did to the networks, beyond their metrics.
module internal QImpact.Analysis.Report.WhatTrainingDid

open System
open QImpact.Data.Runs
open QImpact.Metrics
open QImpact.Analysis.Document
open QImpact.Analysis.Input

/// An angle is drawn from [0, 2 pi): one that moved less than this hundredth of a turn is where chance put it.
let private hundredthOfATurn = 2.0 * Math.PI / 100.0

let private optional (cell: float -> Cell) (value: Nullable<float>) =
    if value.HasValue then cell value.Value else Missing ""

let private moved = optional (fun change -> Number(change, 4))

let private reach (facts: TrainingFacts) =
    match Option.ofNullable facts.LowestProbability, Option.ofNullable facts.HighestProbability with
    | Some low, Some high -> text $"{Decimals.shown 3 low} to {Decimals.shown 3 high}"
    | _ -> Missing ""

let private stopping (facts: TrainingFacts) =
    match Option.ofNullable facts.StoppingRuleMet with
    | Some true -> text "met"
    | Some false -> text "never met"
    | None -> Missing ""

let private columns: (string * (Line * TrainingFacts -> Cell)) list =
    [
        "Run", fst >> Text
        "Stopping rule", snd >> stopping
        "Circuit moved, rad", (fun (_, facts) -> moved facts.CircuitChange)
        "Last layer moved", (fun (_, facts) -> Number(facts.HeadChange, 4))
        "Reach of P(class 1)", snd >> reach
        "Weights", (fun (_, facts) -> text (Format.whole facts.Weights))
        "that can matter", (fun (_, facts) -> text (Format.whole facts.LiveWeights))
        "of the baseline's",
        (fun (_, facts) -> text (Format.percent (Math.Round(float facts.Weights / float facts.BaselineWeights, 3))))
    ]

/// The table of the runs that have such facts on record, each with its label; nothing where none has.
let blocks (runs: (Inline * Runs.Run) list) =
    let rows =
        [
            for label, run in runs do
                match run.Result with
                | Some result ->
                    for facts in Option.toList (Option.ofObj result.Training) do
                        [ label ], facts
                | None -> ()
        ]

    let still =
        rows
        |> List.filter (fun (_, facts) -> facts.CircuitChange.HasValue && facts.CircuitChange.Value < hundredthOfATurn)

    match rows with
    | [] -> []
    | rows ->
        [
            Heading(plain "What training did")
            Grid(grid columns rows)
            if not still.IsEmpty then
                warning
                    $"{still.Length} of {rows.Length} runs have a circuit no angle of which moved by a hundredth of a turn: what they test is a random circuit that was not trained, behind a trained network."
            remark
                "Moved: the largest change of one value, from its first to that of the kept epoch. Reach: the lowest and highest P(class 1) that the trained last layer gives for any inputs of its circuit, found by a search; for circuits of more than 8 qubits bounds from the observables' own. Weights that can't matter are taps of kernels that only ever see padding at this size of image: they would change no output and get no gradient, so the network is built without them. A network with a part of the baseline's weights differs from it by more than its quantum layer."
        ]
