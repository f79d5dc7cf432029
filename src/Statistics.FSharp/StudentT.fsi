/// <summary>Student's t for values per seed or per resampling, paired between two models.</summary>
/// <remarks>
/// The differences must be independent and about normal; with few pairs a single outlier decides, which
/// <see cref="T:QImpact.Statistics.SignedRank"/> and <see cref="T:QImpact.Statistics.Permutation"/> don't suffer from.
/// Differences that all agree to 1e-12 have no variance: undefined. Not for single images' right and wrong.
/// </remarks>
module QImpact.Statistics.StudentT

open System.Collections.Generic

/// <summary>Mean and spread of one model's values.</summary>
type Summary =
    {
        /// <summary>Number of values.</summary>
        Count: int
        /// <summary>The mean.</summary>
        Mean: float
        /// <summary>The median.</summary>
        Median: float
        /// <summary>The standard deviation (n - 1); undefined for a single value.</summary>
        Deviation: Result<float, string>
        /// <summary>Mean -/+ t sd / sqrt(n); undefined for a single value. Of width 0 where all values agree.</summary>
        Interval: Result<Interval, string>
    }

    /// <summary>sd / sqrt(n).</summary>
    member StandardError: Result<float, string>

/// <summary>The summary of one model's values.</summary>
/// <exception cref="T:System.ArgumentException">No value, one that is not finite, or a confidence outside (0, 1).</exception>
val summary: confidence: float -> values: IReadOnlyList<float> -> Summary

/// <summary>A t test of the mean difference.</summary>
type Test =
    {
        /// <summary>Number of pairs.</summary>
        Pairs: int
        /// <summary>The mean of x - y.</summary>
        MeanDifference: float
        /// <summary>The standard deviation of x - y (n - 1).</summary>
        Deviation: float
        /// <summary>The standard error of the mean that the test uses.</summary>
        StandardError: float
        /// <summary>Mean difference / standard error.</summary>
        T: float
        /// <summary>Degrees of freedom, n - 1.</summary>
        Df: int
        /// <summary>p-values of either direction.</summary>
        PValues: SignedRank.PValues
        /// <summary>Mean difference -/+ t standard error.</summary>
        Interval: Interval
    }

/// <summary>The paired t test (Student 1908): standard error sd / sqrt(n).</summary>
/// <returns>The test of x - y; undefined for fewer than two pairs or differences without variance.</returns>
val paired: confidence: float -> x: IReadOnlyList<float> -> y: IReadOnlyList<float> -> Result<Test, string>

/// <summary>
/// Nadeau and Bengio's corrected resampled t test (2003, Machine Learning 52:239): standard error sd sqrt(1/n + rho), rho =
/// test size / training size, because training sets of repeated random splits overlap.
/// </summary>
/// <remarks>
/// Made for n random splits of one data set into training and test part. With one fixed split and only the seed varied there is
/// no overlap of that kind to correct: it is then merely a wider test. Not for k-fold cross-validation without repetition either.
/// </remarks>
/// <param name="confidence">In (0, 1).</param>
/// <param name="rho">Test size / training size, at least 0; 0 gives the paired t test.</param>
/// <param name="x">The first model's values.</param>
/// <param name="y">The second's.</param>
val nadeauBengio:
    confidence: float -> rho: float -> x: IReadOnlyList<float> -> y: IReadOnlyList<float> -> Result<Test, string>
