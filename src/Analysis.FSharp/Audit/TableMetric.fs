namespace QImpact.Analysis.Audit

open System
open QImpact.Metrics

/// <summary>How a metric that is made for one class was made for two.</summary>
type Convention =
    /// <summary>This class, 0 or 1, counts as positive.</summary>
    | Positive of cls: int
    /// <summary>The mean of the two classes' values.</summary>
    | Macro
    /// <summary>The mean of the two classes' values, weighted by the number of cases of each.</summary>
    | Weighted
    /// <summary>The metric is the same whichever class is positive.</summary>
    | Symmetric

/// <summary>How many cases of each class were decided rightly; with the class counts, the whole confusion matrix.</summary>
[<Struct>]
type Right = { Right0: int; Right1: int }

/// <summary>How many cases of each class there are, each at least 1.</summary>
[<Struct>]
type ClassCounts =
    {
        Class0: int
        Class1: int
    }

    static member Of(class0, class1) = { Class0 = class0; Class1 = class1 }

    member this.Total = this.Class0 + this.Class1

/// What follows from the cases of two classes and from those of each decided rightly.
type internal FromCounts<'result> = Int128 -> Int128 -> Int128 -> Int128 -> 'result

/// <summary>How a metric follows from whole counts.</summary>
[<NoEquality; NoComparison>]
type ExactFormula =
    internal
    /// Of class 0 and of class 1.
    | OfBoth of FromCounts<ExactValue>
    /// Numerator and denominator, of the positive class and of the other.
    | OfClass of FromCounts<Int128 * Int128>
    | NeedsScores

/// <summary>A metric that a table may print: a row of the table of metrics with its formula without rounding.</summary>
[<ReferenceEquality>]
type TableMetric =
    {
        /// <summary>The row; that of class 0 where there is one for each class.</summary>
        Row: Metric
        Formula: ExactFormula
    }

    /// <summary>Its name in metrics.csv and in a table's file.</summary>
    member this.Name = this.Row.Name

/// <summary>Metrics from whole counts, without rounding.</summary>
module TableMetric =

    let private both row formula = { Row = row; Formula = OfBoth formula }

    let private perClass (row: int -> Metric) formula =
        {
            Row = row 0
            Formula = OfClass formula
        }

    let accuracy =
        both MetricTable.accuracy (fun n0 n1 r0 r1 -> ExactValue.Ratio(r0 + r1, n0 + n1))

    let balancedAccuracy =
        both MetricTable.balancedAccuracy (fun n0 n1 r0 r1 ->
            ExactValue.Ratio(r0 * n1 + r1 * n0, Int128.op_Implicit 2 * n0 * n1))

    let f1 = perClass MetricTable.f1 (fun n n' r r' -> r + r, r + n + n' - r')

    let precision = perClass MetricTable.precision (fun _ n' r r' -> r, r + n' - r')

    let recall = perClass MetricTable.recall (fun n _ r _ -> r, n)

    let specificity = perClass MetricTable.specificity (fun _ n' _ r' -> r', n')

    let gmean =
        both MetricTable.gmean (fun n0 n1 r0 r1 -> ExactValue.Root(r0 * r1, n0 * n1))

    let mcc =
        both MetricTable.mcc (fun n0 n1 tn tp ->
            let fp, fn = n0 - tn, n1 - tp
            let covariance = tp * tn - fp * fn
            ExactValue.Root(covariance * Int128.Abs covariance, (tp + fp) * (tp + fn) * (tn + fp) * (tn + fn)))

    /// <summary>It needs scores; a confusion matrix gives bounds only.</summary>
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

    /// <summary>The conventions that the metric may have been printed under.</summary>
    let conventions metric =
        match metric.Formula with
        | OfClass _ -> [ Positive 0; Positive 1; Macro; Weighted ]
        | OfBoth _
        | NeedsScores -> [ Symmetric ]

    /// A class whose metric is 0/0 takes part in a mean with 0.
    let private mean (a: Int128, b: Int128) (c: Int128, d: Int128) (weight0: Int128) (weight1: Int128) =
        let weights = weight0 + weight1

        match b.Equals Int128.Zero, d.Equals Int128.Zero with
        | true, _ -> ExactValue.Ratio(weight1 * c, weights * d)
        | _, true -> ExactValue.Ratio(weight0 * a, weights * b)
        | _ -> ExactValue.Ratio(weight0 * a * d + weight1 * c * b, weights * b * d)

    /// <summary>The metric's value. It never falls when a further case is decided rightly: the search rests on that.</summary>
    /// <exception cref="T:System.ArgumentException">The metric needs scores.</exception>
    let value metric convention (counts: ClassCounts) (right: Right) =
        let wide (count: int) : Int128 = Int128.op_Implicit count

        let n0, n1, r0, r1 =
            wide counts.Class0, wide counts.Class1, wide right.Right0, wide right.Right1

        match metric.Formula, convention with
        | OfBoth formula, _ -> formula n0 n1 r0 r1
        | OfClass formula, Positive 0 -> ExactValue.Ratio(formula n0 n1 r0 r1)
        | OfClass formula, Positive _ -> ExactValue.Ratio(formula n1 n0 r1 r0)
        | OfClass formula, Weighted -> mean (formula n0 n1 r0 r1) (formula n1 n0 r1 r0) n0 n1
        | OfClass formula, (Macro | Symmetric) -> mean (formula n0 n1 r0 r1) (formula n1 n0 r1 r0) Int128.One Int128.One
        | NeedsScores, _ -> invalidArg (nameof metric) $"{metric.Name} does not follow from a confusion matrix"
