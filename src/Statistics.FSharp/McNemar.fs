module QImpact.Statistics.McNemar

open System
open System.Collections.Generic

type Agreement =
    {
        BothRight: int
        OnlyFirst: int
        OnlySecond: int
        BothWrong: int
    }

    member this.Total = this.BothRight + this.OnlyFirst + this.OnlySecond + this.BothWrong

    member this.Discordant = this.OnlyFirst + this.OnlySecond

    member this.Difference =
        if this.Total = 0 then
            0.0
        else
            float (this.OnlyFirst - this.OnlySecond) / float this.Total

let agreement (firstRight: IReadOnlyList<bool>) (secondRight: IReadOnlyList<bool>) =
    Arguments.requireSameLength "firstRight" firstRight.Count "secondRight" secondRight.Count

    let count first second =
        Seq.zip firstRight secondRight |> Seq.filter ((=) (first, second)) |> Seq.length

    {
        BothRight = count true true
        OnlyFirst = count true false
        OnlySecond = count false true
        BothWrong = count false false
    }

let private check onlyFirst onlySecond =
    Arguments.requireCount "onlyFirst" onlyFirst
    Arguments.requireCount "onlySecond" onlySecond
    Arguments.requireCount "onlyFirst + onlySecond" (onlyFirst + onlySecond)

let exact onlyFirst onlySecond =
    check onlyFirst onlySecond

    min
        1.0
        (2.0
         * Distributions.binomialHalfCdf (min onlyFirst onlySecond) (onlyFirst + onlySecond))

let midP onlyFirst onlySecond =
    check onlyFirst onlySecond
    let smaller, trials = min onlyFirst onlySecond, onlyFirst + onlySecond

    // 2 P(X <= k) - P(X = k) = P(X <= k) + P(X <= k - 1).
    min
        1.0
        (Distributions.binomialHalfCdf smaller trials
         + Distributions.binomialHalfCdf (smaller - 1) trials)
