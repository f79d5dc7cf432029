module QImpact.Statistics.Bootstrap

open System.Collections.Generic

type Distribution =
    {
        Estimate: float
        Replicates: float[]
        Jackknife: float[][]
    }

let private equality = 1e-12

let quantile p (sorted: IReadOnlyList<float>) =
    Arguments.requireProbability "p" p

    if sorted.Count = 0 then
        Arguments.refuse "sorted" "There are no values; expected at least one."

    let position = float (sorted.Count - 1) * p
    let lower = int position
    let upper = min (sorted.Count - 1) (lower + 1)
    sorted[lower] + (position - float lower) * (sorted[upper] - sorted[lower])

let standardError distribution =
    match Sample.deviation distribution.Replicates with
    | Some deviation -> Ok deviation
    | None -> Error "a single replicate has no spread"

type Bca =
    {
        Bias: float
        Acceleration: float
        LowerLevel: float
        UpperLevel: float
        Interval: Interval
    }

let acceleration (jackknife: float[][]) =
    let influences =
        [|
            for stratum in jackknife do
                if stratum.Length > 0 then
                    let n, mean = float stratum.Length, Array.average stratum

                    for value in stratum -> (n - 1.0) / n * (mean - value)
        |]

    let squares = influences |> Array.sumBy (fun d -> d * d)

    if squares <= equality * equality then
        0.0
    else
        (influences |> Array.sumBy (fun d -> d * d * d))
        / (6.0 * squares * sqrt squares)

let levels confidence bias acceleration =
    let z = Confidence.quantile confidence

    let level distance =
        let shift = bias + distance
        let divisor = 1.0 - acceleration * shift

        if divisor > 0.0 then
            Some(Distributions.normalUpperTail -(bias + shift / divisor))
        else
            None

    match level -z, level z with
    | Some lower, Some upper -> Ok(struct (lower, upper))
    | _ -> Error "the acceleration is too large for the interval"

let private bias distribution =
    let below, equal =
        ((0, 0), distribution.Replicates)
        ||> Array.fold (fun (below, equal) value ->
            if abs (value - distribution.Estimate) <= equality then
                below, equal + 1
            elif value < distribution.Estimate then
                below + 1, equal
            else
                below, equal)

    let part = (float below + float equal / 2.0) / float distribution.Replicates.Length

    if equal = distribution.Replicates.Length then
        Error "every resample gives the same value"
    elif part <= 0.0 || part >= 1.0 then
        Error "all resamples lie on one side of the value"
    else
        Ok(Distributions.normalQuantile part)

let bca confidence distribution =
    Arguments.requireOpenProbability "confidence" confidence

    bias distribution
    |> Result.bind (fun bias ->
        let acceleration = acceleration distribution.Jackknife

        levels confidence bias acceleration
        |> Result.map (fun (struct (lower, upper)) ->
            let sorted = Array.sort distribution.Replicates

            {
                Bias = bias
                Acceleration = acceleration
                LowerLevel = lower
                UpperLevel = upper
                Interval =
                    {
                        Lower = quantile lower sorted
                        Upper = quantile upper sorted
                    }
            }))
