namespace QImpact.Analysis.Models

open QImpact.Metrics
open QImpact.Statistics

/// <summary>The uncertainty that a metric has from the test images.</summary>
type Uncertainty =
    /// <summary>An interval of the default confidence.</summary>
    | Interval of Interval
    /// <summary>There is none for this metric; why, or "" where the metric itself is undefined.</summary>
    | NoInterval of reason: string

/// <summary>A metric of one model with its interval: a row of metrics.csv.</summary>
type Estimate =
    {
        Metric: Metric
        /// <summary>The value, or why there is none.</summary>
        Value: MetricValue
        /// <summary>The interval, or why there is none.</summary>
        Uncertainty: Uncertainty
    }

    /// <summary>The interval, if there is one.</summary>
    member this.Bounds =
        match this.Uncertainty with
        | Interval interval -> Some interval
        | NoInterval _ -> None

    /// <summary>The status cell of metrics.csv: "ok", "ok; no interval: WHY" or "undefined: WHY".</summary>
    member this.Status =
        match this.Value, this.Uncertainty with
        | MetricValue.Undefined reason, _ -> $"undefined: {reason}"
        | _, NoInterval reason when reason <> "" -> $"ok; no interval: {reason}"
        | _ -> "ok"

/// <summary>Metrics with the intervals that apply to them.</summary>
module Estimate =

    let private ofResult result =
        match result with
        | Ok interval -> Interval interval
        | Error reason -> NoInterval reason

    let private wilson (share: Share) =
        Proportion.wilson Confidence.Default share.Part share.Whole |> ofResult

    let private deLong labels scores1 =
        let components = DeLong.components labels scores1

        match Result.bind DeLong.variance components with
        | Ok 0.0 -> NoInterval "DeLong's variance is 0, as the scores separate the classes or are all equal"
        | Ok _ -> components |> Result.bind (DeLong.interval Confidence.Default) |> ofResult
        | Error _ -> NoInterval "DeLong's method needs two images of each class"

    let private bca (distribution: Result<Bootstrap.Distribution, string>) =
        distribution
        |> Result.bind (Bootstrap.bca Confidence.Default)
        |> Result.map _.Interval
        |> ofResult

    /// <summary>Metrics of these cases, each with the interval that its row names.</summary>
    /// <param name="labels">True classes.</param>
    /// <param name="scores1">P(class 1).</param>
    /// <param name="values">The metrics of these.</param>
    /// <param name="resamples">The metric of this model on resampled images.</param>
    let ofCases
        (labels: int[])
        (scores1: float[])
        (values: MetricValues)
        (resamples: Metric -> Result<Bootstrap.Distribution, string>)
        =
        let counts = CountMatrix.OfTwo values.Confusion

        [
            for metric, value in values.Values do
                {
                    Metric = metric
                    Value = value
                    Uncertainty =
                        match value, metric.Interval with
                        | MetricValue.Undefined _, _ -> NoInterval ""
                        | _, IntervalMethod.Wilson share -> wilson (share counts)
                        | _, IntervalMethod.DeLong -> deLong labels scores1
                        | _, IntervalMethod.Bootstrap -> bca (resamples metric)
                }
        ]
