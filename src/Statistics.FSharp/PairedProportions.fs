/// Intervals for the difference of two proportions on the same cases, such as the accuracies or recalls of two models on the same
/// images: the first's less the second's, (b - c) / n.
/// They use the whole table of who was right. Assume independent cases. Undefined for no case. The exact test of the same
/// difference is McNemar.exact; interval and exact test may disagree near the border, since the test is conservative.
module QImpact.Statistics.PairedProportions

open System

let private noCase = "there is no case"

/// Tango's score statistic against a difference delta in (-1, 1), of at least one case (1998, Statistics in Medicine 17:891): (b -
/// c - n delta) / sqrt(n (2 q + delta (1 - delta))), q the likeliest chance of "only the second right" given the difference. At 0
/// its square is McNemar's chi-squared. 0 where numerator and variance are both 0.
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

/// Tango's score interval: the differences whose score statistic is within -/+ z.
let tango confidence (table: McNemar.Agreement) =
    let z = Confidence.quantile confidence

    if table.Total = 0L then
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
