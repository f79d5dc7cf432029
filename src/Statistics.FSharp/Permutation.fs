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
let private aucOfRanks (isOwn: bool[]) largest (ranks: int[]) =
    let others = Array.zeroCreate<int>(largest + 1)
    let own = Array.zeroCreate<int>(largest + 1)

    for i in 0 .. isOwn.Length - 1 do
        let counts = if isOwn[i] then own else others
        counts[ranks[i]] <- counts[ranks[i]] + 1

    let mutable below = 0L
    let mutable twice = 0L
    let mutable total = 0L

    for rank in 0..largest do
        twice <- twice + int64 own[rank] * (2L * below + int64 others[rank])
        below <- below + int64 others[rank]
        total <- total + int64 own[rank]

    float twice / float (2L * below * total)

let private doubledRanks scores =
    let struct (ranks, _) = Ranks.midranks 0.0 (Array.ofSeq scores)
    ranks |> Array.map (fun rank -> int (2.0 * rank))

/// The mean over some classes, each with its cases marked and two models' ranks, of the first's AUC less the second's.
let private meanDifference seed draws cases (classes: struct (bool[] * int[] * int[])[]) =
    let units =
        [|
            for i in 0 .. cases - 1 do
                if classes |> Array.exists (fun struct (_, first, second) -> first[i] <> second[i]) then
                    i
        |]

    let sides =
        classes
        |> Array.map (fun struct (_, first, second) -> struct (Array.copy first, Array.copy second))

    let largest = 2 * cases

    count seed draws units.Length (fun exchanged ->
        let mutable sum = 0.0

        for cls in 0 .. classes.Length - 1 do
            let struct (isOwn, first, second) = classes[cls]
            let struct (left, right) = sides[cls]

            for unit in 0 .. units.Length - 1 do
                let i = units[unit]
                left[i] <- if exchanged[unit] then second[i] else first[i]
                right[i] <- if exchanged[unit] then first[i] else second[i]

            sum <- sum + (aucOfRanks isOwn largest left - aucOfRanks isOwn largest right)

        sum / float classes.Length)

/// The first's AUC less the second's on the same cases, labels 0 or 1 (Bandos, Rockette and Gur 2005, Statistics in Medicine
/// 24:2873): each model's scores are replaced by their midranks, then the two ranks of a case are exchanged at random. It needs no
/// variance, and works with a single case of a class. Exact up to 16 cases whose ranks differ. At least one draw; undefined where a
/// class has no case.
let aucDifference seed draws (labels: IReadOnlyList<int>) (first: IReadOnlyList<float>) (second: IReadOnlyList<float>) =
    match Classification.RocAuc(labels, first), Classification.RocAuc(labels, second) with
    | MetricValue.Undefined reason, _
    | _, MetricValue.Undefined reason -> Error reason
    | _ ->
        let isOwn = [| for label in labels -> label = 1 |]
        Ok(meanDifference seed draws labels.Count [| struct (isOwn, doubledRanks first, doubledRanks second) |])

/// The mean over the classes of the first's area of each class against the others, less the second's: the same test, with a case's ranks of
/// all classes exchanged together. Models of as many classes as there are, on the same cases. Undefined where a class has no case.
let macroAucDifference seed draws (labels: IReadOnlyList<int>) (first: ClassScores) (second: ClassScores) =
    let classes = first.Classes
    Arguments.requireSameLength "first" first.Cases "second" second.Cases

    match Seq.tryFind (fun cls -> not (Seq.contains cls labels)) (seq { 0 .. classes - 1 }) with
    | Some cls -> Error $"no case of class {cls}"
    | None ->
        Ok(
            meanDifference
                seed
                draws
                labels.Count
                [|
                    for cls in 0 .. classes - 1 ->
                        let isOwn = [| for label in labels -> label = cls |]
                        struct (isOwn, doubledRanks (first.OrderOf cls), doubledRanks (second.OrderOf cls))
                |]
        )
