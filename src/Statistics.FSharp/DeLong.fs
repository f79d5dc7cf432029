module QImpact.Statistics.DeLong

open System.Collections.Generic
open QImpact.Metrics

type Components =
    {
        Auc: float
        OfClass1: float[]
        OfClass0: float[]
    }

/// Scores as they are: any difference at all decides a rank.
let private midranks scores =
    let struct (ranks, _) = Ranks.midranks 0.0 scores
    ranks

let components (labels: IReadOnlyList<int>) (scores1: IReadOnlyList<float>) =
    match Classification.RocAuc(labels, scores1) with
    | MetricValue.Undefined reason -> Error reason
    | MetricValue.Defined auc ->
        let cases = Array.init labels.Count (fun i -> labels[i], scores1[i])

        let ofClass (cls: int) (values: 'a[]) =
            Array.zip cases values
            |> Array.filter (fun ((label, _), _) -> label = cls)
            |> Array.map snd

        let scores = Array.map snd cases
        let overall = midranks scores

        // A case's rank among all less its rank in its own class counts the other class's cases below it, ties half.
        let below cls =
            Array.map2 (-) (ofClass cls overall) (midranks (ofClass cls scores))

        let below1, below0 = below 1, below 0
        let n1, n0 = float below1.Length, float below0.Length

        Ok
            {
                Auc = auc
                OfClass1 = below1 |> Array.map (fun count -> count / n0)
                OfClass0 = below0 |> Array.map (fun count -> 1.0 - count / n1)
            }

/// The sample variance about the known mean of the components, the AUC.
let private sampleVariance (mean: float) (values: float[]) =
    (values |> Array.sumBy (fun value -> (value - mean) * (value - mean)))
    / float (values.Length - 1)

let variance (components: Components) =
    if components.OfClass1.Length < 2 || components.OfClass0.Length < 2 then
        Error "DeLong's method needs two cases of each class"
    else
        let part (values: float[]) =
            sampleVariance components.Auc values / float values.Length

        Ok(part components.OfClass1 + part components.OfClass0)

let interval confidence (components: Components) =
    variance components
    |> Result.map (fun variance ->
        let half = Confidence.quantile confidence * sqrt variance

        {
            Lower = max 0.0 (components.Auc - half)
            Upper = min 1.0 (components.Auc + half)
        })

type Comparison =
    {
        Difference: float
        VarianceFirst: float
        VarianceSecond: float
        Covariance: float
        StandardError: float
        Test: ZTest
        Interval: Interval
        IsDegenerate: bool
    }

/// Below this a standard error is rounding: an AUC is a ratio of counts.
let private noSpread = 1e-12

/// The sample covariance of two lists about their known means, over their length.
let private covariancePart mean1 mean2 (values1: float[]) (values2: float[]) =
    let products = Array.map2 (fun x y -> (x - mean1) * (y - mean2)) values1 values2
    Array.sum products / float (products.Length - 1) / float products.Length

let private standardError (first: Components) (second: Components) =
    let difference = first.Auc - second.Auc

    let part values1 values2 =
        let differences = Array.map2 (-) values1 values2
        sampleVariance difference differences / float differences.Length

    sqrt (part first.OfClass1 second.OfClass1 + part first.OfClass0 second.OfClass0)

let compare confidence (first: Components) (second: Components) =
    Arguments.requireSameLength "first" first.OfClass1.Length "second" second.OfClass1.Length
    Arguments.requireSameLength "first" first.OfClass0.Length "second" second.OfClass0.Length
    let z = Confidence.quantile confidence

    match variance first, variance second with
    | Ok variance1, Ok variance2 ->
        let difference = first.Auc - second.Auc
        let error = standardError first second
        let isDegenerate = error < noSpread
        let error = if isDegenerate then 0.0 else error

        let statistic =
            if not isDegenerate then difference / error
            elif abs difference < noSpread then 0.0
            else System.Math.CopySign(infinity, difference)

        let covariance =
            covariancePart first.Auc second.Auc first.OfClass1 second.OfClass1
            + covariancePart first.Auc second.Auc first.OfClass0 second.OfClass0

        Ok
            {
                Difference = difference
                VarianceFirst = variance1
                VarianceSecond = variance2
                Covariance = covariance
                StandardError = error
                Test = ZTest.Of statistic
                Interval =
                    {
                        Lower = difference - z * error
                        Upper = difference + z * error
                    }
                IsDegenerate = isDegenerate
            }
    | Error reason, _
    | _, Error reason -> Error reason
