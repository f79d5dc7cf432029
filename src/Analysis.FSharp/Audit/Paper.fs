/// <summary>Table 1 of "The impact of a quantum layer on classification performance" (D. Nowak), as Audit/paper.json has it.</summary>
module QImpact.Analysis.Audit.Paper

open QImpact.Metrics
open QImpact.Analysis.Document
open QImpact.Analysis.Audit.PublishedTable

/// <summary>The data set that the paper used.</summary>
let dataset = "breastmnist"

/// <summary>The file with the table, an example of its form.</summary>
let json = Resource.own "paper.json"

/// <summary>Table 1 and the statements.</summary>
let table = PublishedTable.parse "paper.json" json

/// <summary>The architecture of a row, as run folders name it.</summary>
let architecture (row: TableModel) = row.Name.ToLowerInvariant()

/// The metric of the same name for a class, which has a formula of its own.
let private ofClass (row: Metric) cls =
    MetricTable.all
    |> List.find (fun metric -> metric.Name = row.Name && metric.PositiveClass = Some cls)

/// <summary>Heading and metric of each column. The paper states no positive class and mixes them: these are those that its figures follow.</summary>
let columns: (string * Metric) list =
    let found = (Reconstruction.ofTable table).Best.Head

    [
        for column in table.Columns ->
            let row = column.Metric.Row

            match found |> List.tryFind (fun (metric, _) -> metric = column.Metric) with
            | Some(_, Positive cls) -> $"{row.Title} ({table.ClassName cls})", ofClass row cls
            | _ -> row.Title, row
    ]

/// <summary>The audit of Table 1 with the default settings.</summary>
let audit = lazy (Audit.ofTable Audit.Settings.Default table)
