module QImpact.Analysis.Report.Report

open System.IO
open System.Reflection
open QImpact.Data
open QImpact.Analysis.Comparison

let private stylesheet =
    lazy
        (let assembly = Assembly.GetExecutingAssembly()

         match assembly.GetManifestResourceStream "report.css" with
         | null -> invalidOp $"{assembly.FullName} has no resource report.css."
         | stream ->
             use reader = new StreamReader(stream)
             reader.ReadToEnd())

/// Nothing may be fetched: the browser itself holds the page to it.
let private policy =
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:"

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

let private header (comparison: Comparison) =
    let subject = comparison.Subject

    Html.element
        "header"
        []
        [
            Html.classed "p" "eyebrow" [ "QImpact – what does a quantum layer do to classification?" ]
            Html.element
                "h1"
                []
                [
                    Html.encode (Summary.datasetTitle subject.Dataset)
                    Html.element
                        "span"
                        []
                        [
                            $"{Html.encode (Summary.splitTitle subject.Split)} split, {comparison.Labels.Length} images"
                        ]
                ]
            Html.element
                "nav"
                [ "aria-label", "Contents" ]
                [
                    for id, title in contents -> Html.element "a" [ "href", $"#{id}" ] [ Html.encode title ]
                ]
        ]

let render data runs (comparison: Comparison) =
    let subject = comparison.Subject
    let pictures = Pictures.load data comparison runs

    let meta name content =
        $"<meta name=\"{name}\" content=\"{Html.encode content}\">"

    String.concat
        "\n"
        [
            "<!doctype html>"
            "<html lang=\"en\">"
            "<head>"
            "<meta charset=\"utf-8\">"
            $"<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">"
            meta "viewport" "width=device-width, initial-scale=1"
            meta "generator" "QImpact"
            meta "qimpact-dataset" subject.Dataset
            meta "qimpact-phantom" (if subject.IsPhantom then "phantom" else "no")
            $"<title>{Html.encode (title subject)}</title>"
            $"<style>{stylesheet.Value}</style>"
            $"<script>{Plotly.script.Value}</script>"
            "<script>Plotly.setPlotConfig({responsive: true, displayModeBar: false, displaylogo: false});</script>"
            "</head>"
            "<body>"
            Summary.banner subject
            header comparison
            "<main>"
            Summary.section comparison
            Pictures.section comparison pictures
            Tables.paper comparison
            PairedSection.section comparison
            Tables.metrics comparison
            figure2 comparison
            roc comparison
            Tables.confusion comparison
            RunSections.training comparison
            RunSections.provenance comparison
            RunSections.notes comparison
            "</main>"
            "</body>"
            "</html>"
            ""
        ]

let write (path: string) (html: string) =
    AtomicFile.WriteText(path, fun writer -> writer.Write html)
