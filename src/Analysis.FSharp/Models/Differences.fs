/// What else than chance and the architecture tells the runs of a comparison apart.
module internal QImpact.Analysis.Models.Differences

open QImpact.Data.Runs

let private differing (what: string) (read: RunConfig -> string) (runs: RunConfig list) =
    match runs |> List.map read |> List.distinct with
    | _ :: _ :: _ as values ->
        let listed = values |> List.sort |> String.concat ", "
        [ $"The runs differ in {what}: {listed}." ]
    | _ -> []

let private baseline (config: RunConfig) =
    match config.Baseline with
    | null -> None
    | baseline -> Some(RunFamily.WithoutSeed(baseline.Run, config.Seed))

let private configs (models: Model list) =
    models |> List.choose _.Run |> List.map _.Config

let private withinOnePart (runs: RunConfig list) =
    [
        yield! differing "threads" (fun config -> string config.Threads) runs
        yield! differing "device" _.Device runs
        yield! differing "code version" _.CodeVersion runs
        yield!
            runs
            |> List.filter (fun config -> Option.isSome (baseline config))
            |> differing "the baseline they were measured against" (baseline >> Option.defaultValue "")
    ]

/// A sentence for each thing that no family is made of and in which the runs differ, and one where their protocols are mixed or stand apart.
let remarks (comparison: Comparison) =
    let protocols =
        configs comparison.Models
        |> List.map _.Protocol
        |> List.distinct
        |> List.sort
        |> String.concat ", "

    match Apart.parts comparison.Models with
    | [ _ ] ->
        [
            if protocols.Contains ',' then
                $"The protocols are mixed ({protocols}): a difference between models of different protocols is not one of architecture alone."
            yield! withinOnePart (configs comparison.Models)
        ]
    | parts ->
        [
            $"The protocols stand side by side ({protocols}): models are compared within a protocol, because a difference between protocols is not one of architecture alone."
            for name, models in parts do
                for sentence in withinOnePart (models |> List.map snd |> configs) do
                    $"Protocol {Option.get name}: {sentence}"
        ]
