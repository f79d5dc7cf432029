/// <summary>metrics.csv: one line per model and metric.</summary>
module QImpact.Analysis.Report.MetricsTable

open QImpact.Analysis.Models
open QImpact.Analysis.Document
open QImpact.Analysis.Document.Facts

/// <summary>The columns of a metric, in JSON as well.</summary>
let columns: (string * (Estimate -> Facts)) list =
    [
        "metric", (fun estimate -> Word estimate.Metric.Name)
        "positive_class", (fun estimate -> optional count estimate.Metric.PositiveClass)
        "value", (fun estimate -> optional Real (estimate.Value.ToOption()))
        "lower", (fun estimate -> estimate.Bounds |> optional (fun bounds -> Real bounds.Lower))
        "upper", (fun estimate -> estimate.Bounds |> optional (fun bounds -> Real bounds.Upper))
        "status", (fun estimate -> Word estimate.Status)
    ]

/// <summary>The metrics of a model that the files have.</summary>
let reported (model: Model) =
    model.Estimates |> List.filter _.Metric.IsReported

let ofComparison (comparison: Comparison) =
    let subject = comparison.Subject

    Facts.table
        [
            "dataset", (fun _ -> Word subject.Dataset)
            "split", (fun _ -> Word subject.Split)
            "model", (fun (model: Model, _) -> Word model.Predictions.Model)
            "seed", (fun (model, _) -> optional count model.Predictions.Seed)
            for name, fact in columns do
                name, snd >> fact
        ]
        [
            for model in comparison.Models do
                for estimate in reported model -> model, estimate
        ]
