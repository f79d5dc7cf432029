/// Permutation tests of pairs, for where a test's assumption fails: too few pairs for a normal approximation, skewed differences,
/// an AUC comparison whose variance is 0.
/// They assume that, without a difference between the models, their two results of a case could be exchanged. Small numbers are
/// enumerated in full; otherwise seeded random exchanges are drawn and p = (1 + as extreme) / (1 + drawn), which is never 0
/// (Phipson and Smyth 2010). The same seed gives the same p.
module QImpact.Statistics.Permutation

open System
open System.Collections.Generic
open MathNet.Numerics.Random
open QImpact.Metrics

/// A permutation test.
type Test =
    {
        /// The statistic that was observed.
        Statistic: float
        /// The two-sided p-value.
        PValue: float
        /// Exchanges that were looked at.
        Exchanges: int
        IsExact: bool
    }

/// Random exchanges drawn by default: 10,000, a standard error of 0.002 at p = 0.05.
[<Literal>]
let Draws = 10000

let private largestExact = 16

/// Counts the exchanges whose statistic is at least as far from 0 as the observed one. `statistic` gets, for each unit that
/// can be exchanged, whether it is.
let private count seed draws units (statistic: bool[] -> float) =
    if draws < 1 then
        Arguments.refuse "draws" $"There are {draws} draws; expected at least 1."

    let exchanged = Array.zeroCreate<bool> units
    let observed = statistic exchanged
    // Sums in another order differ in their last digits, which must not decide.
    let border = abs observed - 1e-12 * max 1.0 (abs observed)

    let isExtreme () = abs (statistic exchanged) >= border

    let countOver total (next: int -> unit) =
        let mutable extreme = 0

        for draw in 0 .. total - 1 do
            next draw

            if isExtreme () then
                extreme <- extreme + 1

        extreme

    if units <= largestExact then
        let total = 1 <<< units

        let extreme =
            countOver total (fun draw ->
                for unit in 0 .. units - 1 do
                    exchanged[unit] <- (draw >>> unit) &&& 1 = 1)

        {
            Statistic = observed
            PValue = float extreme / float total
            Exchanges = total
            IsExact = true
        }
    else
        let random = Xoshiro256StarStar(seed, false)

        let extreme =
            countOver draws (fun _ ->
                for unit in 0 .. units - 1 do
                    exchanged[unit] <- random.NextBoolean())

        {
            Statistic = observed
            PValue = float (1 + extreme) / float (1 + draws)
            Exchanges = draws
            IsExact = false
        }

/// The AUC of whole-numbered ranks up to `largest`, by counting: no sort per exchange.
let private aucOfRanks (labels: int[]) largest (ranks: int[]) =
    let zeros = Array.zeroCreate<int>(largest + 1)
    let ones = Array.zeroCreate<int>(largest + 1)

    for i in 0 .. labels.Length - 1 do
        let counts = if labels[i] = 1 then ones else zeros
        counts[ranks[i]] <- counts[ranks[i]] + 1

    let mutable below = 0L
    let mutable twice = 0L
    let mutable total1 = 0L

    for rank in 0..largest do
        twice <- twice + int64 ones[rank] * (2L * below + int64 zeros[rank])
        below <- below + int64 zeros[rank]
        total1 <- total1 + int64 ones[rank]

    float twice / float (2L * below * total1)

/// The first's AUC less the second's on the same cases, labels 0 or 1 (Bandos, Rockette and Gur 2005, Statistics in Medicine
/// 24:2873): each model's scores are replaced by their midranks, then the two ranks of a case are exchanged at random. It needs no
/// variance, and works with a single case of a class. Exact up to 16 cases whose ranks differ. At least one draw; undefined where a
/// class has no case.
let aucDifference seed draws (labels: IReadOnlyList<int>) (first: IReadOnlyList<float>) (second: IReadOnlyList<float>) =
    match Classification.RocAuc(labels, first), Classification.RocAuc(labels, second) with
    | MetricValue.Undefined reason, _
    | _, MetricValue.Undefined reason -> Error reason
    | _ ->
        let labels = Array.ofSeq labels

        let doubled scores =
            let struct (ranks, _) = Ranks.midranks 0.0 (Array.ofSeq scores)
            ranks |> Array.map (fun rank -> int (2.0 * rank))

        let ranks1, ranks2 = doubled first, doubled second

        let units =
            [|
                for i in 0 .. labels.Length - 1 do
                    if ranks1[i] <> ranks2[i] then
                        i
            |]

        let left, right = Array.copy ranks1, Array.copy ranks2
        let largest = 2 * labels.Length

        Ok(
            count seed draws units.Length (fun exchanged ->
                for unit in 0 .. units.Length - 1 do
                    let i = units[unit]
                    left[i] <- if exchanged[unit] then ranks2[i] else ranks1[i]
                    right[i] <- if exchanged[unit] then ranks1[i] else ranks2[i]

                aucOfRanks labels largest left - aucOfRanks labels largest right)
        )
