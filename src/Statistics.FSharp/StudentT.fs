/// Student's t for values per seed or per resampling, paired between two models.
/// The differences must be independent and about normal; with few pairs a single outlier decides, which SignedRank and Permutation
/// don't suffer from. Differences that all agree to 1e-12 have no variance: undefined. Not for single images' right and wrong.
module QImpact.Statistics.StudentT

open System
open System.Collections.Generic

/// Mean and spread of one model's values.
type Summary =
    {
        Count: int
        Mean: float
        Median: float
        /// The standard deviation (n - 1); undefined for a single value.
        Deviation: Result<float, string>
        /// Mean -/+ t sd / sqrt(n); undefined for a single value, and where all values agree: no spread was seen, which is no certainty.
        Interval: Result<Interval, string>
    }

    /// sd / sqrt(n).
    member this.StandardError =
        this.Deviation |> Result.map (fun sd -> sd / sqrt (float this.Count))

/// A t test of the mean difference.
type Test =
    {
        Pairs: int
        /// The mean of x - y.
        MeanDifference: float
        /// The standard deviation of x - y (n - 1).
        Deviation: float
        /// The standard error of the mean that the test uses.
        StandardError: float
        /// Mean difference / standard error.
        T: float
        /// Degrees of freedom, n - 1.
        Df: int
        /// p-values of either direction.
        PValues: SignedRank.PValues
        /// Mean difference -/+ t standard error.
        Interval: Interval
    }

let private interval confidence df centre standardError =
    Interval.Around(
        centre,
        Distributions.studentQuantile (float df) (0.5 + confidence / 2.0)
        * standardError
    )

/// The summary of one model's values. No value, one that is not finite, or a confidence outside (0, 1) throws an ArgumentException.
let summary confidence (values: IReadOnlyList<float>) =
    Arguments.requireOpenProbability "confidence" confidence

    if values.Count = 0 then
        Arguments.refuse "values" "There are no values; expected at least one."

    Arguments.requireFinite "values" values
    let values = Array.ofSeq values
    let mean = Array.average values
    let sorted = Array.sort values
    let middle = values.Length / 2

    let deviation =
        Sample.deviation values
        |> Option.map Ok
        |> Option.defaultValue (Error "a single value has no spread")

    {
        Count = values.Length
        Mean = mean
        Median =
            if values.Length % 2 = 1 then
                sorted[middle]
            else
                (sorted[middle - 1] + sorted[middle]) / 2.0
        Deviation = deviation
        Interval =
            deviation
            |> Result.bind (fun sd ->
                if sorted[sorted.Length - 1] - sorted[0] <= Ranks.Tolerance then
                    Error "all values agree, so they have no spread"
                else
                    Ok(interval confidence (values.Length - 1) mean (sd / sqrt (float values.Length))))
    }

let private test confidence rho x y : Result<Test, string> =
    Arguments.requireOpenProbability "confidence" confidence

    if not (rho >= 0.0 && Double.IsFinite rho) then
        Arguments.refuse "rho" $"rho is {Arguments.shown rho}; expected a number of at least 0."

    Arguments.differences x y
    |> Sample.spread
    |> Result.map (fun (mean, deviation, n) ->
        let df = n - 1
        let standardError = deviation * sqrt (1.0 / float n + rho)
        let t = mean / standardError
        let tail = Distributions.studentUpperTail (float df)

        {
            Pairs = n
            MeanDifference = mean
            Deviation = deviation
            StandardError = standardError
            T = t
            Df = df
            PValues =
                {
                    TwoSided = min 1.0 (2.0 * tail (abs t))
                    Greater = tail t
                    Less = tail -t
                }
            Interval = interval confidence df mean standardError
        })

/// The paired t test of x - y (Student 1908): standard error sd / sqrt(n). Undefined for fewer than two pairs or differences
/// without variance.
let paired confidence x y = test confidence 0.0 x y

/// Nadeau and Bengio's corrected resampled t test of x - y (2003, Machine Learning 52:239): standard error sd sqrt(1/n + rho), rho
/// = test size / training size, at least 0, because training sets of repeated random splits overlap; rho = 0 gives the paired t
/// test. Made for n random splits of one data set into training and test part. With one fixed split and only the seed varied there
/// is no overlap of that kind to correct: it is then merely a wider test. Not for k-fold cross-validation without repetition
/// either.
let nadeauBengio confidence rho x y = test confidence rho x y
