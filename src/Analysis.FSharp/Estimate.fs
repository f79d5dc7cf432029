namespace QImpact.Analysis

open QImpact.Metrics
open QImpact.Statistics

/// <summary>How an interval was made.</summary>
type IntervalMethod =
    /// <summary>Wilson's score interval of a proportion.</summary>
    | Wilson
    /// <summary>DeLong's interval of a ROC AUC.</summary>
    | DeLong
    /// <summary>BCa interval from images resampled within their class.</summary>
    | Bootstrap

/// <summary>The uncertainty that a metric has from the test images.</summary>
type Uncertainty =
    /// <summary>An interval of the default confidence.</summary>
    | Interval of Interval * IntervalMethod
    /// <summary>There is none for this metric; why, or "" where the metric itself is undefined.</summary>
    | NoInterval of reason: string

/// <summary>A metric of one model with its interval: a row of metrics.csv.</summary>
type Estimate =
    {
        /// <summary>The metric's name in metrics.csv.</summary>
        Name: string
        /// <summary>The class that counts as positive; None where the metric does not depend on it.</summary>
        PositiveClass: int option
        /// <summary>The value, or why there is none.</summary>
        Value: MetricValue
        /// <summary>The interval, or why there is none.</summary>
        Uncertainty: Uncertainty
    }

    /// <summary>The interval, if there is one.</summary>
    member this.Bounds =
        match this.Uncertainty with
        | Interval(interval, _) -> Some interval
        | NoInterval _ -> None

    /// <summary>The status cell of metrics.csv: "ok", "ok; no interval: WHY" or "undefined: WHY".</summary>
    member this.Status =
        match this.Value, this.Uncertainty with
        | MetricValue.Undefined reason, _ -> $"undefined: {reason}"
        | _, NoInterval reason when reason <> "" -> $"ok; no interval: {reason}"
        | _ -> "ok"

/// <summary>Metrics with the intervals that apply to them.</summary>
module Estimate =

    let private wilson successes trials =
        match Proportion.wilson Confidence.Default successes trials with
        | Some interval -> Interval(interval, Wilson)
        | None -> NoInterval ""

    let private deLong labels scores1 =
        let components = DeLong.components labels scores1

        match Option.bind DeLong.variance components, Option.bind (DeLong.interval Confidence.Default) components with
        | Some 0.0, _ -> NoInterval "DeLong's variance is 0, as the scores separate the classes or are all equal"
        | _, Some interval -> Interval(interval, DeLong)
        | _, None -> NoInterval "DeLong's method needs two images of each class"

    let private bca (distribution: Result<Bootstrap.Distribution, string>) =
        match distribution |> Result.bind (Bootstrap.bca Bootstrap.Mid Confidence.Default) with
        | Ok bca -> Interval(bca.Interval, Bootstrap)
        | Error reason -> NoInterval reason

    /// <summary>
    /// Every metric of these cases: accuracy, precision, recall and specificity, which are proportions, with Wilson's interval,
    /// the AUC with DeLong's, the others with the bootstrap's (BCa).
    /// </summary>
    /// <param name="labels">True classes.</param>
    /// <param name="scores1">P(class 1).</param>
    /// <param name="metrics">The metrics of these.</param>
    /// <param name="resamples">The metric of this model on resampled images.</param>
    let ofCases
        (labels: int[])
        (scores1: float[])
        (metrics: BinaryMetrics)
        (resamples: Metric -> Result<Bootstrap.Distribution, string>)
        =
        let confusionFor positive =
            if positive = 1 then
                metrics.Confusion
            else
                metrics.Confusion.SwapPositive()

        let uncertainty (metric: NamedMetric) =
            let name, positive = metric.Name, Option.ofNullable metric.PositiveClass

            match name, Option.map confusionFor positive with
            | "accuracy", _ -> wilson metrics.Confusion.Correct metrics.N
            | "auc", _ when metric.Value.IsDefined -> deLong labels scores1
            | "precision", Some m -> wilson m.TruePositives m.PredictedPositives
            | "recall", Some m -> wilson m.TruePositives m.Positives
            | "specificity", Some m -> wilson m.TrueNegatives m.Negatives
            | _ when metric.Value.IsUndefined -> NoInterval ""
            | _ ->
                bca (
                    resamples
                        {
                            Name = name
                            PositiveClass = positive
                        }
                )

        [
            for metric in metrics.Named do
                {
                    Name = metric.Name
                    PositiveClass = Option.ofNullable metric.PositiveClass
                    Value = metric.Value
                    Uncertainty = uncertainty metric
                }
        ]
