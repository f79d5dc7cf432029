/// Three or more architectures over the same seeds, ranked within each seed.
module internal QImpact.Analysis.Compare.SeedRanks

open System.Collections.Generic
open QImpact.Metrics
open QImpact.Statistics
open QImpact.Analysis.Models

/// The models of each architecture, with their places in the comparison.
let families (comparison: Comparison) =
    List.indexed comparison.Models
    |> List.groupBy (fun (_, model) -> model.Family)
    |> List.map snd

/// Its models in the order of their seeds.
let bySeed (models: (int * Model) list) =
    models |> List.sortBy (fun (_, model) -> model.Predictions.Seed)

let seedsOf models =
    bySeed models |> List.map (fun (_, model) -> model.Predictions.Seed)

/// One row per metric where three or more architectures were trained with the same seeds, two at least; otherwise none.
let rankRows alpha (comparison: Comparison) metrics =
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
