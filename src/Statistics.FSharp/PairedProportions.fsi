/// <summary>
/// Intervals for the difference of two proportions on the same cases, such as the accuracies or recalls of two models on the
/// same images: the first's less the second's, (b - c) / n.
/// </summary>
/// <remarks>
/// They use the whole table of who was right. Assume independent cases. Undefined for no case. The exact test of the same
/// difference is <see cref="M:QImpact.Statistics.McNemar.exact"/>; interval and exact test may disagree near the border, since the
/// test is conservative.
/// </remarks>
module QImpact.Statistics.PairedProportions

/// <summary>
/// Newcombe's hybrid score interval for pairs (1998, Statistics in Medicine 17:2635, method 10): from the two Wilson
/// intervals (l, u) and the corrected correlation phi of the table,
/// d - sqrt((p1 - l1)^2 - 2 phi (p1 - l1)(u2 - p2) + (u2 - p2)^2) to
/// d + sqrt((u1 - p1)^2 - 2 phi (u1 - p1)(p2 - l2) + (p2 - l2)^2). phi's numerator BW - bc (B both right, W both wrong) is
/// lowered by n/2, not below 0, where it is positive; phi is 0 where a margin is 0.
/// </summary>
val newcombe: confidence: float -> table: McNemar.Agreement -> Result<Interval, string>

/// <summary>
/// Tango's score statistic against a difference (1998, Statistics in Medicine 17:891): (b - c - n delta) /
/// sqrt(n (2 q + delta (1 - delta))), q the likeliest chance of "only the second right" given the difference. At 0 its square
/// is McNemar's chi-squared. 0 where numerator and variance are both 0.
/// </summary>
/// <param name="table">Who was right; at least one case.</param>
/// <param name="difference">delta, in (-1, 1).</param>
val score: table: McNemar.Agreement -> difference: float -> float

/// <summary>Tango's score interval: the differences whose score statistic is within -/+ z.</summary>
val tango: confidence: float -> table: McNemar.Agreement -> Result<Interval, string>
