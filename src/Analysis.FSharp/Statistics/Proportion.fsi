/// <summary>Intervals for a proportion k/n.</summary>
module QImpact.Analysis.Statistics.Proportion

/// <summary>
/// Wilson's score interval (Wilson 1927): the p with |k/n - p| &lt;= z sqrt(p (1 - p) / n), without continuity
/// correction. Its ends lie in [0, 1]; k = 0 gives the lower end 0 and k = n the upper end 1, exactly.
/// </summary>
/// <remarks>
/// Assumes n independent cases with one common chance. For a precision, n is the number of cases decided positive, which
/// is itself random: the interval holds given that number. It does not compare two models on the same images: those are
/// paired.
/// </remarks>
/// <param name="confidence">In (0, 1), such as 0.95.</param>
/// <param name="successes">k, from 0 to n.</param>
/// <param name="trials">n; 0 has no interval.</param>
/// <returns>The interval, or None for n = 0.</returns>
/// <exception cref="T:System.ArgumentException">k is not in [0, n], or the confidence is not in (0, 1).</exception>
val wilson: confidence: float -> successes: int -> trials: int -> Interval option
