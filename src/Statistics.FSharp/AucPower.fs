module QImpact.Statistics.AucPower

type Design =
    {
        Class1: int
        Class0: int
        VarianceFirst: float
        VarianceSecond: float
        Covariance: float
    }

type SampleSize =
    {
        Class1: float
        Class0: float
    }

    member this.Total = int (ceil this.Class1) + int (ceil this.Class0)

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

let ofPlan correlation class1 class0 first second =
    if not (abs correlation <= 1.0) then
        Arguments.refuse
            "correlation"
            $"The correlation is {Arguments.shown correlation}; expected a number in [-1, 1]."

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

let power alpha (difference: float) design =
    let z = zAlpha alpha
    Arguments.requireFinite "difference" [ difference ]

    deviations design
    |> Result.map (fun (underNull, underAlternative) ->
        Distributions.normalUpperTail ((z * underNull - abs difference) / underAlternative))

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
