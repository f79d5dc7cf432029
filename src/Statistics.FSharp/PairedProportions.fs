module QImpact.Statistics.PairedProportions

open System

let private noCase = "there is no case"

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
