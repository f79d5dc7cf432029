/// Metrics, predictions and histories of many runs as Deedle frames, for scripts and for the report's tables. What is undefined is missing.
module QImpact.Analysis.Models.Frames

open Deedle
open QImpact.Metrics
open QImpact.Analysis.Input

/// The metrics with their intervals: a row for each model, a column for each metric.
let estimates (metrics: Metric list) (comparison: Comparison) : Frame<string, Metric> =
    frame
        [
            for metric in metrics ->
                metric, series [ for model in comparison.Models -> model.Label, model.Estimate metric ]
        ]

/// The values of the chosen metrics: a row for each model, a column for each metric.
let metrics (chosen: Metric -> bool) (comparison: Comparison) : Frame<string, string> =
    let estimates = estimates (List.filter chosen comparison.Metrics) comparison

    frame
        [
            for metric in estimates.ColumnKeys ->
                metric.Of comparison.Subject.ClassNames,
                estimates.GetColumn<Estimate> metric
                |> Series.mapAll (fun _ estimate -> estimate |> Option.bind (fun estimate -> estimate.Value.ToOption()))
        ]

/// The probability of a class: a row for each image, a column for each model.
let predictions (cls: int) (comparison: Comparison) : Frame<string, string> =
    frame
        [
            for model in comparison.Models ->
                model.Label, series (Array.zip comparison.SampleIds (model.Scores.OfClass cls))
        ]

/// A figure of every epoch: a row for each epoch, a column for each run.
let histories (figure: Runs.Epoch -> float option) (runs: Runs.Run list) : Frame<int, string> =
    frame
        [
            for run in runs ->
                run.Config.Name,
                Series.ofOptionalObservations [ for epoch in run.History -> epoch.Number, figure epoch ]
        ]
