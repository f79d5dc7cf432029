/// <summary>Three or more architectures over the same seeds, ranked within each seed.</summary>
/// <remarks>The images are given: a result says nothing about other images.</remarks>
module QImpact.Analysis.SeedRanks

open System.Collections.Generic
open QImpact.Metrics
open QImpact.Analysis.Comparison
open QImpact.Statistics

/// <summary>Architectures ranked by a metric, best first, in every seed.</summary>
type RankRow =
    {
        Metric: Metric
        /// <summary>The architectures, in the order of the mean ranks.</summary>
        Models: string list
        Seeds: int
        /// <summary>Friedman's test with the mean ranks and Iman and Davenport's F, or why there is none.</summary>
        Test: Result<Friedman.Test, string>
        /// <summary>Nemenyi's critical difference of mean ranks at the comparison's level.</summary>
        CriticalDifference: float
    }

    /// <summary>Iman and Davenport's p-value, or why there is none.</summary>
    member this.PValue = this.Test |> Result.bind _.ImanDavenport |> Result.map _.PValue

/// The models of each architecture, with their places in the comparison.
let internal families (comparison: Comparison) =
    List.indexed comparison.Models
    |> List.groupBy (fun (_, model) -> model.Family)
    |> List.map snd

let private bySeed (models: (int * Model) list) =
    models |> List.sortBy (fun (_, model) -> model.Predictions.Seed)

let private seedsOf models =
    bySeed models |> List.map (fun (_, model) -> model.Predictions.Seed)

/// One row per metric where three or more architectures were trained with the same seeds, two at least; otherwise none.
let internal rankRows alpha (comparison: Comparison) metrics =
    let families = families comparison
    let seeds = families |> List.map seedsOf |> List.distinct

    match families, seeds with
    | _ :: _ :: _ :: _, [ seeds ] when seeds.Length > 1 ->
        [
            for metric in metrics ->
                let blocks =
                    families
                    |> List.map (fun models ->
                        [
                            for index, _ in bySeed models -> comparison.Resamples.Value(metric, index).ToOption()
                        ])
                    |> List.transpose

                let test =
                    if blocks |> List.forall (List.forall Option.isSome) then
                        let values = [ for block in blocks -> List.choose id block :> IReadOnlyList<float> ]
                        Ok(Friedman.test (metric.Direction = HigherIsBetter) values)
                    else
                        Error "the metric is undefined for a seed"

                {
                    Metric = metric
                    Models = families |> List.map (fun models -> (snd models.Head).FamilyName)
                    Seeds = seeds.Length
                    Test = test
                    CriticalDifference = Friedman.criticalDifference alpha families.Length seeds.Length
                }
        ]
    | _ -> []
