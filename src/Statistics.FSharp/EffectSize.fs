module QImpact.Statistics.EffectSize

open System
open System.Collections.Generic
open MathNet.Numerics

let cohensDz x y =
    Arguments.differences x y
    |> Sample.spread
    |> Result.map (fun (mean, deviation, _) -> mean / deviation)

let hedgesG x y =
    Arguments.differences x y
    |> Sample.spread
    |> Result.bind (fun (mean, deviation, n) ->
        let df = float (n - 1)

        if n < 3 then
            Error "the correction needs at least three pairs"
        else
            let correction =
                exp (SpecialFunctions.GammaLn(df / 2.0) - SpecialFunctions.GammaLn((df - 1.0) / 2.0))
                / sqrt (df / 2.0)

            Ok(mean / deviation * correction))

type Dominance =
    {
        Greater: int64
        Less: int64
        Equal: int64
    }

    member this.Delta =
        float (this.Greater - this.Less) / float (this.Greater + this.Less + this.Equal)

let cliffsDelta (x: IReadOnlyList<float>) (y: IReadOnlyList<float>) =
    for name, values in [ "x", x; "y", y ] do
        if values.Count = 0 then
            Arguments.refuse name $"There are no values in {name}; expected at least one."

        Arguments.requireFinite name values

    let count order =
        Seq.allPairs x y
        |> Seq.sumBy (fun (a: float, b) -> if compare a b = order then 1L else 0L)

    {
        Greater = count 1
        Less = count -1
        Equal = count 0
    }
