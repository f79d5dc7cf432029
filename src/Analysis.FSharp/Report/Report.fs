module QImpact.Analysis.Report.Report

open System.IO
open QImpact.Data
open QImpact.Analysis
open QImpact.Analysis.Audit
open QImpact.Analysis.Comparison

let private contents =
    [
        "summary", "In short"
        "images", "Images"
        "paper", "Beside the paper"
        "paired", "Model against model"
        "metrics", "Every metric"
        "figure2", "Chart"
        "roc", "ROC"
        "confusion", "Right and wrong"
        "training", "Training"
        "runs", "Runs"
        "audit", "The paper, audited"
        "notes", "Notes"
    ]

let private title (subject: Subject) =
    let phantom = if subject.IsPhantom then "PHANTOM – " else ""

    let data =
        if subject.IsPhantom then
            "generated images"
        else
            Summary.datasetTitle subject.Dataset

    $"{phantom}QImpact: {data}, {Summary.splitTitle subject.Split} split"

let private figure2 comparison =
    let layout, traces = Charts.metrics comparison

    Html.section
        "figure2"
        "The metrics side by side"
        [
            Plotly.figure
                "metrics-chart"
                "bars"
                "Bars of the metrics of every model; the table above has the same figures"
                ""
                layout
                traces
            Html.note
                "After Figure 2 of the paper. Error bars are 95 % intervals: Wilson for accuracy, recall and precision, DeLong for the AUC, the bootstrap (BCa, images resampled within their class) for balanced accuracy, F1 and G-mean. A missing bar is an undefined metric."
        ]

let private roc comparison =
    let layout, traces = Charts.roc comparison

    let positive =
        Html.encode comparison.Subject.ClassNames[comparison.Subject.PositiveClass]

    Html.section
        "roc"
        "ROC curves"
        [
            Plotly.figure "roc-chart" "roc" "ROC curves of every model" "" layout traces
            Html.note
                $"Positive class: {positive}. The dots are the decisions at the threshold; the dashed diagonal is chance. Tied scores are one straight step. A model without a curve has an undefined AUC."
        ]

let private header (comparison: Comparison) contents =
    let subject = comparison.Subject

    Page.header
        "QImpact – what does a quantum layer do to classification?"
        (Summary.datasetTitle subject.Dataset)
        $"{Summary.splitTitle subject.Split} split, {comparison.Labels.Length} images"
        contents

/// The audit is of the paper's data: it has nothing to say on others.
let private audit (subject: Subject) =
    if subject.Dataset = Paper.dataset then
        Some(AuditPage.section Paper.audit.Value)
    else
        None

let render options data runs (comparison: Comparison) =
    let subject = comparison.Subject
    let pictures = Pictures.load data comparison runs
    let audit = audit subject

    Page.render
        (title subject)
        [
            "qimpact-dataset", subject.Dataset
            "qimpact-phantom", (if subject.IsPhantom then "phantom" else "no")
        ]
        [
            Summary.banner subject
            header comparison (contents |> List.filter (fun (id, _) -> id <> "audit" || audit.IsSome))
            "<main>"
            Summary.section comparison
            Pictures.section comparison pictures
            Tables.paper comparison
            PairedSection.section options comparison
            Tables.metrics comparison
            figure2 comparison
            roc comparison
            Tables.confusion comparison
            RunSections.training comparison
            RunSections.provenance comparison
            yield! Option.toList audit
            RunSections.notes comparison
            "</main>"
        ]

let write (path: string) (html: string) =
    AtomicFile.WriteText(path, fun writer -> writer.Write html)
