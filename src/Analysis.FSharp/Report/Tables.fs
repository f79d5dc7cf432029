/// Table 1 beside the measured one, every metric, and the confusion matrices.
module internal QImpact.Analysis.Report.Tables

open System
open QImpact.Metrics
open QImpact.Analysis
open QImpact.Analysis.Audit
open QImpact.Analysis.Audit.PublishedTable
open QImpact.Analysis.Comparison

/// A model's label with its colour.
let modelName (model: Model) =
    Html.element "span" [ "class", "model"; "style", $"--model: {Palette.colour model}" ] [ Html.encode model.Label ]

/// Table 1 of the paper, each row followed by what was measured for its architecture.
let paper (comparison: Comparison) =
    let subject = comparison.Subject

    let measured (model: Model) =
        (modelName model + Html.classed "small" "origin" [ "measured here" ])
        :: (Paper.columns
            |> List.map (fun (_, name, positive) -> Html.estimate (model.Estimate(name, positive))))

    let published (row: TableModel) =
        (Html.encode row.Name + Html.classed "small" "origin" [ "paper, Table 1" ])
        :: (row.Cells
            |> List.map (function
                | Some cell -> Html.classed "span" "published" [ Html.encode cell.Text ]
                | None -> ""))

    let architecture (model: Model) =
        model.Run |> Option.map _.Config.Architecture

    let rows =
        [
            for row in Paper.table.Models do
                published row

                for model in comparison.Models do
                    if architecture model = Some(Paper.architecture row) then
                        measured model
            for model in comparison.Models do
                if
                    Paper.table.Models
                    |> List.forall (fun row -> architecture model <> Some(Paper.architecture row))
                then
                    measured model
        ]

    let headings =
        "Model" :: (Paper.columns |> List.map (fun (heading, _, _) -> heading))

    let body =
        if subject.Dataset = Paper.dataset || subject.IsPhantom then
            [
                (if subject.IsPhantom then
                     Html.classed
                         "p"
                         "missing"
                         [
                             "The paper's rows are for BreastMNIST, the measured ones for generated images: they can't be compared."
                         ]
                 else
                     "")
                Html.p
                    "The paper's own conventions: precision and recall take benign (class 1) as the positive class, F1 takes malignant (class 0). Read across one convention only."
                Html.table headings rows
                Html.note
                    "The paper's G-mean of Quantum-Mid, 0.6546, is 0.6547 by its own counts. The paper leaves the stem, the batch size, the number of epochs, the normalisation and the patience open, so a measured row repeats its method, not its run. Small figures: 95 % intervals (Wilson; DeLong for the AUC; bootstrap for F1 and G-mean)."
            ]
        else
            [
                Html.p
                    $"The paper's Table 1 is for BreastMNIST; these models were judged on {Html.encode subject.Dataset}, so the two can't be set side by side."
            ]

    Html.section "paper" "Beside the paper" body

/// Rows of the full table: heading, metric, positive class.
let private metricRows (subject: Subject) =
    let ofClass cls =
        [
            "Recall", "recall", Some cls
            "Precision", "precision", Some cls
            "F1", "f1", Some cls
            "Specificity", "specificity", Some cls
        ]

    let name cls =
        $"Positive class: {subject.ClassNames[cls]}"

    [
        name subject.PositiveClass + ", which must not be missed", ofClass subject.PositiveClass
        name (1 - subject.PositiveClass), ofClass (1 - subject.PositiveClass)
        "Both classes",
        [
            "Accuracy", "accuracy", None
            "Balanced accuracy", "balanced_accuracy", None
            "G-mean", "gmean", None
            "ROC AUC", "auc", None
            "Matthews correlation", "mcc", None
            "Brier score (0 is best)", "brier", None
            "Log loss (0 is best)", "log_loss", None
        ]
    ]

/// Every metric of every model, grouped by the class that counts as positive.
let metrics (comparison: Comparison) =
    let head = "Metric" :: (comparison.Models |> List.map modelName)

    let row (heading: string, name, positive) =
        Html.encode heading
        :: (comparison.Models
            |> List.map (fun model -> Html.estimate (model.Estimate(name, positive))))

    Html.section
        "metrics"
        "Every metric"
        [
            Html.groupedTable
                head
                [
                    for title, rows in metricRows comparison.Subject -> Html.encode title, rows |> List.map row
                ]
            Html.note
                "Small figures: 95 % intervals from the images, Wilson's for proportions, DeLong's for the AUC, the bootstrap's (BCa, 10,000 resamples within each class) for the others. A metric that is 0/0 is n/a, never 0. The same figures, unrounded: metrics.csv."
        ]

/// One confusion matrix, shaded by the part of the true class.
let private matrix (subject: Subject) (model: Model) =
    let confusion = model.Metrics.Confusion

    let count actual decided =
        match actual, decided with
        | 1, 1 -> confusion.TruePositives
        | 1, _ -> confusion.FalseNegatives
        | _, 1 -> confusion.FalsePositives
        | _ -> confusion.TrueNegatives

    let cell actual decided =
        let total = count actual 0 + count actual 1

        let part =
            if total = 0 then
                0.0
            else
                float (count actual decided) / float total

        let kind = if actual = decided then "right" else "wrong"
        let strength = FormattableString.Invariant $"{100.0 * part:F0}"
        let share = if total = 0 then "n/a" else $"{strength} %%"

        Html.element
            "td"
            [ "class", kind; "style", $"--part: {strength}%%" ]
            [ $"<b>{count actual decided}</b>"; Html.element "small" [] [ share ] ]

    let classes = [ subject.PositiveClass; 1 - subject.PositiveClass ]
    let name cls = Html.encode subject.ClassNames[cls]

    Html.classed
        "div"
        "card"
        [
            Html.element "h3" [] [ modelName model ]
            Html.element
                "table"
                [ "class", "confusion" ]
                [
                    Html.element
                        "thead"
                        []
                        [
                            Html.element
                                "tr"
                                []
                                ("<td></td>"
                                 :: [
                                     for cls in classes -> $"<th scope=\"col\"><small>decided</small>{name cls}</th>"
                                 ])
                        ]
                    Html.element
                        "tbody"
                        []
                        [
                            for actual in classes ->
                                Html.element
                                    "tr"
                                    []
                                    ($"<th scope=\"row\"><small>is</small>{name actual}</th>"
                                     :: [ for decided in classes -> cell actual decided ])
                        ]
                ]
        ]

let confusion (comparison: Comparison) =
    Html.section
        "confusion"
        "Right and wrong, image by image"
        [
            Html.classed "div" "cards" (comparison.Models |> List.map (matrix comparison.Subject))
            Html.note "Percentages are of the true class: each row sums to 100 %."
        ]
