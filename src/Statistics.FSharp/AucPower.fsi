/// <summary>How many cases the comparison of two AUCs on the same cases needs, and its power.</summary>
/// <remarks>
/// A normal approximation with the variance of the first model for both under the null hypothesis: (z_(1-alpha/2) sqrt(V0) +
/// z_power sqrt(VA))^2 / difference^2, V0 = 2 v1 - 2 cov, VA = v1 + v2 - 2 cov (Hanley and McNeil 1983; Obuchowski and McClish 1997; the
/// form that pROC has). The difference is the one that would matter, stated beforehand: with the observed difference the power only
/// restates the p-value. Variances of few cases are themselves uncertain.
/// </remarks>
module QImpact.Statistics.AucPower

/// <summary>What the number of cases rests on: two AUCs of n1 and n0 cases with these variances and covariance.</summary>
type Design =
    {
        /// <summary>n1, cases of class 1.</summary>
        Class1: int
        /// <summary>n0, cases of class 0.</summary>
        Class0: int
        /// <summary>var(AUC) of the first model at these counts.</summary>
        VarianceFirst: float
        /// <summary>var(AUC) of the second model.</summary>
        VarianceSecond: float
        /// <summary>Their covariance.</summary>
        Covariance: float
    }

/// <summary>The design of a pilot: DeLong's variances of two models on the same cases.</summary>
val ofPilot: first: DeLong.Components -> second: DeLong.Components -> Result<Design, string>

/// <summary>
/// The design of a plan: expected AUCs, the correlation r of their estimates, Hanley and McNeil's variances with class 1 positive.
/// </summary>
val ofPlan: correlation: float -> class1: int -> class0: int -> first: float -> second: float -> Design

/// <summary>The power at the design's own counts, counting rejections in the true direction.</summary>
/// <param name="alpha">Two-sided level, in (0, 1).</param>
/// <param name="difference">The difference of the AUCs that would matter; its sign does not count.</param>
/// <param name="design">The design.</param>
/// <returns>Undefined where the difference has no variance.</returns>
val power: alpha: float -> difference: float -> design: Design -> Result<float, string>

/// <summary>Numbers of cases at the design's ratio of classes, not rounded.</summary>
type SampleSize =
    {
        /// <summary>Cases of class 1.</summary>
        Class1: float
        /// <summary>Cases of class 0.</summary>
        Class0: float
    }

    /// <summary>All cases, each class rounded up.</summary>
    member Total: int

/// <summary>
/// The numbers of cases for this power; variances fall as 1/n. Undefined for a difference of 0 and one without variance.
/// </summary>
val sampleSize: alpha: float -> power: float -> difference: float -> design: Design -> Result<SampleSize, string>
