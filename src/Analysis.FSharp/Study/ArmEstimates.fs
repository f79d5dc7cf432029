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
        /// The repeats' AUCs where they fall in two heaps: how many low and how many high.
        Heaps: (int * int) option
    }

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

        {
            Arm = arm
            Runs = runs.Whole |> List.collect (fun repeat -> runs.Of(arm.Name, repeat))
            Means = measured
            Auc = mean
            Heaps =
                match snd measured.Head with
                | Ok values -> SeedVariance.heaps (Array.ofList values)
                | Error _ -> None
        })
