module QImpact.Statistics.StudentT

open System
open System.Collections.Generic

type Summary =
    {
        Count: int
        Mean: float
        Median: float
        Deviation: Result<float, string>
        Interval: Result<Interval, string>
    }

    member this.StandardError =
        this.Deviation |> Result.map (fun sd -> sd / sqrt (float this.Count))

type Test =
    {
        Pairs: int
        MeanDifference: float
        Deviation: float
        StandardError: float
        T: float
        Df: int
        PValues: SignedRank.PValues
        Interval: Interval
    }

let private interval confidence df centre standardError =
    let half =
        Distributions.studentQuantile (float df) (0.5 + confidence / 2.0)
        * standardError

    {
        Lower = centre - half
        Upper = centre + half
    }

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
            |> Result.map (fun sd -> interval confidence (values.Length - 1) mean (sd / sqrt (float values.Length)))
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

let paired confidence x y = test confidence 0.0 x y

let nadeauBengio confidence rho x y = test confidence rho x y
