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

/// A sentence for each thing that no family is made of and in which the runs differ, and one where their protocols are mixed.
let remarks (comparison: Comparison) =
    let runs = comparison.Models |> List.choose _.Run |> List.map _.Config

    [
        match runs |> List.map _.Protocol |> List.distinct with
        | _ :: _ :: _ as protocols ->
            let listed = protocols |> List.sort |> String.concat ", "

            $"The protocols are mixed ({listed}): a difference between models of different protocols is not one of architecture alone."
        | _ -> ()
        yield! differing "threads" (fun config -> string config.Threads) runs
        yield! differing "device" _.Device runs
        yield! differing "code version" _.CodeVersion runs
        yield!
            runs
            |> List.filter (fun config -> Option.isSome (baseline config))
            |> differing "the baseline they were measured against" (baseline >> Option.defaultValue "")
    ]
