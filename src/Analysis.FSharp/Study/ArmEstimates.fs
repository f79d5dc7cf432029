/// The arms of a study's comparison, each over the whole repeats.
module internal QImpact.Analysis.Study.ArmEstimates

open QImpact.Data.Runs
open QImpact.Data.Studies
open QImpact.Metrics
open QImpact.Statistics
open QImpact.Analysis.Study.JudgedRun
open QImpact.Analysis.Study.WholeRepeats

/// An arm over the whole repeats.
type ArmEstimate =
    {
        Arm: Architecture
        /// Every run of a whole repeat, by repeat and fold.
        Runs: JudgedRun list
        /// Of each measure the mean over the folds of each repeat, or the first reason why a run has none.
        Means: (Measure * Result<float list, string>) list
        /// The mean AUC with an error from repeats and images.
        Auc: Result<SeedVariance.Difference, string>
        /// The runs' AUCs where they fall in two heaps.
        Heaps: TwoHeaps.Heaps option
    }

/// Two heaps of the AUCs of an arm's runs, fold by fold.
let heaps (runs: JudgedRun list) =
    TwoHeaps.find
        [|
            for run in runs do
                yield! Option.toList (Result.toOption run.Auc)
        |]

/// Two heaps of the mean AUCs of an arm's repeats.
let heapsOfRepeats (runs: JudgedRun list) =
    runs
    |> List.groupBy (place >> fst)
    |> List.map (fun (_, ofRepeat) ->
        ofRepeat
        |> List.map (fun run -> Result.defaultValue 0.5 run.Auc)
        |> List.average)
    |> Array.ofList
    |> TwoHeaps.find

/// Every arm of the part, in its order.
let arms (runs: Runs) =
    let names = [ for arm in runs.Part.Arms -> arm.Name ]

    let means =
        match crossed runs names with
        | Ok crossed when names.Length > 1 ->
            ObuchowskiRockette.armMeans crossed
            |> Array.map (Result.map _.Mean)
            |> List.ofArray
        | Ok _ -> [ for _ in names -> Error "one arm only" ]
        | Error reason -> [ for _ in names -> Error reason ]

    List.zip (List.ofSeq runs.Part.Arms) means
    |> List.map (fun (arm, mean) ->
        let measured =
            measures |> List.map (fun measure -> measure, repeatMeans runs arm.Name measure)

        let own = runs.Whole |> List.collect (fun repeat -> runs.Of(arm.Name, repeat))

        {
            Arm = arm
            Runs = own
            Means = measured
            Auc = mean
            Heaps = heaps own
        })
