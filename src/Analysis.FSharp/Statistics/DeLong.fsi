/// <summary>
/// The uncertainty of a ROC AUC that comes from the cases (DeLong, DeLong and Clarke-Pearson 1988), in O(n log n) by
/// midranks (Sun and Xu 2014).
/// </summary>
module QImpact.Analysis.Statistics.DeLong

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

/// <summary>The components of one classifier's AUC; None where a class has no case.</summary>
/// <param name="labels">True classes, 0 or 1.</param>
/// <param name="scores1">Scores, the higher the more class 1; not NaN.</param>
val components: labels: IReadOnlyList<int> -> scores1: IReadOnlyList<float> -> Components option

/// <summary>
/// var(AUC) = S10/n1 + S01/n0, S10 and S01 the sample variances (n - 1) of the components. None where a class has fewer
/// than two cases. It is 0 where the scores separate the classes or are all equal: the method sees no uncertainty there,
/// which says nothing about further cases.
/// </summary>
val variance: components: Components -> float option

/// <summary>AUC -/+ z sqrt(var), clipped to [0, 1] as pROC does; None where there is no variance.</summary>
/// <param name="confidence">In (0, 1), such as 0.95.</param>
/// <param name="components">The components.</param>
val interval: confidence: float -> components: Components -> Interval option
