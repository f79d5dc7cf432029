/// <summary>metrics.csv: one line per model and metric.</summary>
module QImpact.Analysis.MetricsTable

open System.IO
open QImpact.Data
open QImpact.Analysis.Comparison

/// <summary>The column names.</summary>
let header =
    "dataset,split,model,seed,metric,positive_class,value,lower,upper,status"

let private number (value: float option) = CsvTable.Cell(Option.toNullable value)

let private line (subject: Subject) (model: Model) (estimate: Estimate) =
    let integer (value: int option) = CsvTable.Cell(Option.toNullable value)

    CsvTable.Line
        [
            subject.Dataset
            subject.Split
            model.Predictions.Model
            integer model.Predictions.Seed
            estimate.Metric.Name
            integer estimate.Metric.PositiveClass
            number (estimate.Value.ToOption())
            number (estimate.Bounds |> Option.map _.Lower)
            number (estimate.Bounds |> Option.map _.Upper)
            estimate.Status
        ]

/// <summary>The table's lines, header first.</summary>
let lines (comparison: Comparison) =
    header
    :: [
        for model in comparison.Models do
            for estimate in model.Estimates do
                if estimate.Metric.IsReported then
                    line comparison.Subject model estimate
    ]

/// <summary>Writes the table, whole or not at all.</summary>
let write (path: string) (comparison: Comparison) =
    AtomicFile.WriteText(
        path,
        fun writer ->
            for line in lines comparison do
                writer.WriteLine line
    )
