/// What the way of training leaves open, from the runs themselves.
module internal QImpact.Analysis.Study.TrainingLimits

open QImpact.Data.Runs
open QImpact.Data.Studies
open QImpact.Metrics
open QImpact.Analysis.Document
open QImpact.Analysis.Study.Findings
open QImpact.Analysis.Study.StudyWords

let private chapter = "“Does it depend on how they were trained?”"

/// Where to look for what a rate above those that could be chosen does.
let private tried (comparison: Comparison) highest =
    let above =
        [
            for variation in comparison.Sensitivity do
                match variation.Part.Rates with
                | :? RatePlan.Listed as listed when variation.Repeats > 0 ->
                    yield! listed.Rates |> Seq.filter (fun rate -> rate > highest)
                | _ -> ()
        ]

    if above.IsEmpty then
        ""
    else
        let rates = above |> List.distinct |> List.map rate |> String.concat ", "
        $" What {rates} does says {chapter}"

/// Arms to which the highest rate that was tried was given: one above it may be better.
let private atTheEdge (findings: Findings) comparison =
    [
        for _, chosen in findings.Runs.Rates |> List.ofSeq |> List.groupBy _.Part do
            let highest = chosen |> Seq.collect _.Scores |> Seq.map _.Rate |> Seq.fold max 0.0

            let edge = chosen |> List.filter (fun its -> its.Rate = highest)

            if not edge.IsEmpty then
                let others =
                    chosen
                    |> List.filter (fun its -> its.Rate < highest)
                    |> List.map (fun its -> $"{its.Architecture.Title} got {rate its.Rate}")

                let others =
                    if others.IsEmpty then
                        ""
                    else
                        ": " + String.concat ", " others

                $"{edge.Length} of {chosen.Length} arms got the highest learning rate that was tried, {rate highest}, so a higher one might do better by them{others}.{tried comparison highest}"
    ]

/// What there is on a rate of the circuit's own.
let private ownRate (comparison: Comparison) =
    let own =
        [
            for variation in comparison.Sensitivity do
                match Option.ofNullable variation.Part.Changes.CircuitLearningRate with
                | Some own when variation.Repeats > 0 -> own, variation.Moved
                | _ -> ()
        ]

    let moves =
        [
            for own, moved in own do
                for arm, moved in moved do
                    if Seq.contains arm Architecture.Paper then
                        arm, $"{Decimals.shown 3 (median moved)} rad at {rate own}"
        ]
        |> List.groupBy fst
        |> List.map (fun (arm, moves) -> $"in {arm.Title} by {Format.listed (List.map snd moves)}")

    if own.IsEmpty then
        "One rate trains all weights of a network; a rate of its own for the circuit was not tried, so what is compared are circuits as such training leaves them."
    else
        let moves =
            if moves.IsEmpty then
                ""
            else
                let listed = String.concat ", " moves
                $" With them that angle moves, in the median run, {listed}."

        $"One rate trains all weights of a network in the comparison; what rates of the circuit's own do says {chapter}{moves}"

/// How near trained circuits stay to the random ones that they start from.
let private nearTheStart (comparison: Comparison) =
    [
        for arm in comparison.Runs.Part.Arms do
            let moved =
                [
                    for KeyValue((name, _, _), run) in comparison.Runs.Found do
                        if name = arm.Name then
                            yield!
                                Option.ofObj run.Run.Result.Training
                                |> Option.bind (fun facts -> Option.ofNullable facts.CircuitChange)
                                |> Option.toList
                ]

            if arm.IsHybrid && not moved.IsEmpty then
                arm, moved
    ]
    |> List.filter (fun (arm: Architecture, _) -> Seq.contains arm Architecture.Paper)
    |> function
        | [] -> []
        | arms ->
            let each =
                arms
                |> List.map (fun (arm, moved) ->
                    $"in {arm.Title} the angle that moved furthest did so by {Decimals.shown 3 (median moved)} rad in the median run, and by {Decimals.shown 3 (List.max moved)} rad at most")
                |> String.concat "; "

            [
                $"Circuits stay near the random ones that they start from: {each}. {ownRate comparison}"
            ]

/// The sentences.
let sentences (findings: Findings) (comparison: Comparison) =
    atTheEdge findings comparison @ nearTheStart comparison
