module QImpact.Statistics.PairedProportions

open System

let private noCase = "there is no case"

/// The correlation of the two rights and wrongs, its positive part corrected for continuity.
let private correlation (table: McNemar.Agreement) =
    let both, first = float table.BothRight, float table.OnlyFirst
    let second, neither = float table.OnlySecond, float table.BothWrong

    let margins =
        (both + first) * (second + neither) * (both + second) * (first + neither)

    let determinant = both * neither - first * second

    if margins = 0.0 then
        0.0
    elif determinant > 0.0 then
        max 0.0 (determinant - float table.Total / 2.0) / sqrt margins
    else
        determinant / sqrt margins

let newcombe confidence (table: McNemar.Agreement) =
    let wilson right =
        Proportion.wilson confidence right table.Total

    match wilson (table.BothRight + table.OnlyFirst), wilson (table.BothRight + table.OnlySecond) with
    | Some wilson1, Some wilson2 ->
        let n = float table.Total
        let p1 = float (table.BothRight + table.OnlyFirst) / n
        let p2 = float (table.BothRight + table.OnlySecond) / n
        let phi = correlation table

        let reach first second =
            sqrt (max 0.0 (first * first - 2.0 * phi * first * second + second * second))

        Ok
            {
                Lower = max -1.0 (table.Difference - reach (p1 - wilson1.Lower) (wilson2.Upper - p2))
                Upper = min 1.0 (table.Difference + reach (wilson1.Upper - p1) (p2 - wilson2.Lower))
            }
    | _ -> Error noCase

let score (table: McNemar.Agreement) difference =
    let n = float table.Total
    let b, c = float table.OnlyFirst, float table.OnlySecond
    let linear = (2.0 * n - b + c) * difference - b - c
    let constant = -c * difference * (1.0 - difference)
    let root = sqrt (max 0.0 (linear * linear - 8.0 * n * constant))
    let q = (root - linear) / (4.0 * n)
    let variance = n * (2.0 * q + difference * (1.0 - difference))
    let numerator = b - c - n * difference

    if variance <= 0.0 then
        // No case tells the two apart and the difference asked for is 0, or it is one that the counts hit exactly.
        if abs numerator <= 1e-12 * n then
            0.0
        else
            Math.CopySign(infinity, numerator)
    else
        numerator / sqrt variance

/// The border between inside and outside, by halving: the statistic falls as the difference rises.
let private border table target inside outside =
    let rec halve inside outside steps =
        let middle = (inside + outside) / 2.0

        if steps = 0 || middle = inside || middle = outside then
            middle
        elif abs (score table middle) <= target then
            halve middle outside (steps - 1)
        else
            halve inside middle (steps - 1)

    halve inside outside 100

let tango confidence (table: McNemar.Agreement) =
    let z = Confidence.quantile confidence

    if table.Total = 0 then
        Error noCase
    else
        let estimate = table.Difference

        Ok
            {
                Lower =
                    if estimate <= -1.0 then
                        -1.0
                    else
                        border table z estimate -1.0
                Upper = if estimate >= 1.0 then 1.0 else border table z estimate 1.0
            }
