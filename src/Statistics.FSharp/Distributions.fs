/// Tails and quantiles of the distributions behind the tests. Upper tails are computed as tails, never as 1 - cdf, so that small
/// p-values keep their digits.
/// MathNet.Numerics supplies erfc and the regularised beta and gamma functions, accurate to about 1e-12 relative where the tests
/// use them. Own code stands where it is not enough: MathNet's distributions give upper tails as 1 - cdf, and its quantiles of
/// Student's t and the beta distribution are right to about 1e-12 absolute only, so they are polished here; it has no binomial tail
/// that is exact to the last digit.
module QImpact.Statistics.Distributions

open System
open System.Numerics
open MathNet.Numerics
open MathNet.Numerics.Distributions

/// P(Z > z) of the standard normal distribution.
let normalUpperTail z =
    0.5 * SpecialFunctions.Erfc(z / sqrt 2.0)

/// The z with P(Z <= z) = p, for p in (0, 1).
let normalQuantile p = Normal.InvCDF(0.0, 1.0, p)

/// P(|Z| >= |z|): the two-sided p-value of a standard normal statistic.
let normalTwoSided (z: float) = SpecialFunctions.Erfc(abs z / sqrt 2.0)

/// P(T > t) of Student's t distribution with df > 0 degrees of freedom.
let studentUpperTail df t =
    if Double.IsInfinity t then
        if t > 0.0 then 0.0 else 1.0
    else
        let tail = 0.5 * SpecialFunctions.BetaRegularized(df / 2.0, 0.5, df / (df + t * t))
        if t >= 0.0 then tail else 1.0 - tail

/// One or two steps of Newton's method bring a quantile from MathNet's accuracy to that of the distribution function.
let private polish (cdf: float -> float) (density: float -> float) p start =
    let step x =
        let slope = density x

        if slope > 0.0 && Double.IsFinite slope then
            x - (cdf x - p) / slope
        else
            x

    start |> step |> step

/// The t with P(T <= t) = p, for p in (0, 1).
let studentQuantile df p =
    if p = 0.5 then
        0.0
    else
        // By symmetry in the upper half, where the tail keeps its digits.
        let tail = min p (1.0 - p)
        let start = StudentT.InvCDF(0.0, 1.0, df, 1.0 - tail)

        let upper =
            polish (fun t -> -(studentUpperTail df t)) (fun t -> StudentT.PDF(0.0, 1.0, df, t)) -tail start

        if p > 0.5 then upper else -upper

/// P(X > x) of the chi-squared distribution with df > 0 degrees of freedom.
let chiSquaredUpperTail df x =
    if x <= 0.0 then
        1.0
    elif Double.IsInfinity x then
        0.0
    else
        SpecialFunctions.GammaUpperRegularized(df / 2.0, x / 2.0)

/// P(X > x) of the F distribution with df1 and df2 degrees of freedom.
let fUpperTail df1 df2 x =
    if x <= 0.0 then
        1.0
    elif Double.IsInfinity x then
        0.0
    else
        SpecialFunctions.BetaRegularized(df2 / 2.0, df1 / 2.0, df2 / (df2 + df1 * x))

/// The x with P(X <= x) = p of the beta distribution with a, b > 0, for p in (0, 1).
let betaQuantile a b p =
    polish (fun x -> SpecialFunctions.BetaRegularized(a, b, x)) (fun x -> Beta.PDF(a, b, x)) p (Beta.InvCDF(a, b, p))

let private largestExact = 1000L

/// Sum of the binomial coefficients (n over 0) to (n over k), divided by 2^n.
let private exactHalfCdf k n =
    let mutable term = BigInteger.One
    let mutable sum = BigInteger.One

    for i in 1..k do
        term <- term * BigInteger(n - i + 1) / BigInteger i
        sum <- sum + term

    // Numerator and 2^n both lie in the range of a double for n up to 1000.
    Math.ScaleB(float sum, -n)

/// P(X <= k) of the binomial distribution with n trials of chance 1/2: by whole numbers and right to the last digit up to n = 1000,
/// by the beta function beyond (relative error below 1e-10 up to n = 100,000).
let binomialHalfCdf (k: int64) (n: int64) =
    if k < 0L then
        0.0
    elif k >= n then
        1.0
    elif n > largestExact then
        SpecialFunctions.BetaRegularized(float (n - k), float (k + 1L), 0.5)
    elif 2L * k < n then
        exactHalfCdf (int k) (int n)
    else
        1.0 - exactHalfCdf (int (n - k - 1L)) (int n)

/// P(X <= k) of the binomial distribution with n trials of chance p in [0, 1].
let binomialCdf p k n =
    if k < 0 then
        0.0
    elif k >= n || p = 0.0 then
        1.0
    elif p = 1.0 then
        0.0
    else
        SpecialFunctions.BetaRegularized(float (n - k), float (k + 1), 1.0 - p)
