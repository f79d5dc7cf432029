namespace QImpact.Analysis.Audit

open System

type TableMetric =
    | Accuracy
    | BalancedAccuracy
    | F1
    | Precision
    | Recall
    | Specificity
    | GMean
    | Mcc
    | Auc

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

module TableMetric =

    let byName =
        [
            "accuracy", Accuracy
            "balanced_accuracy", BalancedAccuracy
            "f1", F1
            "precision", Precision
            "recall", Recall
            "specificity", Specificity
            "gmean", GMean
            "mcc", Mcc
            "auc", Auc
        ]

    let name metric =
        byName |> List.find (fun (_, other) -> other = metric) |> fst

    let title metric =
        match metric with
        | Accuracy -> "Accuracy"
        | BalancedAccuracy -> "Balanced accuracy"
        | F1 -> "F1"
        | Precision -> "Precision"
        | Recall -> "Recall"
        | Specificity -> "Specificity"
        | GMean -> "G-mean"
        | Mcc -> "Matthews correlation"
        | Auc -> "AUC"

    let conventions metric =
        match metric with
        | F1
        | Precision
        | Recall
        | Specificity -> [ Positive 0; Positive 1; Macro; Weighted ]
        | _ -> [ Symmetric ]

    let private wide (count: int) : Int128 = Int128.op_Implicit count

    let private two = wide 2

    /// Numerator and denominator for one class as positive.
    let private ofClass metric cls (counts: ClassCounts) (right: Right) =
        let n, n', r, r' =
            if cls = 0 then
                wide counts.Class0, wide counts.Class1, wide right.Right0, wide right.Right1
            else
                wide counts.Class1, wide counts.Class0, wide right.Right1, wide right.Right0

        match metric with
        | Precision -> struct (r, r + n' - r')
        | Recall -> struct (r, n)
        | Specificity -> struct (r', n')
        | F1 -> struct (two * r, r + n + n' - r')
        | other -> invalidArg (nameof metric) $"{name other} is the same for either class"

    /// A class whose metric is 0/0 takes part in a mean with 0.
    let private mean metric (weight0: Int128) (weight1: Int128) counts right =
        let struct (a, b) = ofClass metric 0 counts right
        let struct (c, d) = ofClass metric 1 counts right
        let weights = weight0 + weight1

        match b.Equals Int128.Zero, d.Equals Int128.Zero with
        | true, _ -> ExactValue.Ratio(weight1 * c, weights * d)
        | _, true -> ExactValue.Ratio(weight0 * a, weights * b)
        | _ -> ExactValue.Ratio(weight0 * a * d + weight1 * c * b, weights * b * d)

    let private matthews (counts: ClassCounts) (right: Right) =
        let tp, tn = wide right.Right1, wide right.Right0
        let fn, fp = wide counts.Class1 - tp, wide counts.Class0 - tn
        let covariance = tp * tn - fp * fn

        ExactValue.Root(covariance * Int128.Abs covariance, (tp + fp) * (tp + fn) * (tn + fp) * (tn + fn))

    let value metric convention (counts: ClassCounts) (right: Right) =
        let n0, n1 = wide counts.Class0, wide counts.Class1
        let r0, r1 = wide right.Right0, wide right.Right1

        match metric, convention with
        | Accuracy, _ -> ExactValue.Ratio(r0 + r1, n0 + n1)
        | BalancedAccuracy, _ -> ExactValue.Ratio(r0 * n1 + r1 * n0, two * n0 * n1)
        | GMean, _ -> ExactValue.Root(r0 * r1, n0 * n1)
        | Mcc, _ -> matthews counts right
        | Auc, _ -> invalidArg (nameof metric) "an AUC does not follow from a confusion matrix"
        | _, Positive cls ->
            let struct (numerator, denominator) = ofClass metric cls counts right
            ExactValue.Ratio(numerator, denominator)
        | _, Weighted -> mean metric n0 n1 counts right
        | _, (Macro | Symmetric) -> mean metric Int128.One Int128.One counts right
