/// The uncertainty of an AUC of which only its value and the class counts are known (Hanley and McNeil 1982, Radiology 143:29;
/// paired: 1983, Radiology 148:839).
/// The formula takes the scores of both classes as exponential, an assumption that single cases can't confirm; where the scores are
/// known, DeLong needs no such assumption. The formula is not symmetric in the classes: which one counts as positive changes the
/// result. An AUC outside [0, 1] or a class without a case throws an ArgumentException.
module QImpact.Statistics.HanleyMcNeil

let private check auc positives negatives =
    Arguments.requireProbability "auc" auc

    if positives < 1 then
        Arguments.refuse "positives" $"There are {positives} positive cases; expected at least 1."

    if negatives < 1 then
        Arguments.refuse "negatives" $"There are {negatives} negative cases; expected at least 1."

/// var(A) = (A (1 - A) + (n+ - 1)(Q1 - A^2) + (n- - 1)(Q2 - A^2)) / (n+ n-), with Q1 = A / (2 - A) and Q2 = 2 A^2 / (1 + A), of an
/// AUC A and class counts n+ and n-. It is 0 for an AUC of 0 or 1.
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

/// AUC -/+ z sqrt(variance), clipped to [0, 1]. Undefined for an AUC of 0 or 1, whose variance is 0: that is no certainty.
let interval confidence auc positives negatives =
    match variance auc positives negatives with
    | 0.0 -> Error "the formula sees no uncertainty in an AUC of 0 or 1"
    | variance -> Ok(Interval.Around(auc, Confidence.quantile confidence * sqrt variance).Clipped(0.0, 1.0))

/// z = (A1 - A2) / sqrt(v1 + v2 - 2 r sqrt(v1 v2)) for two AUCs on the same cases whose estimates have the correlation r, in [-1,
/// 1]; 0 for different cases. r is not known without the scores: show the result for a range of r. Undefined where the variance of
/// the difference is 0.
let compare correlation positives negatives first second =
    Arguments.requireCorrelation correlation
    let v1, v2 = variance first positives negatives, variance second positives negatives
    let ofDifference = v1 + v2 - 2.0 * correlation * sqrt (v1 * v2)

    // What is left of equal variances and r = 1 is rounding.
    if ofDifference <= 1e-14 * (v1 + v2) then
        Error "the variance of the difference is 0"
    else
        Ok(ZTest.Of((first - second) / sqrt ofDifference))

/// The correlation r from which on two AUCs on the same cases differ at the level alpha; below it they don't. Undefined where no r
/// in [-1, 1] is the border.
let neededCorrelation alpha positives negatives first second =
    Arguments.requireOpenProbability "alpha" alpha
    let v1, v2 = variance first positives negatives, variance second positives negatives
    let z = Distributions.normalQuantile (1.0 - alpha / 2.0)
    let border = (first - second) / z

    match (v1 + v2 - border * border) / (2.0 * sqrt (v1 * v2)) with
    | correlation when first <> second && abs correlation <= 1.0 -> Ok correlation
    | _ -> Error "no correlation is the border between significant and not"
