/// McNemar's test: do two classifiers, judged on the same cases, err equally often? (McNemar 1947)
/// Only the discordant cases speak: b = first right and second wrong, c = first wrong and second right. Where the two are right
/// equally often, b is binomial with b + c trials of chance 1/2. Assumes independent cases and decisions that were fixed before the
/// test cases were seen. Restricted to the cases of one true class it compares the recalls of that class. Not for models judged on
/// different cases, not for AUCs (DeLong.compare), and a large p-value is no evidence that the two are equal. All p-values are
/// two-sided. Negative counts throw an ArgumentException.
module QImpact.Statistics.McNemar

open System
open System.Collections.Generic

/// How often two classifiers were right together, alone and not at all.
type Agreement =
    {
        /// Cases that both judge rightly.
        BothRight: int
        /// b: cases that only the first judges rightly.
        OnlyFirst: int
        /// c: cases that only the second judges rightly.
        OnlySecond: int
        /// Cases that both judge wrongly.
        BothWrong: int
    }

    member this.Total =
        int64 this.BothRight
        + int64 this.OnlyFirst
        + int64 this.OnlySecond
        + int64 this.BothWrong

    /// b + c: the cases that can tell the two apart.
    member this.Discordant = int64 this.OnlyFirst + int64 this.OnlySecond

    /// (b - c) / n: the first's accuracy less the second's; 0 for no case.
    member this.Difference =
        if this.Total = 0L then
            0.0
        else
            (float this.OnlyFirst - float this.OnlySecond) / float this.Total

/// Counts the cases by who was right. Lists that differ in length throw an ArgumentException.
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

/// The exact test: min(1, 2 P(X <= min(b, c))), X binomial with b + c trials of chance 1/2. It never errs more often than its
/// level, and with few discordant cases far less often. b + c = 0 gives 1: nothing speaks against equality.
let exact onlyFirst onlySecond =
    check onlyFirst onlySecond

    min
        1.0
        (2.0
         * Distributions.binomialHalfCdf (int64 (min onlyFirst onlySecond)) (int64 onlyFirst + int64 onlySecond))

/// The mid-p test: min(1, 2 P(X <= min(b, c)) - P(X = min(b, c))) (Fagerland, Lydersen and Laake 2013, BMC Medical Research
/// Methodology 13:91). Less conservative than the exact test; may err slightly more often than its level. b = c gives 1.
let midP onlyFirst onlySecond =
    check onlyFirst onlySecond
    let smaller = int64 (min onlyFirst onlySecond)
    let trials = int64 onlyFirst + int64 onlySecond

    // 2 P(X <= k) - P(X = k) = P(X <= k) + P(X <= k - 1).
    min
        1.0
        (Distributions.binomialHalfCdf smaller trials
         + Distributions.binomialHalfCdf (smaller - 1L) trials)
