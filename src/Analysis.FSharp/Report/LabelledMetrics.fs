/// <summary>Every metric of one model on images whose class is known.</summary>
module QImpact.Analysis.Report.LabelledMetrics

open System
open System.Collections.Generic
open QImpact.Metrics
open QImpact.Statistics
open QImpact.Analysis.Models

/// <summary>A row of metrics.csv, and the metric's name for readers.</summary>
type Row =
    {
        Metric: string
        Title: string
        PositiveClass: Nullable<int>
        Value: Nullable<float>
        Lower: Nullable<float>
        Upper: Nullable<float>
        Status: string
    }

/// <summary>
/// The metrics that the files have, from classes (0 or 1) and P(class 1), at least one image; with the intervals of a report, seed 0.
/// </summary>
let ofScores
    (classNames: IReadOnlyList<string>)
    (labels: IReadOnlyList<int>)
    (scores: IReadOnlyList<float>)
    (threshold: float)
    : IReadOnlyList<Row> =
    let labels, scores = Array.ofSeq labels, Array.ofSeq scores
    let settings = ComparisonSettings.Default
    let values = Classification.Evaluate(settings.Metrics, labels, scores, threshold)

    let resamples =
        MetricBootstrap.Run(
            settings.Metrics,
            settings.Seed,
            settings.Replicates,
            labels,
            [|
                {
                    Scores = OfTwo(scores, threshold)
                    Shift = None
                }
            |]
        )

    let estimates =
        Estimate.ofCases labels scores values (fun metric -> resamples.Distribution(metric, [| struct (0, 1.0) |]))

    [|
        for estimate in estimates do
            if estimate.Metric.IsReported then
                let bound choose =
                    estimate.Bounds |> Option.map choose |> Option.toNullable

                {
                    Metric = estimate.Metric.Name
                    Title = estimate.Metric.Of(List.ofSeq classNames)
                    PositiveClass = Option.toNullable estimate.Metric.PositiveClass
                    Value = Option.toNullable (estimate.Value.ToOption())
                    Lower = bound _.Lower
                    Upper = bound _.Upper
                    Status = estimate.Status
                }
    |]
