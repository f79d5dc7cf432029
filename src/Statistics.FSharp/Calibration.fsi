/// <summary>Calibration error: how far stated probabilities are from observed frequencies.</summary>
/// <remarks>
/// Cases are put into bins of equal width over [0, 1]. The value depends on the bins, is biased upwards for few cases (a perfectly
/// calibrated model of 156 images has an expected error well above 0) and is 0 for a constant score that equals the class share: give it
/// beside Brier score and log loss, never alone.
/// </remarks>
module QImpact.Statistics.Calibration

open System.Collections.Generic

/// <summary>What is binned, and to which bin an inner edge belongs.</summary>
type Binning =
    /// <summary>P(class 1) against the frequency of class 1; bins (lo, hi], the first [0, hi].</summary>
    | RightClosed
    /// <summary>The same with bins [lo, hi), the last [lo, 1].</summary>
    | LeftClosed
    /// <summary>max(s, 1 - s) against the accuracy of the decision s >= 1/2; bins (lo, hi] (Guo et al. 2017).</summary>
    | Confidence

/// <summary>One bin of the reliability diagram.</summary>
type Bin =
    {
        /// <summary>Cases in it.</summary>
        Count: int
        /// <summary>Their mean score; none for an empty bin.</summary>
        MeanScore: float option
        /// <summary>Their observed frequency; none for an empty bin.</summary>
        Fraction: float option
    }

/// <summary>The reliability diagram and its two summaries.</summary>
type Calibration =
    {
        /// <summary>The bins, from the lowest.</summary>
        Bins: Bin[]
        /// <summary>Expected calibration error: Sum n_b/n |mean score - frequency| (Naeini et al. 2015).</summary>
        Expected: float
        /// <summary>The largest |mean score - frequency| of a bin that is not empty.</summary>
        Maximum: float
    }

/// <summary>The bin, from 0, of a score in [0, 1]; edges are the doubles i / bins.</summary>
val binOf: binning: Binning -> bins: int -> score: float -> int

/// <summary>The calibration of these cases.</summary>
/// <param name="binning">Which form.</param>
/// <param name="bins">Number of bins, at least 1; 10 is usual.</param>
/// <param name="labels">True classes, 0 or 1; at least one case.</param>
/// <param name="scores1">P(class 1), in [0, 1].</param>
val ofScores:
    binning: Binning -> bins: int -> labels: IReadOnlyList<int> -> scores1: IReadOnlyList<float> -> Calibration
