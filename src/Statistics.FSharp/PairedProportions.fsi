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
/// Tango's score statistic against a difference (1998, Statistics in Medicine 17:891): (b - c - n delta) /
/// sqrt(n (2 q + delta (1 - delta))), q the likeliest chance of "only the second right" given the difference. At 0 its square
/// is McNemar's chi-squared. 0 where numerator and variance are both 0.
/// </summary>
/// <param name="table">Who was right; at least one case.</param>
/// <param name="difference">delta, in (-1, 1).</param>
val score: table: McNemar.Agreement -> difference: float -> float

/// <summary>Tango's score interval: the differences whose score statistic is within -/+ z.</summary>
val tango: confidence: float -> table: McNemar.Agreement -> Result<Interval, string>
