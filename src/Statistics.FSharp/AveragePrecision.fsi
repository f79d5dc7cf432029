/// <summary>The area under the precision-recall curve.</summary>
/// <remarks>
/// A classifier without skill has the part of the positive class as its value, not 1/2: never compare it between data sets of
/// different class shares. Labels are 0 or 1; scores are P(class 1) or any score that rises with it; with class 0 positive the
/// cases are ranked by -score. Equal scores are one step. Undefined where the positive class has no case.
/// </remarks>
module QImpact.Statistics.AveragePrecision

open System.Collections.Generic
open QImpact.Metrics

/// <summary>
/// Average precision: Sum (R_i - R_(i-1)) P_i over the distinct scores from the best on, as scikit-learn has it. Unlike the
/// trapezoids it never interpolates, so it is not too hopeful (Davis and Goadrich 2006).
/// </summary>
val stepwise: positiveClass: int -> labels: IReadOnlyList<int> -> scores1: IReadOnlyList<float> -> MetricValue

/// <summary>
/// The area under the straight lines between the points of the curve, which starts at recall 0 and precision 1. For comparison with
/// other programs only: linear interpolation of precision has no meaning.
/// </summary>
val trapezoid: positiveClass: int -> labels: IReadOnlyList<int> -> scores1: IReadOnlyList<float> -> MetricValue
