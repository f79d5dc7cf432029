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

/// <summary>The metrics that the files have, with the intervals of a report, seed 0.</summary>
/// <param name="classNames">The names of the classes, from class 0 on.</param>
/// <param name="labels">True classes, at least one.</param>
/// <param name="probabilities">Image by image, [images * classes], each in [0, 1].</param>
/// <param name="classes">How many classes there are, at least 2.</param>
/// <param name="threshold">Of two classes, class 1 is decided where its probability is at least this; more classes have none.</param>
let ofScoreRows
    (classNames: IReadOnlyList<string>)
    (labels: IReadOnlyList<int>)
    (probabilities: IReadOnlyList<float>)
    (classes: int)
    (threshold: Nullable<float>)
    : IReadOnlyList<Row> =
    let threshold =
        if threshold.HasValue then
            threshold.Value
        else
            Classification.DefaultThreshold

    let labels = Array.ofSeq labels
    let scores = ClassScores.OfRows(classes, probabilities, threshold)
    let settings = ComparisonSettings.Default
    let metrics = MetricTable.ofClasses classes settings.Rows
    let values = Classification.Evaluate(metrics, labels, scores)

    let resamples =
        MetricBootstrap.Run(
            metrics,
            settings.Seed,
            settings.Replicates,
            labels,
            [| { Scores = scores; Shift = None } |]
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
