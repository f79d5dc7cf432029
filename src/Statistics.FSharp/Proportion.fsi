/// <summary>Intervals for a proportion k/n.</summary>
/// <remarks>
/// They assume n independent cases with one common chance. For a precision, n is the number of cases decided positive, which
/// is itself random: the interval holds given that number. Two models on the same images are not compared by whether
/// their intervals overlap: the images are shared (<see cref="T:QImpact.Statistics.PairedProportions"/>). k outside [0, n]
/// and a confidence outside (0, 1) throw an ArgumentException; n = 0 has no interval: None.
/// </remarks>
module QImpact.Statistics.Proportion

/// <summary>
/// Wilson's score interval (Wilson 1927): the p with |k/n - p| &lt;= z sqrt(p (1 - p) / n), without continuity
/// correction. Its ends lie in [0, 1]; k = 0 gives the lower end 0 and k = n the upper end 1, exactly. It covers the true
/// chance with the stated confidence on average, not at every chance.
/// </summary>
/// <param name="confidence">In (0, 1), such as 0.95.</param>
/// <param name="successes">k, from 0 to n.</param>
/// <param name="trials">n; undefined for 0.</param>
val wilson: confidence: float -> successes: int -> trials: int -> Result<Interval, string>

/// <summary>
/// Clopper and Pearson's exact interval (1934): quantiles of the beta distribution, Beta(k, n - k + 1) for the lower end and
/// Beta(k + 1, n - k) for the upper. It covers the true chance with at least the stated confidence whatever the chance
/// is, so it is wider than need be; where coverage on average is enough, Wilson's is the better one.
/// </summary>
/// <param name="confidence">In (0, 1), such as 0.95.</param>
/// <param name="successes">k, from 0 to n.</param>
/// <param name="trials">n; undefined for 0.</param>
val clopperPearson: confidence: float -> successes: int -> trials: int -> Result<Interval, string>
