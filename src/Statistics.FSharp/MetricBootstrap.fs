namespace QImpact.Statistics

open System
open System.Collections.Generic
open System.Threading.Tasks
open MathNet.Numerics.Random
open QImpact.Metrics

type Metric =
    {
        Name: string
        PositiveClass: int option
    }

module Metric =

    let private named name positive =
        {
            Name = name
            PositiveClass = positive
        }

    let ofTable =
        [
            for metric in (Classification.OfConfusion(ConfusionMatrix.Of(1, 1, 1, 1))).Named ->
                named metric.Name (Option.ofNullable metric.PositiveClass)
        ]

    let all =
        ofTable
        @ [
            named "average_precision" (Some 0)
            named "average_precision" (Some 1)
            named "calibration_error" None
        ]

    let higherIsBetter metric =
        not (List.contains metric.Name [ "brier"; "log_loss"; "calibration_error" ])

type Judged =
    {
        Scores: IReadOnlyList<float>
        Threshold: float
    }

/// One model made ready: what of it does not change from resample to resample. NaN stands for an undefined metric in here and
/// never leaves this file.
[<Sealed>]
type private Prepared(labels: int[], model: Judged) =
    let n = labels.Length
    let scores = Array.ofSeq model.Scores

    // Checks labels, scores and threshold.
    do Classification.Evaluate(labels, scores, model.Threshold) |> ignore

    let bins = 10

    let decisions =
        scores |> Array.map (fun score -> Classification.Decide(score, model.Threshold))

    let brier =
        Array.map2 (fun label score -> Classification.Brier([| label |], [| score |])) labels scores

    let logLoss =
        Array.map2 (fun label score -> Classification.LogLoss([| label |], [| score |])) labels scores

    let binOf = scores |> Array.map (Calibration.binOf Calibration.RightClosed bins)

    /// Tie groups of the scores from the lowest, by image.
    let groupOf, groups =
        let distinct = scores |> Array.distinct |> Array.sort
        scores |> Array.map (fun score -> Array.BinarySearch(distinct, score)), distinct.Length

    let place name positive =
        Metric.all
        |> List.findIndex (fun metric -> metric.Name = name && metric.PositiveClass = positive)

    let auc, brierPlace, logLossPlace =
        place "auc" None, place "brier" None, place "log_loss" None

    let precision0, precision1, calibration =
        place "average_precision" (Some 0), place "average_precision" (Some 1), place "calibration_error" None

    /// Average precision of the class whose cases per group are `own`, the groups taken in the given order.
    let averagePrecision (own: int[]) (other: int[]) (order: int -> int) =
        let total = Array.sum own

        if total = 0 then
            nan
        else
            let mutable found = 0
            let mutable decided = 0
            let mutable sum = 0.0

            for i in 0 .. groups - 1 do
                let group = order i
                let here = own[group]
                found <- found + here
                decided <- decided + here + other[group]

                if here > 0 then
                    sum <- sum + float here * (float found / float decided)

            sum / float total

    let places, ofTable = Metric.all.Length, Metric.ofTable.Length
    let known = Dictionary<struct (int * int * int * int), float[]>()

    /// The metrics of the decisions; resamples share few confusion matrices, so each is judged once.
    let ofDecisions (counts: int[]) =
        let key = struct (counts[0], counts[1], counts[2], counts[3])

        match known.TryGetValue key with
        | true, values -> values
        | false, _ ->
            let metrics =
                Classification.OfConfusion(
                    {
                        TruePositives = counts[3]
                        FalsePositives = counts[1]
                        FalseNegatives = counts[2]
                        TrueNegatives = counts[0]
                    }
                )

            let values = [| for metric in metrics.Named -> metric.Value.ValueOr nan |]
            known.Add(key, values)
            values

    /// Every metric with the images counted as often as the weights say. Not for two threads at once.
    member _.Evaluate(weights: int[]) =
        let counts = Array.zeroCreate<int> 4
        let zeros, ones = Array.zeroCreate<int> groups, Array.zeroCreate<int> groups

        let binned, binnedOnes, binnedScores =
            Array.zeroCreate<int> bins, Array.zeroCreate<int> bins, Array.zeroCreate<float> bins

        let mutable brierSum = 0.0
        let mutable logLossSum = 0.0
        let mutable total = 0

        for i in 0 .. n - 1 do
            let weight = weights[i]

            if weight > 0 then
                let label = labels[i]
                total <- total + weight
                counts[2 * label + decisions[i]] <- counts[2 * label + decisions[i]] + weight
                brierSum <- brierSum + float weight * brier[i]
                logLossSum <- logLossSum + float weight * logLoss[i]
                let bin = binOf[i]
                binned[bin] <- binned[bin] + weight
                binnedScores[bin] <- binnedScores[bin] + float weight * scores[i]

                if label = 1 then
                    ones[groupOf[i]] <- ones[groupOf[i]] + weight
                    binnedOnes[bin] <- binnedOnes[bin] + weight
                else
                    zeros[groupOf[i]] <- zeros[groupOf[i]] + weight

        let values = Array.create places nan
        Array.blit (ofDecisions counts) 0 values 0 ofTable

        let mutable below = 0L
        let mutable twice = 0L

        for group in 0 .. groups - 1 do
            twice <- twice + int64 ones[group] * (2L * below + int64 zeros[group])
            below <- below + int64 zeros[group]

        let n1 = int64 total - below
        let n = float total

        if below > 0L && n1 > 0L then
            values[auc] <- float twice / float (2L * below * n1)

        values[brierPlace] <- brierSum / n
        values[logLossPlace] <- logLossSum / n
        values[precision0] <- averagePrecision zeros ones id
        values[precision1] <- averagePrecision ones zeros (fun i -> groups - 1 - i)
        let mutable gap = 0.0

        for bin in 0 .. bins - 1 do
            gap <- gap + abs (binnedScores[bin] - float binnedOnes[bin])

        values[calibration] <- gap / n
        values

[<Sealed>]
type MetricBootstrap
    private
    (
        /// Per model and metric.
        observed: float[][],
        /// Per model, metric and resample.
        replicates: float[][][],
        /// Per model, metric and image left out.
        jackknife: float[][][],
        strata: int[][]
    ) =

    static let chunk = 128

    static let transpose (rows: float[][]) =
        Array.init rows[0].Length (fun metric -> rows |> Array.map (fun row -> row[metric]))

    static let draw (random: Xoshiro256StarStar) (strata: int[][]) n =
        let weights = Array.zeroCreate<int> n

        for stratum in strata do
            for _ in 1 .. stratum.Length do
                let image = stratum[random.Next stratum.Length]
                weights[image] <- weights[image] + 1

        weights

    static member DefaultReplicates = 10_000

    static member Run(seed: int, replicates: int, labels: IReadOnlyList<int>, models: IReadOnlyList<Judged>) =
        if replicates < 2 then
            Arguments.refuse "replicates" $"There are {replicates} resamples; expected at least 2."

        if models.Count = 0 then
            Arguments.refuse "models" "There are no models; expected at least one."

        let labels = Array.ofSeq labels

        let prepared =
            models |> Seq.map (fun model -> Prepared(labels, model)) |> Array.ofSeq

        let strata =
            [|
                for cls in 0..1 ->
                    [|
                        for i in 0 .. labels.Length - 1 do
                            if labels[i] = cls then
                                i
                    |]
            |]

        let random = Xoshiro256StarStar(seed, false)
        let rows = Array.init models.Count (fun _ -> Array.zeroCreate<float[]> replicates)

        for start in 0..chunk .. replicates - 1 do
            // Drawn one after the other, judged side by side: the result does not depend on the number of cores.
            let draws =
                Array.init (min chunk (replicates - start)) (fun _ -> draw random strata labels.Length)

            Parallel.For(
                0,
                models.Count,
                fun model ->
                    for i in 0 .. draws.Length - 1 do
                        rows[model][start + i] <- prepared[model].Evaluate draws[i]
            )
            |> ignore

        let once = Array.create labels.Length 1

        let leaveOneOut (model: Prepared) =
            let weights = Array.copy once

            Array.init labels.Length (fun i ->
                weights[i] <- 0
                let values = model.Evaluate weights
                weights[i] <- 1
                values)

        MetricBootstrap(
            prepared |> Array.map _.Evaluate(once),
            rows |> Array.map transpose,
            prepared |> Array.map (leaveOneOut >> transpose),
            strata
        )

    member _.Replicates = replicates[0].[0].Length

    member _.Value(metric: Metric, model: int) =
        match observed[model].[MetricBootstrap.PlaceOf metric] with
        | value when Double.IsNaN value -> MetricValue.Undefined "undefined for these images"
        | value -> MetricValue.Defined value

    static member private PlaceOf(metric: Metric) =
        match List.tryFindIndex ((=) metric) Metric.all with
        | Some place -> place
        | None -> raise (ArgumentException($"There is no metric {metric.Name} of this positive class.", nameof metric))

    member this.Distribution(metric: Metric, weights: IReadOnlyList<struct (int * float)>) =
        let place = MetricBootstrap.PlaceOf metric

        let combined (values: int -> float[]) length =
            Array.init length (fun i ->
                let mutable sum = 0.0

                for struct (model, weight) in weights do
                    sum <- sum + weight * (values model)[i]

                sum)

        let estimate = (combined (fun model -> [| observed[model][place] |]) 1)[0]
        let all = combined (fun model -> replicates[model][place]) this.Replicates
        let defined = all |> Array.filter (Double.IsNaN >> not)

        let leftOut =
            combined (fun model -> jackknife[model].[place]) jackknife[0].[place].Length

        let dropped = all.Length - defined.Length

        if Double.IsNaN estimate then
            Error "the metric is undefined for these images"
        elif dropped * 100 > all.Length then
            Error $"the metric is undefined on {dropped} of {all.Length} resamples"
        elif Array.exists Double.IsNaN leftOut then
            Error "the metric is undefined without a certain image"
        else
            Ok(
                {
                    Estimate = estimate
                    Replicates = defined
                    Jackknife = strata |> Array.map (Array.map (fun image -> leftOut[image]))
                }
                : Bootstrap.Distribution
            )
