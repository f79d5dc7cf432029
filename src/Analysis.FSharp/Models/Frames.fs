/// Metrics, predictions and histories of many runs as Deedle frames, for scripts. What is undefined is missing.
module QImpact.Analysis.Models.Frames

open Deedle
open QImpact.Metrics
open QImpact.Analysis.Input

/// The values of the chosen metrics: a row for each model, a column for each metric.
let metrics (chosen: Metric -> bool) (comparison: Comparison) : Frame<string, string> =
    frame
        [
            for metric in List.filter chosen comparison.Metrics do
                metric.Of comparison.Subject.ClassNames,
                Series.ofOptionalObservations
                    [
                        for model in comparison.Models -> model.Label, (model.Estimate metric).Value.ToOption()
                    ]
        ]

/// P(class 1): a row for each image, a column for each model.
let predictions (comparison: Comparison) : Frame<string, string> =
    frame
        [
            for model in comparison.Models -> model.Label, series (Array.zip comparison.SampleIds model.Scores)
        ]

/// A figure of every epoch: a row for each epoch, a column for each run.
let histories (figure: Runs.Epoch -> float option) (runs: Runs.Run list) : Frame<int, string> =
    frame
        [
            for run in runs ->
                run.Config.Name,
                Series.ofOptionalObservations [ for epoch in run.History -> epoch.Number, figure epoch ]
        ]
