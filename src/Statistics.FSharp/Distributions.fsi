/// <summary>
/// Tails and quantiles of the distributions behind the tests. Upper tails are computed as tails, never as 1 - cdf, so that
/// small p-values keep their digits.
/// </summary>
/// <remarks>
/// MathNet.Numerics supplies erfc and the regularised beta and gamma functions, accurate to about 1e-12 relative where the
/// tests use them. Own code stands where it is not enough: MathNet's distributions give upper tails as 1 - cdf, and its
/// quantiles of Student's t and the beta distribution are right to about 1e-12 absolute only, so they are polished here; it
/// has no binomial tail that is exact to the last digit.
/// </remarks>
module QImpact.Statistics.Distributions

/// <summary>P(Z > z) of the standard normal distribution.</summary>
val normalUpperTail: z: float -> float

/// <summary>The z with P(Z &lt;= z) = p, for p in (0, 1).</summary>
val normalQuantile: p: float -> float

/// <summary>P(|Z| >= |z|): the two-sided p-value of a standard normal statistic.</summary>
val normalTwoSided: z: float -> float

/// <summary>P(T > t) of Student's t distribution with df > 0 degrees of freedom.</summary>
val studentUpperTail: df: float -> t: float -> float

/// <summary>The t with P(T &lt;= t) = p, for p in (0, 1).</summary>
val studentQuantile: df: float -> p: float -> float

/// <summary>P(X > x) of the chi-squared distribution with df > 0 degrees of freedom.</summary>
val chiSquaredUpperTail: df: float -> x: float -> float

/// <summary>P(X > x) of the F distribution with df1 and df2 degrees of freedom.</summary>
val fUpperTail: df1: float -> df2: float -> x: float -> float

/// <summary>The x with P(X &lt;= x) = p of the beta distribution with a, b > 0, for p in (0, 1).</summary>
val betaQuantile: a: float -> b: float -> p: float -> float

/// <summary>
/// P(X &lt;= k) of the binomial distribution with n trials of chance 1/2: by whole numbers and right to the last digit up to
/// n = 1000, by the beta function beyond (relative error below 1e-10 up to n = 100,000).
/// </summary>
val binomialHalfCdf: k: int -> n: int -> float

/// <summary>P(X &lt;= k) of the binomial distribution with n trials of chance p in [0, 1].</summary>
val binomialCdf: p: float -> k: int -> n: int -> float
