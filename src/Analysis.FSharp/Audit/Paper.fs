/// <summary>
/// What "The impact of a quantum layer on classification performance" (D. Nowak) published: Table 1, the test set of
/// BreastMNIST, 156 images, and what it states of its data. Audit/paper.json holds it as printed.
/// </summary>
module QImpact.Analysis.Audit.Paper

open System.IO
open System.Reflection
open QImpact.Metrics
open QImpact.Analysis.Audit.PublishedTable

/// <summary>The data set that the paper used.</summary>
let dataset = "breastmnist"

/// <summary>The file with the table, an example of its form.</summary>
let json =
    let assembly = Assembly.GetExecutingAssembly()

    match assembly.GetManifestResourceStream "paper.json" with
    | null -> invalidOp $"{assembly.FullName} has no resource paper.json."
    | stream ->
        use reader = new StreamReader(stream)
        reader.ReadToEnd()

/// <summary>Table 1 and the statements.</summary>
let table = PublishedTable.parse "paper.json" json

/// <summary>The architecture of a row, as run folders name it.</summary>
let architecture (row: TableModel) = row.Name.ToLowerInvariant()

/// <summary>
/// The columns of Table 1: heading and metric. The paper does not say which class is positive where, and mixes them: the classes are those
/// that its figures follow.
/// </summary>
let columns: (string * Metric) list =
    let found = (Reconstruction.ofTable table).Best.Head

    [
        for column in table.Columns ->
            let row = column.Metric.Row

            match found |> List.tryFind (fun (metric, _) -> metric = column.Metric) with
            | Some(_, Positive cls) -> $"{row.Title} ({table.ClassName cls})", { row with PositiveClass = Some cls }
            | _ -> row.Title, row
    ]

/// <summary>The audit of Table 1 with the default settings.</summary>
let audit = lazy (Audit.ofTable Audit.Settings.Default table)
