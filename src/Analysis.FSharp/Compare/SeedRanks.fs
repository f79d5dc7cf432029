/// Three or more architectures over the same seeds, ranked within each seed.
module internal QImpact.Analysis.Compare.SeedRanks

open System.Collections.Generic
open QImpact.Metrics
open QImpact.Statistics
open QImpact.Analysis.Models

/// The models of each architecture, with their places in the comparison, in the order of their seeds; where protocols stand apart, of each of them.
let families (comparison: Comparison) =
    Apart.parts comparison.Models
    |> List.map (fun (_, models) ->
        models
        |> List.groupBy (fun (_, model) -> model.Family)
        |> List.map (snd >> List.sortBy (fun (_, model) -> model.Predictions.Seed)))

let seedsOf (models: (int * Model) list) =
    models |> List.map (fun (_, model) -> model.Predictions.Seed)

/// Only the models with one of these seeds.
let withSeeds (seeds: Set<int option>) (models: (int * Model) list) =
    models |> List.filter (fun (_, model) -> seeds.Contains model.Predictions.Seed)

/// The seeds that all of them have.
let shared (families: (int * Model) list list) =
    families |> List.map (seedsOf >> Set.ofList) |> Set.intersectMany

let private ofFamilies alpha (comparison: Comparison) metrics families =
    match families with
    | _ :: _ :: _ :: _ as families when (shared families).Count > 1 ->
        let seeds = shared families
        let families = families |> List.map (withSeeds seeds)

        [
            for metric in metrics ->
                let blocks =
                    families
                    |> List.map (fun models ->
                        [
                            for index, _ in models -> comparison.Resamples.Value(metric, index).ToOption()
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
                    Seeds = seeds.Count
                    Test = test
                    CriticalDifference = Friedman.criticalDifference alpha families.Length seeds.Count
                }
        ]
    | _ -> []

/// One row per metric over the seeds that three or more architectures share, two at least; otherwise none.
let rankRows alpha (comparison: Comparison) metrics =
    families comparison |> List.collect (ofFamilies alpha comparison metrics)
