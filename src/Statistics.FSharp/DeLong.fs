/// The uncertainty of a ROC AUC that comes from the cases (DeLong, DeLong and Clarke-Pearson 1988), in O(n log n) by midranks (Sun
/// and Xu 2014).
/// Assumes independent cases of each class. It is asymptotic: with fewer than about ten cases in a class, or an AUC close to 1, it
/// is too sure of itself, and Permutation.aucDifference is the better comparison. Not for models of which one is nested in the
/// other and fitted on the same cases that are judged (Demler et al. 2012).
module QImpact.Statistics.DeLong

open System.Collections.Generic
open QImpact.Metrics

/// Structural components of an AUC. Their sample variances give its variance; sample covariances of two models' components on the
/// same cases give the covariance of two AUCs.
type Components =
    {
        /// The area under the curve, the mean of either list.
        Auc: float
        /// For each case of class 1, in the order of the cases: the part of class 0 that it ranks above, ties half.
        OfClass1: float[]
        /// For each case of class 0, in the order of the cases: the part of class 1 that ranks above it, ties half.
        OfClass0: float[]
    }

/// Scores as they are: any difference at all decides a rank.
let private midranks scores =
    let struct (ranks, _) = Ranks.midranks 0.0 scores
    ranks

/// The components of one classifier's AUC, from labels 0 or 1 and scores, the higher the more class 1, not NaN; undefined where a
/// class has no case.
let components (labels: IReadOnlyList<int>) (scores1: IReadOnlyList<float>) =
    match Classification.RocAuc(labels, scores1) with
    | MetricValue.Undefined reason -> Error reason
    | MetricValue.Defined auc ->
        let cases = Array.init labels.Count (fun i -> labels[i], scores1[i])

        let ofClass (cls: int) (values: 'a[]) =
            Array.zip cases values
            |> Array.filter (fun ((label, _), _) -> label = cls)
            |> Array.map snd

        let scores = Array.map snd cases
        let overall = midranks scores

        // A case's rank among all less its rank in its own class counts the other class's cases below it, ties half.
        let below cls =
            Array.map2 (-) (ofClass cls overall) (midranks (ofClass cls scores))

        let below1, below0 = below 1, below 0
        let n1, n0 = float below1.Length, float below0.Length

        Ok
            {
                Auc = auc
                OfClass1 = below1 |> Array.map (fun count -> count / n0)
                OfClass0 = below0 |> Array.map (fun count -> 1.0 - count / n1)
            }

/// The components of the area of a class against the others.
let ofClass cls (labels: IReadOnlyList<int>) (scores: ClassScores) =
    components [| for label in labels -> if label = cls then 1 else 0 |] (scores.OrderOf cls)

/// The sample variance about the known mean of the components, the AUC.
let private sampleVariance (mean: float) (values: float[]) =
    (values |> Array.sumBy (fun value -> (value - mean) * (value - mean)))
    / float (values.Length - 1)

/// var(AUC) = S10/n1 + S01/n0, S10 and S01 the sample variances (n - 1) of the components. Undefined where a class has fewer than
/// two cases. It is 0 where the scores separate the classes or are all equal: the method sees no uncertainty there, which says
/// nothing about further cases.
let variance (components: Components) =
    if components.OfClass1.Length < 2 || components.OfClass0.Length < 2 then
        Error "DeLong's method needs two cases of each class"
    else
        let part (values: float[]) =
            sampleVariance components.Auc values / float values.Length

        Ok(part components.OfClass1 + part components.OfClass0)

/// The components, where the normal approximation may be trusted: at least ten cases of each class, and some variance. Intervals, tests
/// and equivalence that are shown rest on this; below it Permutation.aucDifference compares two AUCs.
let trusted (components: Components) =
    let smallest = min components.OfClass1.Length components.OfClass0.Length

    if smallest < Confidence.FewestCases then
        Error(Confidence.tooFew smallest)
    else
        match variance components with
        | Ok 0.0 -> Error "DeLong's variance is 0, as the scores separate the classes or are all equal"
        | Ok _ -> Ok components
        | Error reason -> Error reason

/// AUC -/+ z sqrt(var), clipped to [0, 1] as pROC does; z of the confidence, in (0, 1).
let interval confidence (components: Components) =
    variance components
    |> Result.map (fun variance ->
        Interval.Around(components.Auc, Confidence.quantile confidence * sqrt variance).Clipped(0.0, 1.0))

/// Two AUCs on the same cases: the first's less the second's.
type Comparison =
    {
        /// The difference of the two areas.
        Difference: float
        /// var(AUC) of the first.
        VarianceFirst: float
        /// var(AUC) of the second.
        VarianceSecond: float
        /// Their covariance, from the components of the same cases.
        Covariance: float
        /// The standard error of the difference, from the differences of the components: exactly 0 for models that rank alike.
        StandardError: float
        /// Difference / standard error and its two-sided p-value.
        Test: ZTest
        /// The interval of the difference, not clipped.
        Interval: Interval
        /// Cases of the smaller class.
        SmallerClass: int
        /// Whether the variance is 0 (standard error below 1e-12). The test then follows pROC's convention: z = 0 and p = 1 for
        /// equal areas, an infinite z and p = 0 otherwise. Such a p is no evidence: the method sees no uncertainty.
        IsDegenerate: bool
    }

    /// The comparison, where the normal approximation may be trusted: at least ten cases of each class, and some variance. Its test, its
    /// interval and a claim of equivalence rest on this.
    member this.Trusted =
        if this.SmallerClass < Confidence.FewestCases then
            Error(Confidence.tooFew this.SmallerClass)
        elif this.IsDegenerate then
            Error "DeLong's variance of the difference is 0"
        else
            Ok this

/// Below this a standard error is rounding: an AUC is a ratio of counts.
let private noSpread = 1e-12

/// The sample covariance of two lists about their known means, over their length.
let private covariancePart mean1 mean2 (values1: float[]) (values2: float[]) =
    let products = Array.map2 (fun x y -> (x - mean1) * (y - mean2)) values1 values2
    Array.sum products / float (products.Length - 1) / float products.Length

let private standardError (first: Components) (second: Components) =
    let difference = first.Auc - second.Auc

    let part values1 values2 =
        let differences = Array.map2 (-) values1 values2
        sampleVariance difference differences / float differences.Length

    sqrt (part first.OfClass1 second.OfClass1 + part first.OfClass0 second.OfClass0)

/// DeLong's test of two AUCs on the same cases in the same order, with the interval of their difference. Undefined where a class
/// has fewer than two cases. Different numbers of cases in a class throw an ArgumentException.
let compare confidence (first: Components) (second: Components) =
    Arguments.requireSameLength "first" first.OfClass1.Length "second" second.OfClass1.Length
    Arguments.requireSameLength "first" first.OfClass0.Length "second" second.OfClass0.Length
    let z = Confidence.quantile confidence

    match variance first, variance second with
    | Ok variance1, Ok variance2 ->
        let difference = first.Auc - second.Auc
        let error = standardError first second
        let isDegenerate = error < noSpread
        let error = if isDegenerate then 0.0 else error

        let statistic =
            if not isDegenerate then difference / error
            elif abs difference < noSpread then 0.0
            else System.Math.CopySign(infinity, difference)

        let covariance =
            covariancePart first.Auc second.Auc first.OfClass1 second.OfClass1
            + covariancePart first.Auc second.Auc first.OfClass0 second.OfClass0

        Ok
            {
                Difference = difference
                VarianceFirst = variance1
                VarianceSecond = variance2
                Covariance = covariance
                StandardError = error
                Test = ZTest.Of statistic
                Interval = Interval.Around(difference, z * error)
                SmallerClass = min first.OfClass1.Length first.OfClass0.Length
                IsDegenerate = isDegenerate
            }
    | Error reason, _
    | _, Error reason -> Error reason
