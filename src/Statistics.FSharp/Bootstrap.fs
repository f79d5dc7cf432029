/// Bootstrap intervals of any statistic from its values on resamples (Efron 1979; Efron and Tibshirani 1993).
/// Cases must be independent and each resample drawn as the sample was: within each class where the class counts were fixed. With
/// few cases of a class, or a statistic at the end of its range, no bootstrap interval can be trusted: resamples can't hold what
/// the sample lacks. Not a test: use one of the tests for p-values.
module QImpact.Statistics.Bootstrap

open System.Collections.Generic

/// A statistic on a sample and on its resamples.
type Distribution =
    {
        /// The value on the sample.
        Estimate: float
        /// The values on the resamples; at least one.
        Replicates: float[]
        /// The values with one case left out, a list for each stratum (one list where all cases are drawn together).
        Jackknife: float[][]
    }

let private equality = 1e-12

/// The quantile p, in [0, 1], of R's type 7, linear between order statistics: position (B - 1) p, from 0. The values, at least one,
/// are in ascending order.
let quantile p (sorted: IReadOnlyList<float>) =
    Arguments.requireProbability "p" p

    if sorted.Count = 0 then
        Arguments.refuse "sorted" "There are no values; expected at least one."

    let position = float (sorted.Count - 1) * p
    let lower = int position
    let upper = min (sorted.Count - 1) (lower + 1)
    sorted[lower] + (position - float lower) * (sorted[upper] - sorted[lower])

/// The standard deviation (B - 1) of the replicates; undefined for a single one.
let standardError distribution =
    match Sample.deviation distribution.Replicates with
    | Some deviation -> Ok deviation
    | None -> Error "a single replicate has no spread"

/// The bias-corrected and accelerated interval.
type Bca =
    {
        /// z0: the normal quantile of the part of the replicates below the estimate.
        Bias: float
        /// a: the skew of the statistic's influence.
        Acceleration: float
        /// The quantile of the replicates that is the lower end.
        LowerLevel: float
        /// The quantile that is the upper end.
        UpperLevel: float
        Interval: Interval
    }

/// a = Sum d^3 / (6 (Sum d^2)^1.5), d the mean of the leave-one-out values less each of them (Efron and Tibshirani 1993, eq.
/// 14.15). With strata, d is weighted by (n_s - 1)/n_s in each (Davison and Hinkley 1997, section 5.3). 0 where no value moves.
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

/// The levels Phi(z0 + (z0 -/+ z) / (1 - a (z0 -/+ z))), lower then upper. Undefined where 1 - a (z0 -/+ z) is not positive.
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

/// The bias-corrected and accelerated interval (Efron 1987), second-order accurate. Undefined where all replicates lie on one side
/// of the estimate or are (nearly) all equal: the resamples then say nothing about its error; and where they lie so far to one side that the
/// interval would not hold the estimate. Replicates that equal the estimate, to
/// 1e-12, count half below it, as SciPy has it: right for discrete statistics such as accuracies.
let bca confidence distribution =
    Arguments.requireOpenProbability "confidence" confidence

    bias distribution
    |> Result.bind (fun bias ->
        let acceleration = acceleration distribution.Jackknife

        levels confidence bias acceleration
        |> Result.bind (fun (struct (lower, upper)) ->
            let sorted = Array.sort distribution.Replicates

            let ends =
                {
                    Lower = quantile lower sorted
                    Upper = quantile upper sorted
                }

            if ends.Upper - ends.Lower <= equality then
                Error "nearly every resample gives the same value"
            elif distribution.Estimate < ends.Lower || distribution.Estimate > ends.Upper then
                Error "the resamples lie so far to one side that the interval misses the value"
            else
                Ok
                    {
                        Bias = bias
                        Acceleration = acceleration
                        LowerLevel = lower
                        UpperLevel = upper
                        Interval = ends
                    }))
