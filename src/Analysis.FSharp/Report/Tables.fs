/// Table 1 beside the measured one, every metric, and the confusion matrices.
module internal QImpact.Analysis.Report.Tables

open QImpact.Metrics
open QImpact.Analysis.Models
open QImpact.Analysis.Audit
open QImpact.Analysis.Audit.PublishedTable
open QImpact.Analysis.Document

/// A model's label with its colour.
let modelName (model: Model) =
    Inline.Model(model.Label, Palette.colour model.Family)

/// The hint at the 95 % intervals that a table or chart shows; the notes say how each is made.
let intervals shown : Line =
    [
        Plain $"{shown}: 95 %% intervals from the images; the "
        Reference("notes", "notes")
        Plain " say how each is made."
    ]

let private estimated (estimate: Estimate) =
    Estimated(estimate.Value, estimate.Bounds)

/// Each row of the paper followed by what was measured for its architecture, then the models that it does not have.
let private paperRows (comparison: Comparison) =
    let published (row: TableModel) =
        Text [ Plain row.Name; Aside "paper, Table 1" ]
        :: [
            for cell in row.Cells ->
                cell
                |> Option.map (fun cell -> Text [ Published cell.Text ])
                |> Option.defaultValue (text "")
        ]

    let measured model =
        Text [ modelName model; Aside "measured here" ]
        :: [ for _, metric in Paper.columns -> estimated (model.Estimate metric) ]

    let isOf (model: Model) row =
        model.Run |> Option.map _.Config.Architecture = Some(Paper.architecture row)

    [
        for row in Paper.table.Models do
            published row

            for model in comparison.Models do
                if isOf model row then
                    measured model
        for model in comparison.Models do
            if not (List.exists (isOf model) Paper.table.Models) then
                measured model
    ]

/// Table 1 of the paper beside the measured rows.
let paper (comparison: Comparison) =
    let subject = comparison.Subject

    if subject.Dataset = Paper.dataset || subject.IsPhantom then
        [
            if subject.IsPhantom then
                warning
                    "The paper's rows are for BreastMNIST, the measured ones for generated images: they can't be compared."
            paragraph
                "The paper's own conventions: precision and recall take benign (class 1) as the positive class, F1 takes malignant (class 0). Read across one convention only."
            Grid
                {
                    Head = plain "Model" :: [ for heading, _ in Paper.columns -> plain heading ]
                    Groups = [ plain "", paperRows comparison ]
                    Look = ""
                }
            Remark(
                Plain
                    "The paper's G-mean of Quantum-Mid, 0.6546, is 0.6547 by its own counts. The paper leaves the stem, the batch size, the number of epochs, the normalisation and the patience open, so a measured row repeats its method, not its run. "
                :: intervals "Small figures"
            )
        ]
    else
        [
            paragraph
                $"The paper's Table 1 is for BreastMNIST; these models were judged on {subject.Dataset}, so the two can't be set side by side."
        ]
    |> chapter "paper" "Beside the paper"

/// Rows of the full table, grouped by the class that counts as positive. Of more than two classes those of one class have a table of their own.
let private metricRows (comparison: Comparison) =
    let subject = comparison.Subject

    let ofClass cls =
        comparison.Metrics
        |> List.filter (fun metric -> metric.IsReported && metric.PositiveClass = cls)
        |> MetricTable.forReaders

    if subject.HasManyClasses then
        [ "", ofClass None ]
    else
        [
            for cls in subject.Classes do
                let stress =
                    if Some cls = subject.PositiveClass then
                        ", which must not be missed"
                    else
                        ""

                $"Positive class: {subject.ClassNames[cls]}{stress}", ofClass (Some cls)
            "Both classes", ofClass None
        ]

let private heading (metric: Metric) =
    match metric.Direction with
    | HigherIsBetter -> metric.Title
    | LowerIsBetter -> $"{metric.Title} (0 is best)"

let metrics (comparison: Comparison) =
    let estimates = Frames.estimates comparison.Metrics comparison

    let correction =
        if comparison.Subject.HasManyClasses then
            "Saerens, Latinne and Decaestecker 2002"
        else
            "Elkan 2001"

    let row metric =
        text (heading metric)
        :: [
            for estimate in estimates.GetColumn<Estimate>(metric).Values -> estimated estimate
        ]

    [
        Grid
            {
                Head = plain "Metric" :: [ for model in comparison.Models -> [ modelName model ] ]
                Groups = [ for title, rows in metricRows comparison -> plain title, List.map row rows ]
                Look = ""
            }
        Remark(
            intervals "Small figures"
            @ plain
                $" A metric that is 0/0 is n/a, never 0. Prior-corrected: probabilities of a training with balanced classes, moved to the parts that the classes have in the whole training split ({correction}). The same figures, unrounded: metrics.csv."
        )
    ]
    |> chapter "metrics" "Every metric"
