/// <summary>The difference of two proportions k1/n1 - k2/n2 of different, independent cases.</summary>
/// <remarks>
/// Not for two models on the same images: those proportions are paired, and ignoring that costs power and is wrong
/// (<see cref="T:QImpact.Statistics.McNemar"/>). Here for figures that were published without the pairing, and for two data sets. k outside
/// [0, n] throws an ArgumentException; n = 0 is undefined.
/// </remarks>
module QImpact.Statistics.TwoProportions

/// <summary>k successes in n trials.</summary>
type Sample = { Successes: int; Trials: int }

/// <summary>
/// Newcombe's hybrid score interval (1998, Statistics in Medicine 17:873, method 10) of the first chance less the second,
/// from the two Wilson intervals (l, u): d - sqrt((p1 - l1)^2 + (u2 - p2)^2) to d + sqrt((u1 - p1)^2 + (p2 - l2)^2).
/// </summary>
val newcombe: confidence: float -> first: Sample -> second: Sample -> Result<Interval, string>

/// <summary>
/// z = (p1 - p2) / sqrt(p (1 - p) (1/n1 + 1/n2)) with the pooled p. For large counts: expected successes and failures of 5
/// and more. Undefined where all trials succeed or all fail.
/// </summary>
val pooledZ: first: Sample -> second: Sample -> Result<ZTest, string>

/// <summary>
/// Fisher's exact test (1934), two-sided: the sum of the hypergeometric probabilities, given all margins, that are not larger
/// than that of the observed table (R's and SciPy's rule, with their relative tolerance of 1e-7). Conservative.
/// </summary>
val fisher: first: Sample -> second: Sample -> float
