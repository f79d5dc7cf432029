/// <summary>
/// Wilcoxon's signed-rank test of paired values (Wilcoxon 1945): are positive and negative differences x - y alike in number
/// and size?
/// </summary>
/// <remarks>
/// Assumes independent pairs and, for a statement about the median, symmetric differences. Values such as accuracies on the
/// same images under several seeds are such pairs; predictions of single images are not what it is for
/// (<see cref="T:QImpact.Statistics.McNemar"/>). With 5 pairs or fewer no two-sided p-value can reach 0.05. Differences that agree to
/// 1e-12 are tied, and those within 1e-12 of 0 are zero: accuracies are fractions k/n, of which equal differences are unequal
/// doubles.
/// </remarks>
module QImpact.Statistics.SignedRank

open System.Collections.Generic

/// <summary>The p-values of a test in both directions.</summary>
type PValues =
    {
        /// <summary>Of "x and y differ".</summary>
        TwoSided: float
        /// <summary>Of "x is larger".</summary>
        Greater: float
        /// <summary>Of "x is smaller".</summary>
        Less: float
    }

/// <summary>A normal approximation.</summary>
type Approximation =
    {
        /// <summary>The statistic, its sign that of W+ less its mean.</summary>
        Z: float
        /// <summary>Its p-values.</summary>
        PValues: PValues
    }

/// <summary>The test and its variants.</summary>
type Test =
    {
        /// <summary>Number of pairs.</summary>
        Pairs: int
        /// <summary>Pairs without a difference: dropped.</summary>
        Zeros: int
        /// <summary>Whether the sizes of differences other than 0 are tied.</summary>
        HasTies: bool
        /// <summary>W+: the sum of the midranks of the positive differences.</summary>
        WPlus: float
        /// <summary>W-: that of the negative ones.</summary>
        WMinus: float
        /// <summary>
        /// From the exact distribution of W+ over all signs of the midranks, given the ties; the classical exact test where there are
        /// none. Two-sided: min(1, 2 min(P(W &lt;= w), P(W >= w))). Undefined where there are more than 60 differences, or none.
        /// </summary>
        Exact: Result<PValues, string>
        /// <summary>Normal approximation with the variance corrected for ties.</summary>
        Plain: Result<Approximation, string>
        /// <summary>The same with continuity correction 1/2, as R has by default.</summary>
        Corrected: Result<Approximation, string>
    }

    /// <summary>The p-values to report: exact ones where they exist, else those of the corrected approximation.</summary>
    member Best: Result<PValues, string>

/// <summary>The test of x - y.</summary>
/// <exception cref="T:System.ArgumentException">No pairs, lists that differ in length, a value that is not finite.</exception>
val test: x: IReadOnlyList<float> -> y: IReadOnlyList<float> -> Test
