/// <summary>
/// Two one-sided tests (Schuirmann 1987): is a difference smaller than a margin that was stated beforehand?
/// </summary>
/// <remarks>
/// The only test here from which "practically equal" may be claimed; a large p-value of a test for a difference never says
/// so. The margin is the largest difference that would not matter, chosen before the results are known. A margin that is not
/// positive throws an ArgumentException.
/// </remarks>
module QImpact.Statistics.Equivalence

open System.Collections.Generic

/// <summary>The two one-sided tests.</summary>
type Test =
    {
        /// <summary>The margin, on either side of 0.</summary>
        Margin: float
        /// <summary>The difference x - y that was found.</summary>
        Difference: float
        /// <summary>The statistic against -margin.</summary>
        Lower: float
        /// <summary>p of "the difference is above -margin".</summary>
        PLower: float
        /// <summary>The statistic against +margin.</summary>
        Upper: float
        /// <summary>p of "the difference is below +margin".</summary>
        PUpper: float
    }

    /// <summary>The larger of the two p-values: that of equivalence.</summary>
    member PValue: float

/// <summary>
/// From paired values, by t with n - 1 degrees of freedom: (mean + margin) / se and (mean - margin) / se. Equivalence at level
/// alpha is the same as a 1 - 2 alpha interval within the margin. Assumes what the paired t test assumes; undefined where the
/// differences have no variance.
/// </summary>
val paired: margin: float -> x: IReadOnlyList<float> -> y: IReadOnlyList<float> -> Result<Test, string>

/// <summary>
/// From an estimated difference with a normal error, such as that of two AUCs by DeLong's method. Undefined for a standard
/// error of 0.
/// </summary>
val normal: margin: float -> difference: float -> standardError: float -> Result<Test, string>

/// <summary>
/// From who was right on the same cases: Tango's score statistic at -margin and +margin (Tango 1998; Liu, Hsueh, Hsieh and
/// Chen 2002, Statistics in Medicine 21:231). It exists for every table of at least one case. A margin of 1 or more throws
/// an ArgumentException.
/// </summary>
val pairedProportions: margin: float -> table: McNemar.Agreement -> Result<Test, string>
