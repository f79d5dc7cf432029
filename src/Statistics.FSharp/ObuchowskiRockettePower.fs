/// Which difference of two arms a design of repeats and images can detect, by Obuchowski and Rockette's formula with Hillis' degrees of
/// freedom (Hillis, Obuchowski and Berbaum 2011, Academic Radiology 18:129). Expected values stand for what the analysis estimates:
/// MS(TR) = s^2, Cov2 - Cov3 = v (1 - r), v one arm's variance from the images by Hanley and McNeil's formula, so that the standard
/// error of the difference is sqrt(2 (s^2 / J + v (1 - r))) with (s^2 + J v (1 - r))^2 / (s^4 / (J - 1)) degrees of freedom.
/// More repeats can't take it below what the images give, sqrt(2 v (1 - r)).
module QImpact.Statistics.ObuchowskiRockettePower

open MathNet.Numerics
open MathNet.Numerics.Integration

/// Two arms, repeats and images.
type Design =
    {
        /// Images of class 1 in all folds together, at least 1.
        Class1: int
        /// Images of class 0, at least 1.
        Class0: int
        /// The AUC that is expected of both arms, in (0, 1).
        Auc: float
        /// Of the arms' means over repeats, from the images: in [-1, 1].
        Correlation: float
        /// Repeats, or seeds on one split: at least 2.
        Repeats: int
        /// The standard deviation between repeats of one arm's AUC on the same images, beyond what both arms share; at least 0.
        RepeatDeviation: float
    }

/// With more degrees of freedom t is the normal distribution to more digits than are shown.
let private mostDf = 1e6

let private check (design: Design) =
    Arguments.requireOpenProbability "Auc" design.Auc
    Arguments.requireCorrelation design.Correlation

    if design.Repeats < 2 then
        Arguments.refuse "Repeats" $"There are {design.Repeats} repeats; expected at least 2."

    if not (design.RepeatDeviation >= 0.0 && design.RepeatDeviation < infinity) then
        Arguments.refuse
            "RepeatDeviation"
            $"The standard deviation between repeats is {Arguments.shown design.RepeatDeviation}; expected a number of at least 0."

/// The error of the difference that is to be expected: its value is 0. Undefined where nothing varies. A design outside its ranges throws
/// an ArgumentException.
let error (design: Design) : Result<SeedVariance.Difference, string> =
    check design
    let j = float design.Repeats
    let ofImages = HanleyMcNeil.variance design.Auc design.Class1 design.Class0
    let interaction = design.RepeatDeviation * design.RepeatDeviation
    let denominator = interaction + j * ofImages * (1.0 - design.Correlation)

    if denominator <= 1e-24 then
        Error "the difference has no variance"
    else
        Ok
            {
                Value = 0.0
                StandardError = sqrt (2.0 * denominator / j)
                Df = min mostDf ((denominator / interaction) ** 2.0 * (j - 1.0))
            }

/// Pieces of the integral, each by 32 nodes: enough for 1e-12 from one degree of freedom on.
let private pieces = 24

/// P(T > t) of the noncentral t distribution: the mean of P(Z > t u - shift) over u = sqrt(chi-squared / df).
let noncentralUpperTail df shift t =
    if df >= mostDf then
        Distributions.normalUpperTail (t - shift)
    else
        let logScale =
            log 2.0 + df / 2.0 * log (df / 2.0) - SpecialFunctions.GammaLn(df / 2.0)

        let density u =
            exp (logScale + (df - 1.0) * log u - df * u * u / 2.0)

        // u has its mass within about 1 -/+ 12 / sqrt(2 df).
        let reach = 12.0 / sqrt (2.0 * df)
        let lower, upper = max 0.0 (1.0 - reach), 1.0 + reach
        let width = (upper - lower) / float pieces

        let value u =
            density u * Distributions.normalUpperTail (t * u - shift)

        Seq.init pieces (fun i ->
            let start = lower + float i * width
            GaussLegendreRule.Integrate(value, start, start + width, 32))
        |> Seq.sum
        |> min 1.0

/// The power to find a true difference of this size, either sign, counting rejections in its direction at the two-sided level alpha.
let power alpha (difference: float) design =
    Arguments.requireOpenProbability "alpha" alpha
    Arguments.requireFinite "difference" [ difference ]

    error design
    |> Result.map (fun error ->
        noncentralUpperTail
            error.Df
            (abs difference / error.StandardError)
            (Distributions.studentQuantile error.Df (1.0 - alpha / 2.0)))

/// The smallest difference that is found with this power, which must exceed alpha / 2: to 1e-9, by halving. Undefined where nothing varies.
let detectableDifference alpha wanted design : Result<float, string> =
    Arguments.requireOpenProbability "alpha" alpha
    Arguments.requireOpenProbability "power" wanted

    if wanted <= alpha / 2.0 then
        Arguments.refuse "power" $"The power is {Arguments.shown wanted}; expected more than alpha / 2."

    error design
    |> Result.map (fun error ->
        let critical = Distributions.studentQuantile error.Df (1.0 - alpha / 2.0)

        let reached shift =
            noncentralUpperTail error.Df shift critical >= wanted

        let rec above shift =
            if reached shift then shift else above (2.0 * shift)

        let rec halve low high =
            let middle = (low + high) / 2.0

            if high - low <= 1e-9 || middle = low || middle = high then
                high
            elif reached middle then
                halve low middle
            else
                halve middle high

        error.StandardError * halve 0.0 (above 1.0))
