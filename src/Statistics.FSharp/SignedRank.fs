/// Wilcoxon's signed-rank test of paired values (Wilcoxon 1945): are positive and negative differences x - y alike in number and
/// size?
/// Assumes independent pairs and, for a statement about the median, symmetric differences. Values such as accuracies on the same
/// images under several seeds are such pairs; predictions of single images are not what it is for (McNemar). With 5 pairs or fewer
/// no two-sided p-value can reach 0.05. Differences that agree to 1e-12 are tied, and those within 1e-12 of 0 are zero: accuracies
/// are fractions k/n, of which equal differences are unequal doubles.
module QImpact.Statistics.SignedRank

open System
open System.Collections.Generic

/// The p-values of a test in both directions.
type PValues =
    {
        /// Of "x and y differ".
        TwoSided: float
        /// Of "x is larger".
        Greater: float
        /// Of "x is smaller".
        Less: float
    }

/// A normal approximation: the statistic, its sign that of W+ less its mean, and its p-values.
type Approximation = { Z: float; PValues: PValues }

/// The test and its variants.
type Test =
    {
        Pairs: int
        /// Pairs without a difference: dropped.
        Zeros: int
        /// Whether the sizes of differences other than 0 are tied.
        HasTies: bool
        /// W+: the sum of the midranks of the positive differences.
        WPlus: float
        /// W-: that of the negative ones.
        WMinus: float
        /// From the exact distribution of W+ over all signs of the midranks, given the ties; the classical exact test where there
        /// are none. Two-sided: min(1, 2 min(P(W <= w), P(W >= w))). Undefined where there are more than 60 differences, or none.
        Exact: Result<PValues, string>
        /// Normal approximation with the variance corrected for ties.
        Plain: Result<Approximation, string>
        /// The same with continuity correction 1/2, as R has by default.
        Corrected: Result<Approximation, string>
    }

    /// The p-values to report: exact ones where they exist, else those of the corrected approximation.
    member this.Best =
        match this.Exact with
        | Ok exact -> Ok exact
        | Error _ -> this.Corrected |> Result.map _.PValues

let private largestExact = 60
let private noDifference = "no pair differs"

/// How many of the 2^n signs give each value of 2 W+, in doubles: they are whole up to 2^53 and close beyond.
let private distribution (doubledRanks: int[]) =
    let counts = Array.zeroCreate<float>(Array.sum doubledRanks + 1)
    counts[0] <- 1.0
    let mutable reached = 0

    for rank in doubledRanks do
        reached <- reached + rank

        for value in reached .. -1 .. rank do
            counts[value] <- counts[value] + counts[value - rank]

    counts

let private exact (ranks: float[]) wPlus =
    if ranks.Length = 0 then
        Error noDifference
    elif ranks.Length > largestExact then
        Error $"more than {largestExact} differences: use the approximation"
    else
        let counts = distribution (ranks |> Array.map (fun rank -> int (2.0 * rank)))
        let observed = int (2.0 * wPlus)
        let total = Math.Pow(2.0, float ranks.Length)
        let sum values = Array.sum values / total
        let less = sum counts[..observed]
        let greater = sum counts[observed..]

        Ok
            {
                TwoSided = min 1.0 (2.0 * min less greater)
                Greater = min 1.0 greater
                Less = min 1.0 less
            }

/// The normal approximation of W+ with the given variance; the correction moves it towards its mean for each direction.
let private approximate correction wPlus mean variance =
    let distance: float = wPlus - mean
    let deviation = sqrt variance
    let z = (distance - correction * float (sign distance)) / deviation

    {
        Z = z
        PValues =
            {
                TwoSided = min 1.0 (Distributions.normalTwoSided z)
                Greater = Distributions.normalUpperTail ((distance - correction) / deviation)
                Less = Distributions.normalUpperTail (-(distance + correction) / deviation)
            }
    }

let private cubes (groups: int[]) =
    groups |> Array.sumBy (fun size -> float size * (float size * float size - 1.0))

/// Mean and variance of W+ of n ranks with these groups of ties.
let private moments count groups =
    let n = float count
    n * (n + 1.0) / 4.0, n * (n + 1.0) * (2.0 * n + 1.0) / 24.0 - cubes groups / 48.0

let private sumWhere (chosen: float -> bool) (differences: float[]) (ranks: float[]) =
    Array.zip differences ranks
    |> Array.sumBy (fun (difference, rank) -> if chosen difference then rank else 0.0)

/// The test of x - y. No pairs, lists that differ in length or a value that is not finite throw an ArgumentException.
let test (x: IReadOnlyList<float>) (y: IReadOnlyList<float>) =
    let differences = Arguments.differences x y

    let nonzero =
        differences |> Array.filter (fun difference -> abs difference > Ranks.Tolerance)

    let zeros = differences.Length - nonzero.Length
    let struct (ranks, groups) = Ranks.midranks Ranks.Tolerance (Array.map abs nonzero)
    let wPlus = sumWhere (fun d -> d > 0.0) nonzero ranks
    let mean, variance = moments nonzero.Length groups

    let approximation correction =
        if nonzero.Length = 0 then
            Error noDifference
        else
            Ok(approximate correction wPlus mean variance)

    {
        Pairs = differences.Length
        Zeros = zeros
        HasTies = groups.Length < nonzero.Length
        WPlus = wPlus
        WMinus = sumWhere (fun d -> d < 0.0) nonzero ranks
        Exact = exact ranks wPlus
        Plain = approximation 0.0
        Corrected = approximation 0.5
    }
