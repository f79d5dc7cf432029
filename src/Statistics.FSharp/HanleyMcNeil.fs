module QImpact.Statistics.HanleyMcNeil

let private check auc positives negatives =
    Arguments.requireProbability "auc" auc

    if positives < 1 then
        Arguments.refuse "positives" $"There are {positives} positive cases; expected at least 1."

    if negatives < 1 then
        Arguments.refuse "negatives" $"There are {negatives} negative cases; expected at least 1."

let variance auc positives negatives =
    check auc positives negatives
    let squared = auc * auc
    let q1 = auc / (2.0 - auc)
    let q2 = 2.0 * squared / (1.0 + auc)

    let sum =
        auc * (1.0 - auc)
        + float (positives - 1) * (q1 - squared)
        + float (negatives - 1) * (q2 - squared)

    max 0.0 sum / float positives / float negatives

let interval confidence auc positives negatives =
    let half = Confidence.quantile confidence * sqrt (variance auc positives negatives)

    {
        Lower = max 0.0 (auc - half)
        Upper = min 1.0 (auc + half)
    }

let compare correlation positives negatives first second =
    if not (abs correlation <= 1.0) then
        Arguments.refuse
            "correlation"
            $"The correlation is {Arguments.shown correlation}; expected a number in [-1, 1]."

    let v1, v2 = variance first positives negatives, variance second positives negatives
    let ofDifference = v1 + v2 - 2.0 * correlation * sqrt (v1 * v2)

    // What is left of equal variances and r = 1 is rounding.
    if ofDifference <= 1e-14 * (v1 + v2) then
        Error "the variance of the difference is 0"
    else
        Ok(ZTest.Of((first - second) / sqrt ofDifference))

let neededCorrelation alpha positives negatives first second =
    Arguments.requireOpenProbability "alpha" alpha
    let v1, v2 = variance first positives negatives, variance second positives negatives
    let z = Distributions.normalQuantile (1.0 - alpha / 2.0)
    let border = (first - second) / z

    match (v1 + v2 - border * border) / (2.0 * sqrt (v1 * v2)) with
    | correlation when first <> second && abs correlation <= 1.0 -> Ok correlation
    | _ -> Error "no correlation is the border between significant and not"
