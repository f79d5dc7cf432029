/// How large a difference is, beside whether it is there.
module QImpact.Statistics.EffectSize

open System
open System.Collections.Generic
open MathNet.Numerics

/// Cohen's d_z (1988): the mean of the paired differences over their standard deviation. It measures how steady the difference is,
/// not how large in the metric's own units: always give the mean difference too. Undefined where the differences have no variance.
let cohensDz x y =
    Arguments.differences x y
    |> Sample.spread
    |> Result.map (fun (mean, deviation, _) -> mean / deviation)

/// Hedges' g: d_z times Gamma(df/2) / (sqrt(df/2) Gamma((df - 1)/2)), df = n - 1, the exact correction of d_z's bias (Hedges 1981),
/// not the approximation 1 - 3/(4 df - 1). Undefined as d_z, and for two pairs, where the correction has no value.
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

/// How the values of two samples compare, each with each.
type Dominance =
    {
        /// Pairs in which x is larger.
        Greater: int64
        /// Pairs in which x is smaller.
        Less: int64
        /// Pairs that are equal.
        Equal: int64
    }

    /// Cliff's delta, (greater - less) / pairs, in [-1, 1].
    member this.Delta =
        float (this.Greater - this.Less) / float (this.Greater + this.Less + this.Equal)

/// Cliff's delta (1993): the chance that a random x exceeds a random y less the chance of the contrary. It takes the two as
/// independent samples, so it says nothing about pairs. A sample without a value, or a value that is not finite, throws an
/// ArgumentException.
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
