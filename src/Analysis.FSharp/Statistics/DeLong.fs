module QImpact.Analysis.Statistics.DeLong

open System
open System.Collections.Generic
open QImpact.Metrics

type Components =
    {
        Auc: float
        OfClass1: float[]
        OfClass0: float[]
    }

/// 1-based ranks in ascending order; equal scores share the mean of their ranks.
let private midranks (scores: float[]) =
    let order = Array.init scores.Length id
    let sorted = Array.copy scores
    Array.Sort(sorted, order)
    let ranks = Array.zeroCreate<float> scores.Length
    let mutable start = 0

    while start < sorted.Length do
        let mutable stop = start + 1

        while stop < sorted.Length && sorted[stop] = sorted[start] do
            stop <- stop + 1

        for i in start .. stop - 1 do
            ranks[order[i]] <- float (start + stop + 1) / 2.0

        start <- stop

    ranks

let components (labels: IReadOnlyList<int>) (scores1: IReadOnlyList<float>) =
    match Classification.RocAuc(labels, scores1) with
    | MetricValue.Undefined _ -> None
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

        Some
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
        None
    else
        let part (values: float[]) =
            sampleVariance components.Auc values / float values.Length

        Some(part components.OfClass1 + part components.OfClass0)

let interval confidence (components: Components) =
    variance components
    |> Option.map (fun variance ->
        let half = Confidence.quantile confidence * sqrt variance

        {
            Lower = max 0.0 (components.Auc - half)
            Upper = min 1.0 (components.Auc + half)
        })
