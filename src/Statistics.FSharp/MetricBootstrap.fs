/// One stratified bootstrap pass over the images for every metric of every model: each resample draws as many images of each class
/// as there are, with replacement, and all models are judged on the same draws. So differences of models keep their pairing.
namespace QImpact.Statistics

open System
open System.Collections.Generic
open System.Threading.Tasks
open MathNet.Numerics.Random
open QImpact.Metrics

/// One model to resample.
type Judged =
    {
        /// The probabilities of each image, each in [0, 1], and how they are decided.
        Scores: ClassScores
        /// What its training did to the classes' parts, where that is known: for corrected metrics.
        Shift: PriorShift option
    }

/// Every metric of every model on the sample, on each resample and with each image left out.
[<Sealed>]
type MetricBootstrap
    private
    (
        metrics: Metric[],
        /// Per model and metric; NaN stands for an undefined metric in here and never leaves this file.
        observed: float[][],
        /// Per model, metric and resample.
        replicates: float[][][],
        /// Per model, metric and group of images left out.
        jackknife: float[][][],
        /// Images of each class, in the groups that are left out together.
        strata: int[][][]
    ) =

    static let chunk = 128

    /// Images are left out one by one up to this number; of more, in about as many groups, which give the same acceleration.
    static let mostLeftOut = 5_000

    static let transpose (rows: float[][]) =
        Array.init rows[0].Length (fun metric -> rows |> Array.map (fun row -> row[metric]))

    static let draw (random: Xoshiro256StarStar) (strata: int[][]) n =
        let weights = Array.zeroCreate<int> n

        for stratum in strata do
            for _ in 1 .. stratum.Length do
                let image = stratum[random.Next stratum.Length]
                weights[image] <- weights[image] + 1

        weights

    static let values (cases: WeightedCases) weights =
        cases.Evaluate weights |> Array.map (fun value -> value.ValueOr nan)

    /// Values of the groups, one after the other, by their class.
    let inStrata (leftOut: float[]) =
        let mutable start = 0

        [|
            for groups in strata ->
                start <- start + groups.Length
                leftOut[start - groups.Length .. start - 1]
        |]

    let placeOf metric =
        match Array.tryFindIndex ((=) metric) metrics with
        | Some place -> place
        | None -> raise (ArgumentException($"{metric} is not among the metrics that were resampled.", nameof metric))

    /// Resamples per pass by default: 10,000.
    static member DefaultReplicates = 10_000

    /// Makes so many resamples, at least 2, of at least one model's images with labels 0 to k - 1, judged by the given metrics: the
    /// table's, or further ones. The same seed gives the same result, on any number of cores. What Classification refuses, or a
    /// number too small, throws an ArgumentException.
    static member Run
        (metrics: Metric seq, seed: int, replicates: int, labels: IReadOnlyList<int>, models: IReadOnlyList<Judged>)
        =
        if replicates < 2 then
            Arguments.refuse "replicates" $"There are {replicates} resamples; expected at least 2."

        if models.Count = 0 then
            Arguments.refuse "models" "There are no models; expected at least one."

        let labels, metrics = Array.ofSeq labels, Array.ofSeq metrics

        let prepared =
            [|
                for model in models -> WeightedCases.Of(metrics, labels, model.Scores, ?shift = model.Shift)
            |]

        let strata =
            [|
                for cls in 0 .. models[0].Scores.Classes - 1 ->
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
                        rows[model][start + i] <- values prepared[model] draws[i]
            )
            |> ignore

        let once = Array.create labels.Length 1

        let groups =
            let size = (labels.Length + mostLeftOut - 1) / mostLeftOut
            strata |> Array.map (Array.chunkBySize size)

        let leaveOut model =
            let weights = Array.copy once

            Array.concat groups
            |> Array.map (fun group ->
                let count weight =
                    for image in group do
                        weights[image] <- weight

                count 0
                let without = values model weights
                count 1
                without)

        MetricBootstrap(
            metrics,
            prepared |> Array.map (fun model -> values model once),
            rows |> Array.map transpose,
            prepared |> Array.map (leaveOut >> transpose),
            groups
        )

    /// The metric of the model on the sample.
    member _.Value(metric: Metric, model: int) =
        match observed[model].[placeOf metric] with
        | value when Double.IsNaN value -> MetricValue.Undefined "undefined for these images"
        | value -> MetricValue.Defined value

    /// The distribution of a sum of the metric over models, each with a weight: one model; a difference, with weights 1 and -1; the
    /// difference of two means over seeds. Undefined where the metric is so on the sample, on more than 1 % of the resamples, or
    /// with some image left out, and where a class has one to nine images, as resamples can't hold what so few lack; up to 1 % of
    /// undefined resamples are dropped.
    member _.Distribution(metric: Metric, weights: IReadOnlyList<struct (int * float)>) =
        let place = placeOf metric

        let combined (values: int -> float[]) length =
            Array.init length (fun i ->
                let mutable sum = 0.0

                for struct (model, weight) in weights do
                    sum <- sum + weight * (values model)[i]

                sum)

        let estimate = (combined (fun model -> [| observed[model][place] |]) 1)[0]
        let all = combined (fun model -> replicates[model][place]) replicates[0].[0].Length
        let defined = all |> Array.filter (Double.IsNaN >> not)

        let leftOut =
            combined (fun model -> jackknife[model].[place]) jackknife[0].[place].Length

        let dropped = all.Length - defined.Length

        let small =
            strata
            |> Array.map (Array.sumBy Array.length)
            |> Array.tryFind (fun images -> images > 0 && images < Confidence.FewestCases)

        if Double.IsNaN estimate then
            Error "the metric is undefined for these images"
        elif small.IsSome then
            Error(Confidence.tooFew small.Value)
        elif int64 dropped * 100L > int64 all.Length then
            Error $"the metric is undefined on {dropped} of {all.Length} resamples"
        elif Array.exists Double.IsNaN leftOut then
            Error "the metric is undefined without a certain image"
        else
            Ok(
                {
                    Estimate = estimate
                    Replicates = defined
                    Jackknife = inStrata leftOut
                }
                : Bootstrap.Distribution
            )
