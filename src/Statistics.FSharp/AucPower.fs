/// How many cases the comparison of two AUCs on the same cases needs, and its power.
/// A normal approximation with the variance of the first model for both under the null hypothesis: (z_(1-alpha/2) sqrt(V0) +
/// z_power sqrt(VA))^2 / difference^2, V0 = 2 v1 - 2 cov, VA = v1 + v2 - 2 cov (Hanley and McNeil 1983; Obuchowski and McClish
/// 1997; the form that pROC has). The difference is the one that would matter, stated beforehand: with the observed difference the
/// power only restates the p-value. Variances of few cases are themselves uncertain.
module QImpact.Statistics.AucPower

/// What the number of cases rests on: two AUCs of n1 and n0 cases with these variances and covariance.
type Design =
    {
        /// n1, cases of class 1.
        Class1: int
        /// n0, cases of class 0.
        Class0: int
        /// var(AUC) of the first model at these counts.
        VarianceFirst: float
        /// var(AUC) of the second model.
        VarianceSecond: float
        /// Their covariance.
        Covariance: float
    }

/// Numbers of cases at the design's ratio of classes, not rounded.
type SampleSize =
    {
        /// Cases of class 1.
        Class1: float
        /// Cases of class 0.
        Class0: float
    }

    /// All cases, each class rounded up.
    member this.Total = int64 (ceil this.Class1) + int64 (ceil this.Class0)

/// The design of a pilot: DeLong's variances of two models on the same cases.
let ofPilot (first: DeLong.Components) (second: DeLong.Components) =
    DeLong.compare Confidence.Default first second
    |> Result.map (fun comparison ->
        {
            Class1 = first.OfClass1.Length
            Class0 = first.OfClass0.Length
            VarianceFirst = comparison.VarianceFirst
            VarianceSecond = comparison.VarianceSecond
            Covariance = comparison.Covariance
        })

/// The design of a plan: expected AUCs, the correlation r of their estimates, Hanley and McNeil's variances with class 1 positive.
let ofPlan correlation class1 class0 first second =
    Arguments.requireCorrelation correlation
    let variance auc = HanleyMcNeil.variance auc class1 class0

    {
        Class1 = class1
        Class0 = class0
        VarianceFirst = variance first
        VarianceSecond = variance second
        Covariance = correlation * sqrt (variance first * variance second)
    }

/// The standard errors of the difference without and with a difference in truth.
let private deviations (design: Design) =
    let underNull = 2.0 * design.VarianceFirst - 2.0 * design.Covariance

    let underAlternative =
        design.VarianceFirst + design.VarianceSecond - 2.0 * design.Covariance

    // What is left of models that rank alike is rounding.
    if underAlternative <= 1e-24 then
        Error "the difference has no variance"
    else
        Ok(sqrt (max 0.0 underNull), sqrt underAlternative)

let private zAlpha alpha =
    Arguments.requireOpenProbability "alpha" alpha
    Distributions.normalQuantile (1.0 - alpha / 2.0)

/// The power at the design's own counts, counting rejections in the true direction, for a two-sided level alpha in (0, 1) and the
/// difference that would matter, of either sign. Undefined where the difference has no variance.
let power alpha (difference: float) design =
    let z = zAlpha alpha
    Arguments.requireFinite "difference" [ difference ]

    deviations design
    |> Result.map (fun (underNull, underAlternative) ->
        Distributions.normalUpperTail ((z * underNull - abs difference) / underAlternative))

/// The numbers of cases for this power; variances fall as 1/n. Undefined for a difference of 0 and one without variance.
let sampleSize alpha power (difference: float) (design: Design) : Result<SampleSize, string> =
    let z = zAlpha alpha
    Arguments.requireOpenProbability "power" power
    Arguments.requireFinite "difference" [ difference ]

    if difference = 0.0 then
        Error "no number of cases detects a difference of 0"
    else
        deviations design
        |> Result.map (fun (underNull, underAlternative) ->
            let root =
                (z * underNull + Distributions.normalQuantile power * underAlternative)
                / difference

            {
                Class1 = float design.Class1 * root * root
                Class0 = float design.Class0 * root * root
            })
