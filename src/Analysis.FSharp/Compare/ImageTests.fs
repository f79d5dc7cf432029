/// Two models on the same images: the test, the interval and the equivalence of one metric.
module internal QImpact.Analysis.Compare.ImageTests

open System
open QImpact.Metrics
open QImpact.Statistics
open QImpact.Analysis.Models
open QImpact.Analysis.Compare.Sentences

let rights (comparison: Comparison) (model: Model) cls =
    Array.zip comparison.Labels model.Scores.Decisions
    |> Array.filter (fun (label, _) -> cls |> Option.forall ((=) label))
    |> Array.map (fun (label, decision) -> decision = label)

let bootstrapInterval (comparison: Comparison) metric weights =
    comparison.Resamples.Distribution(metric, weights)
    |> Result.bind (Bootstrap.bca Confidence.Default)
    |> Result.map _.Interval

type Tested =
    {
        Interval: Result<Interval, string>
        Method: string
        Test: string
        PValue: Result<float, string>
        Table: McNemar.Agreement option
        Equivalence: float -> Result<float, string>
    }

let testByImages comparison first second (metric: Metric) =
    // A recall is the accuracy on the images of its class.
    let right model =
        rights comparison model metric.PositiveClass

    let table = McNemar.agreement (right first) (right second)

    {
        Interval = PairedProportions.tango Confidence.Default table
        Method = "Tango"
        Test = "McNemar exact"
        PValue =
            if table.Total = 0L then
                Error "there is no image"
            else
                Ok(McNemar.exact table.OnlyFirst table.OnlySecond)
        Table = Some table
        Equivalence =
            fun margin ->
                Equivalence.pairedProportions margin table
                |> Result.map (fun test -> test.PValue)
    }

/// The areas of class 1 of two.
let testByAuc seed (comparison: Comparison) (first: Model) (second: Model) =
    let components (model: Model) =
        DeLong.ofClass 1 comparison.Labels model.Scores

    let deLong =
        match components first, components second with
        | Ok a, Ok b -> DeLong.compare Confidence.Default a b
        | _ -> Error "a class has no image"

    let permutation () =
        "permutation of ranks",
        Permutation.aucDifference
            seed
            Permutation.Draws
            comparison.Labels
            (first.Scores.OfClass 1)
            (second.Scores.OfClass 1)
        |> Result.map (fun test -> test.PValue)

    let test, p =
        match deLong |> Result.bind _.Trusted with
        | Ok result -> "DeLong", Ok result.Test.PValue
        | Error _ -> permutation ()

    {
        Interval = deLong |> Result.bind _.Trusted |> Result.map _.Interval
        Method = "DeLong"
        Test = test
        PValue = p
        Table = None
        Equivalence =
            fun margin ->
                deLong
                |> Result.bind (Equivalence.aucs margin)
                |> Result.map (fun test -> test.PValue)
    }

let describe (comparison: Comparison) first second metric =
    {
        Interval = bootstrapInterval comparison metric [| struct (first, 1.0); struct (second, -1.0) |]
        Method = "bootstrap (BCa)"
        Test = ""
        PValue = Error describedOnly
        Table = None
        Equivalence = fun _ -> Error describedOnly
    }

let testByMacroAuc seed (comparison: Comparison) (firstIndex, first: Model) (secondIndex, second: Model) metric =
    { describe comparison firstIndex secondIndex metric with
        Test = "permutation of ranks"
        PValue =
            Permutation.macroAucDifference seed Permutation.Draws comparison.Labels first.Scores second.Scores
            |> Result.map (fun test -> test.PValue)
        Equivalence = fun _ -> Error "equivalence of a mean area is not tested on images alone"
    }

let pairsOf items =
    [
        for i, first in List.indexed items do
            for second in List.skip (i + 1) items -> first, second
    ]

let private seedName (model: Model) =
    model.Predictions.Seed |> Option.map string |> Option.defaultValue "unknown"

/// The pairs of models that are tested, each with its scope: the tests that are adjusted together. Of families with several seeds,
/// models of different families with the same seed, a scope for each seed, so that no adjustment grows with the seeds; where no
/// seed is shared, a scope for each pair of seeds. All pairs in one scope where there is one family, or one model of each.
let private pairsOfPart (models: (int * Model) list) =
    let all = pairsOf models

    let different = all |> List.filter (fun ((_, a), (_, b)) -> a.Family <> b.Family)

    let same =
        different
        |> List.filter (fun ((_, a), (_, b)) -> a.Predictions.Seed = b.Predictions.Seed)

    if different.IsEmpty || models |> List.forall (fun (_, model) -> model.Sibling = 0) then
        all |> List.map (fun pair -> "", pair)
    elif same.IsEmpty then
        different
        |> List.map (fun ((_, a), (_, b) as pair) -> $"seeds {seedName a} and {seedName b}", pair)
    else
        same |> List.map (fun ((_, a), _ as pair) -> $"seed {seedName a}", pair)

/// The same for all models; where protocols stand apart, within each.
let modelPairs (models: Model list) =
    [
        for part, models in Apart.parts models do
            for scope, pair in pairsOfPart models -> Apart.scope part scope, pair
    ]

let omnibus (comparison: Comparison) =
    let ofModels heading (models: Model list) =
        let rights = models |> List.map (fun model -> rights comparison model None)

        let byImage =
            [|
                for i in 0 .. comparison.Labels.Length - 1 ->
                    [| for right in rights -> right[i] |] :> Collections.Generic.IReadOnlyList<bool>
            |]

        heading, CochranQ.test byImage

    let groupsOf part (models: Model list) =
        if models |> List.forall (fun model -> model.Sibling = 0) then
            [
                (if Option.isNone part then
                     "all models"
                 else
                     $"models of {Apart.scope part String.Empty}"),
                models
            ]
        else
            models
            |> List.groupBy seedName
            |> List.map (fun (seed, models) ->
                let scope = Apart.scope part $"seed {seed}"
                $"models of {scope}", models)

    let groups =
        Apart.parts comparison.Models
        |> List.collect (fun (part, models) -> groupsOf part (List.map snd models))

    groups
    |> List.filter (fun (_, models) -> models.Length > 2)
    |> List.map (fun (heading, models) -> ofModels heading models)

/// The row of a metric of two models, not yet adjusted.
let row
    (options: CompareOptions)
    (comparison: Comparison)
    scope
    (firstIndex, first: Model)
    (secondIndex, second: Model)
    (metric: Metric)
    =
    let tested =
        match metric.Test with
        | PairedTest.McNemar -> testByImages comparison first second metric
        | PairedTest.DeLong -> testByAuc options.Seed comparison first second
        | PairedTest.Permutation ->
            testByMacroAuc options.Seed comparison (firstIndex, first) (secondIndex, second) metric
        | PairedTest.NotTested -> describe comparison firstIndex secondIndex metric

    let value index =
        comparison.Resamples.Value(metric, index)

    {
        Scope = scope
        First = first.Label
        Second = second.Label
        Metric = metric
        FirstValue = value firstIndex
        SecondValue = value secondIndex
        Difference = MetricValue.map2 (-) (value firstIndex) (value secondIndex)
        Interval = tested.Interval
        IntervalMethod = tested.Method
        Test = tested.Test
        PValue = tested.PValue
        Holm = None
        BenjaminiHochberg = None
        Bonferroni = None
        Discordant = tested.Table |> Option.map (fun table -> table.OnlyFirst, table.OnlySecond)
        CohensG =
            match tested.Table with
            | Some table when table.Discordant > 0L -> Ok(float table.OnlyFirst / float table.Discordant - 0.5)
            | Some _ -> Error "no image tells the two apart"
            | None -> Error "for right and wrong decisions only"
        Equivalence =
            if tested.Test = "" then
                None
            else
                options.Margin |> Option.map tested.Equivalence
        Verdict = Verdict.NotTested ""
        Claim = ""
    }
