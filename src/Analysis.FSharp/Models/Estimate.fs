namespace QImpact.Analysis.Models

open QImpact.Metrics
open QImpact.Statistics

/// The uncertainty that a metric has from the test images.
type Uncertainty =
    /// An interval of the default confidence.
    | Interval of Interval
    /// There is none for this metric; why, or "" where the metric itself is undefined.
    | NoInterval of reason: string

/// A metric of one model with its interval: a row of metrics.csv.
type Estimate =
    {
        Metric: Metric
        /// The value, or why there is none.
        Value: MetricValue
        /// The interval, or why there is none.
        Uncertainty: Uncertainty
    }

    /// The interval, if there is one.
    member this.Bounds =
        match this.Uncertainty with
        | Interval interval -> Some interval
        | NoInterval _ -> None

    /// The status cell of metrics.csv: "ok", "ok; no interval: WHY" or "undefined: WHY".
    member this.Status =
        match this.Value, this.Uncertainty with
        | MetricValue.Undefined reason, _ -> $"undefined: {reason}"
        | _, NoInterval reason when reason <> "" -> $"ok; no interval: {reason}"
        | _ -> "ok"

/// Metrics with the intervals that apply to them.
module Estimate =

    let private ofResult result =
        match result with
        | Ok interval -> Interval interval
        | Error reason -> NoInterval reason

    let private wilson (share: Share) =
        Proportion.wilson Confidence.Default share.Part share.Whole |> ofResult

    let private deLong labels (scores: ClassScores) cls =
        DeLong.ofClass cls labels scores
        |> Result.bind DeLong.trusted
        |> Result.bind (DeLong.interval Confidence.Default)
        |> ofResult

    let private bca (distribution: Result<Bootstrap.Distribution, string>) =
        distribution
        |> Result.bind (Bootstrap.bca Confidence.Default)
        |> Result.map _.Interval
        |> ofResult

    /// The metrics of cases with their true classes and scores, each with the interval that its row names; resamples give a metric of
    /// this model on resampled images.
    let ofCases
        (labels: int[])
        (scores: ClassScores)
        (values: MetricValues)
        (resamples: Metric -> Result<Bootstrap.Distribution, string>)
        =
        let counts = values.Counts

        [
            for metric, value in values.Values do
                {
                    Metric = metric
                    Value = value
                    Uncertainty =
                        match value, metric.Interval with
                        | MetricValue.Undefined _, _ -> NoInterval ""
                        | _, IntervalMethod.Wilson share -> wilson (share counts)
                        | _, IntervalMethod.DeLong -> deLong labels scores (defaultArg metric.PositiveClass 1)
                        | _, IntervalMethod.Bootstrap -> bca (resamples metric)
                }
        ]
