/// <summary>
/// The uncertainty of an AUC of which only its value and the class counts are known (Hanley and McNeil 1982, Radiology
/// 143:29; paired: 1983, Radiology 148:839).
/// </summary>
/// <remarks>
/// The formula takes the scores of both classes as exponential, an assumption that single cases can't confirm; where the scores
/// are known, <see cref="T:QImpact.Statistics.DeLong"/> needs no such assumption. The formula is not symmetric in the classes:
/// which one counts as positive changes the result. An AUC outside [0, 1] or a class without a case throws an ArgumentException.
/// </remarks>
module QImpact.Statistics.HanleyMcNeil

/// <summary>
/// (A (1 - A) + (n+ - 1)(Q1 - A^2) + (n- - 1)(Q2 - A^2)) / (n+ n-), with Q1 = A / (2 - A) and Q2 = 2 A^2 / (1 + A). It is
/// 0 for an AUC of 0 or 1.
/// </summary>
/// <param name="auc">A, in [0, 1].</param>
/// <param name="positives">n+, cases of the positive class, at least 1.</param>
/// <param name="negatives">n-, cases of the other class, at least 1.</param>
val variance: auc: float -> positives: int -> negatives: int -> float

/// <summary>AUC -/+ z sqrt(variance), clipped to [0, 1].</summary>
val interval: confidence: float -> auc: float -> positives: int -> negatives: int -> Interval

/// <summary>
/// z = (A1 - A2) / sqrt(v1 + v2 - 2 r sqrt(v1 v2)) for two AUCs on the same cases whose estimates have the correlation r. r
/// is not known without the scores: show the result for a range of r. Undefined where the variance of the difference is 0.
/// </summary>
/// <param name="correlation">r, in [-1, 1]; 0 for different cases.</param>
/// <param name="positives">n+, at least 1.</param>
/// <param name="negatives">n-, at least 1.</param>
/// <param name="first">A1.</param>
/// <param name="second">A2.</param>
val compare:
    correlation: float -> positives: int -> negatives: int -> first: float -> second: float -> Result<ZTest, string>

/// <summary>
/// The correlation r from which on two AUCs on the same cases differ at the level alpha; below it they don't. Undefined where
/// no r in [-1, 1] is the border.
/// </summary>
val neededCorrelation:
    alpha: float -> positives: int -> negatives: int -> first: float -> second: float -> Result<float, string>
