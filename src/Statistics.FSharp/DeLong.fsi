/// <summary>
/// The uncertainty of a ROC AUC that comes from the cases (DeLong, DeLong and Clarke-Pearson 1988), in O(n log n) by
/// midranks (Sun and Xu 2014).
/// </summary>
/// <remarks>
/// Assumes independent cases of each class. It is asymptotic: with fewer than about ten cases in a class, or an AUC close to 1,
/// it is too sure of itself, and <see cref="M:QImpact.Statistics.Permutation.aucDifference"/> is the better comparison.
/// Not for models of which one is nested in the other and fitted on the same cases that are judged (Demler et al. 2012).
/// </remarks>
module QImpact.Statistics.DeLong

open System.Collections.Generic

/// <summary>
/// Structural components of an AUC. Their sample variances give its variance; sample covariances of two models'
/// components on the same cases give the covariance of two AUCs.
/// </summary>
type Components =
    {
        /// <summary>The area under the curve, the mean of either list.</summary>
        Auc: float
        /// <summary>For each case of class 1, in the order of the cases: the part of class 0 that it ranks above, ties half.</summary>
        OfClass1: float[]
        /// <summary>For each case of class 0, in the order of the cases: the part of class 1 that ranks above it, ties half.</summary>
        OfClass0: float[]
    }

/// <summary>The components of one classifier's AUC; undefined where a class has no case.</summary>
/// <param name="labels">True classes, 0 or 1.</param>
/// <param name="scores1">Scores, the higher the more class 1; not NaN.</param>
val components: labels: IReadOnlyList<int> -> scores1: IReadOnlyList<float> -> Result<Components, string>

/// <summary>
/// var(AUC) = S10/n1 + S01/n0, S10 and S01 the sample variances (n - 1) of the components. Undefined where a class has fewer
/// than two cases. It is 0 where the scores separate the classes or are all equal: the method sees no uncertainty there,
/// which says nothing about further cases.
/// </summary>
val variance: components: Components -> Result<float, string>

/// <summary>AUC -/+ z sqrt(var), clipped to [0, 1] as pROC does.</summary>
/// <param name="confidence">In (0, 1), such as 0.95.</param>
/// <param name="components">The components.</param>
val interval: confidence: float -> components: Components -> Result<Interval, string>

/// <summary>Two AUCs on the same cases: the first's less the second's.</summary>
type Comparison =
    {
        /// <summary>The difference of the two areas.</summary>
        Difference: float
        /// <summary>var(AUC) of the first.</summary>
        VarianceFirst: float
        /// <summary>var(AUC) of the second.</summary>
        VarianceSecond: float
        /// <summary>Their covariance, from the components of the same cases.</summary>
        Covariance: float
        /// <summary>
        /// The standard error of the difference, from the differences of the components: exactly 0 for models that rank alike.
        /// </summary>
        StandardError: float
        /// <summary>Difference / standard error and its two-sided p-value.</summary>
        Test: ZTest
        /// <summary>The interval of the difference, not clipped.</summary>
        Interval: Interval
        /// <summary>
        /// Whether the variance is 0 (standard error below 1e-12). The test then follows pROC's convention: z = 0 and p = 1 for equal
        /// areas, an infinite z and p = 0 otherwise. Such a p is no evidence: the method sees no uncertainty.
        /// </summary>
        IsDegenerate: bool
    }

/// <summary>DeLong's test of two AUCs on the same cases. Undefined where a class has fewer than two cases.</summary>
/// <param name="confidence">Of the interval, in (0, 1).</param>
/// <param name="first">Components of the first model.</param>
/// <param name="second">Components of the second, of the same cases in the same order.</param>
/// <exception cref="T:System.ArgumentException">The two have different numbers of cases in a class.</exception>
val compare: confidence: float -> first: Components -> second: Components -> Result<Comparison, string>
