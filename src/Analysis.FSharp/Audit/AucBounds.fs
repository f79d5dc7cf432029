/// <summary>What a printed AUC, the class counts and a confusion matrix say of an AUC and its uncertainty.</summary>
module QImpact.Analysis.Audit.AucBounds

open QImpact.Statistics

type ModelAuc =
    {
        Model: string
        Printed: PrintedValue
        /// <summary>The fewest and the most pairs (a case of each class) in the right order that are printed so; None where only ties give it.</summary>
        RightPairs: (int64 * int64) option
        /// <summary>The AUCs of all ROC curves through the operating points that the model's matrices are; None without a matrix.</summary>
        Possible: Interval option
        /// <summary>Hanley and McNeil's, and their 95 % intervals, with class 0 and with class 1 as positive; why there is none.</summary>
        StandardErrors: Result<float * float, string>
        Intervals: Result<Interval * Interval, string>
    }

    /// <summary>Whether a ROC curve through an operating point of the matrices can have this AUC.</summary>
    member this.AgreesWithMatrix =
        match this.Possible with
        | None -> true
        | Some possible ->
            this.Printed.Value + this.Printed.HalfUnit >= possible.Lower
            && this.Printed.Value - this.Printed.HalfUnit <= possible.Upper

/// <summary>The two-sided p-values of a difference at an assumed correlation of the two estimates.</summary>
type AtCorrelation =
    {
        Correlation: float
        /// <summary>With class 0 and with class 1 as positive.</summary>
        PValues: Result<float * float, string>
    }

type AucPair =
    {
        /// <summary>The second's printed AUC less the first's.</summary>
        Difference: float
        /// <summary>How far rounding may have moved the difference.</summary>
        Rounding: float
        Assumed: AtCorrelation list
        /// <summary>The correlation from which on it is significant, with class 0 and with class 1 as positive; why there is none.</summary>
        Needed: Result<float * float, string>
    }

let private correlations = [ 0.0; 0.3; 0.5; 0.7; 0.8; 0.9 ]

/// Whole u with |u / pairs - printed| at most half a unit: (2 units -/+ 1) pairs / (2 10^decimals), rounded inwards.
let private rightPairs (counts: ClassCounts) (printed: PrintedValue) =
    let pairs = int64 counts.Class0 * int64 counts.Class1
    let scale = 2L * pown 10L printed.Decimals
    let low = max 0L ((2L * int64 printed.Units - 1L) * pairs)
    let high = (2L * int64 printed.Units + 1L) * pairs
    let first, last = (low + scale - 1L) / scale, min pairs (high / scale)
    if first <= last then Some(first, last) else None

/// A ROC curve rises, so one through (FPR, TPR) has an area from TPR (1 - FPR) to 1 - (1 - TPR) FPR.
let private possible (counts: ClassCounts) (regions: MatrixSearch.Region list) =
    let n0, n1 = float counts.Class0, float counts.Class1

    let ends =
        [
            for region in regions do
                for right0 in [ region.LowestRight0; region.HighestRight0 ] do
                    let specificity, sensitivity = float right0 / n0, float region.Right1 / n1
                    sensitivity * specificity, 1.0 - (1.0 - sensitivity) * (1.0 - specificity)
        ]

    if ends.IsEmpty then
        None
    else
        Some
            {
                Lower = ends |> List.map fst |> List.min
                Upper = ends |> List.map snd |> List.max
            }

/// A function of (positives, negatives) for either class as positive.
let private eitherWay (counts: ClassCounts) (f: int -> int -> 'a) =
    f counts.Class0 counts.Class1, f counts.Class1 counts.Class0

let private both (first, second) =
    match first, second with
    | Ok first, Ok second -> Ok(first, second)
    | Error reason, _
    | _, Error reason -> Error reason

/// <summary>The bounds for one model.</summary>
let ofModel counts regions model (printed: PrintedValue) =
    let variances = eitherWay counts (HanleyMcNeil.variance printed.Value)

    let meaningful value =
        if fst variances > 0.0 && snd variances > 0.0 then
            Ok value
        else
            Error "the formula sees no uncertainty in an AUC of 0 or 1"

    {
        Model = model
        Printed = printed
        RightPairs = rightPairs counts printed
        Possible = possible counts regions
        StandardErrors = meaningful (sqrt (fst variances), sqrt (snd variances))
        Intervals =
            eitherWay counts (HanleyMcNeil.interval Confidence.Default printed.Value)
            |> both
    }

/// <summary>The bounds for two models on the same cases; the correlation of their AUCs is not in a table.</summary>
let ofPair alpha counts (first: PrintedValue) (second: PrintedValue) =
    let pValues correlation =
        eitherWay counts (fun positives negatives ->
            HanleyMcNeil.compare correlation positives negatives first.Value second.Value
            |> Result.map _.PValue)
        |> both

    {
        Difference = second.Value - first.Value
        Rounding = first.HalfUnit + second.HalfUnit
        Assumed =
            [
                for correlation in correlations ->
                    {
                        Correlation = correlation
                        PValues = pValues correlation
                    }
            ]
        Needed =
            eitherWay counts (fun positives negatives ->
                HanleyMcNeil.neededCorrelation alpha positives negatives first.Value second.Value)
            |> both
    }
