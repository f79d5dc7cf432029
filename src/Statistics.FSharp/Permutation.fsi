/// <summary>
/// Permutation tests of pairs, for where a test's assumption fails: too few pairs for a normal approximation, skewed differences, an
/// AUC comparison whose variance is 0.
/// </summary>
/// <remarks>
/// They assume that, without a difference between the models, their two results of a case could be exchanged. Small numbers are
/// enumerated in full; otherwise seeded random exchanges are drawn and p = (1 + as extreme) / (1 + drawn), which is never 0
/// (Phipson and Smyth 2010). The same seed gives the same p.
/// </remarks>
module QImpact.Statistics.Permutation

open System.Collections.Generic
open QImpact.Metrics

/// <summary>A permutation test.</summary>
type Test =
    {
        /// <summary>The statistic that was observed.</summary>
        Statistic: float
        /// <summary>The two-sided p-value.</summary>
        PValue: float
        /// <summary>Exchanges that were looked at.</summary>
        Exchanges: int
        /// <summary>Whether these were all there are.</summary>
        IsExact: bool
    }

/// <summary>Random exchanges drawn by default: 10,000, a standard error of 0.002 at p = 0.05.</summary>
[<Literal>]
val Draws: int = 10000

/// <summary>
/// Two AUCs on the same cases (Bandos, Rockette and Gur 2005, Statistics in Medicine 24:2873): each model's scores are replaced by
/// their midranks, then the two ranks of a case are exchanged at random. It needs no variance, and works with a single case of a
/// class. Exact up to 16 cases whose ranks differ.
/// </summary>
/// <param name="seed">Of the random exchanges.</param>
/// <param name="draws">How many are drawn, at least 1.</param>
/// <param name="labels">True classes, 0 or 1.</param>
/// <param name="first">Scores of the first model.</param>
/// <param name="second">Scores of the second.</param>
/// <returns>The test of the first's AUC less the second's; undefined where a class has no case.</returns>
val aucDifference:
    seed: int ->
    draws: int ->
    labels: IReadOnlyList<int> ->
    first: IReadOnlyList<float> ->
    second: IReadOnlyList<float> ->
        Result<Test, string>
