namespace QImpact.Analysis.Audit

open System
open QImpact.Metrics

type Convention =
    | Positive of cls: int
    | Macro
    | Weighted
    | Symmetric

[<Struct>]
type Right = { Right0: int; Right1: int }

[<Struct>]
type ClassCounts =
    {
        Class0: int
        Class1: int
    }

    member this.Total = this.Class0 + this.Class1

/// Cases of the class and of the other, and those of each decided rightly.
type PerClass = Int128 -> Int128 -> Int128 -> Int128 -> struct (Int128 * Int128)

[<NoEquality; NoComparison>]
type ExactFormula =
    | OfBoth of (ClassCounts -> Right -> ExactValue)
    | OfClass of PerClass
    | NeedsScores

[<ReferenceEquality>]
type TableMetric =
    {
        Row: Metric
        Formula: ExactFormula
    }

    member this.Name = this.Row.Name

module TableMetric =

    let private wide (count: int) : Int128 = Int128.op_Implicit count

    let private two = wide 2

    let private both row formula = { Row = row; Formula = OfBoth formula }

    let private perClass (row: int -> Metric) formula =
        {
            Row = row 0
            Formula = OfClass formula
        }

    let accuracy =
        both MetricTable.accuracy (fun counts right ->
            ExactValue.Ratio(wide right.Right0 + wide right.Right1, wide counts.Class0 + wide counts.Class1))

    let balancedAccuracy =
        both MetricTable.balancedAccuracy (fun counts right ->
            let n0, n1 = wide counts.Class0, wide counts.Class1
            ExactValue.Ratio(wide right.Right0 * n1 + wide right.Right1 * n0, two * n0 * n1))

    let f1 =
        perClass MetricTable.f1 (fun n n' r r' -> struct (two * r, r + n + n' - r'))

    let precision =
        perClass MetricTable.precision (fun _ n' r r' -> struct (r, r + n' - r'))

    let recall = perClass MetricTable.recall (fun n _ r _ -> struct (r, n))

    let specificity =
        perClass MetricTable.specificity (fun _ n' _ r' -> struct (r', n'))

    let gmean =
        both MetricTable.gmean (fun counts right ->
            ExactValue.Root(wide right.Right0 * wide right.Right1, wide counts.Class0 * wide counts.Class1))

    let mcc =
        both MetricTable.mcc (fun counts right ->
            let tp, tn = wide right.Right1, wide right.Right0
            let fn, fp = wide counts.Class1 - tp, wide counts.Class0 - tn
            let covariance = tp * tn - fp * fn
            ExactValue.Root(covariance * Int128.Abs covariance, (tp + fp) * (tp + fn) * (tn + fp) * (tn + fn)))

    let auc =
        {
            Row = MetricTable.auc
            Formula = NeedsScores
        }

    let all =
        [
            accuracy
            balancedAccuracy
            f1
            precision
            recall
            specificity
            gmean
            mcc
            auc
        ]

    let names = all |> List.map _.Name

    let conventions metric =
        match metric.Formula with
        | OfClass _ -> [ Positive 0; Positive 1; Macro; Weighted ]
        | OfBoth _
        | NeedsScores -> [ Symmetric ]

    let private ofClass (formula: PerClass) cls (counts: ClassCounts) (right: Right) =
        if cls = 0 then
            formula (wide counts.Class0) (wide counts.Class1) (wide right.Right0) (wide right.Right1)
        else
            formula (wide counts.Class1) (wide counts.Class0) (wide right.Right1) (wide right.Right0)

    /// A class whose metric is 0/0 takes part in a mean with 0.
    let private mean formula (weight0: Int128) (weight1: Int128) counts right =
        let struct (a, b) = ofClass formula 0 counts right
        let struct (c, d) = ofClass formula 1 counts right
        let weights = weight0 + weight1

        match b.Equals Int128.Zero, d.Equals Int128.Zero with
        | true, _ -> ExactValue.Ratio(weight1 * c, weights * d)
        | _, true -> ExactValue.Ratio(weight0 * a, weights * b)
        | _ -> ExactValue.Ratio(weight0 * a * d + weight1 * c * b, weights * b * d)

    let value metric convention (counts: ClassCounts) (right: Right) =
        match metric.Formula, convention with
        | OfBoth formula, _ -> formula counts right
        | OfClass formula, Positive cls ->
            let struct (numerator, denominator) = ofClass formula cls counts right
            ExactValue.Ratio(numerator, denominator)
        | OfClass formula, Weighted -> mean formula (wide counts.Class0) (wide counts.Class1) counts right
        | OfClass formula, (Macro | Symmetric) -> mean formula Int128.One Int128.One counts right
        | NeedsScores, _ -> invalidArg (nameof metric) $"{metric.Name} does not follow from a confusion matrix"
