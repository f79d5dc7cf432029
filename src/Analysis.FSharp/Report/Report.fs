/// <summary>The report: every finding on a comparison, for one HTML file.</summary>
module QImpact.Analysis.Report.Report

open QImpact.Analysis.Models
open QImpact.Analysis.Audit
open QImpact.Analysis.Compare
open QImpact.Analysis.Document

let private window (subject: Subject) =
    let phantom, data =
        if subject.IsPhantom then
            "PHANTOM – ", "generated images"
        else
            "", Summary.datasetTitle subject.Dataset

    $"{phantom}QImpact: {data}, {Summary.splitName subject.Split}"

let private chapterOf (comparison: Comparison) paired =
    match paired with
    | None -> CompareChapters.nothing
    | Some paired -> CompareChapters.section comparison.Subject paired

/// <summary>A report with these chapters.</summary>
let internal ofChapters (comparison: Comparison) chapters =
    let subject = comparison.Subject

    { document (Summary.datasetTitle subject.Dataset) with
        Kind = "QImpact – what does a quantum layer do to classification?"
        Subtitle = $"{Summary.splitName subject.Split}, {comparison.Labels.Length} images"
        Window = window subject
        Banner = Summary.banner subject
        Marks =
            [
                "qimpact-dataset", subject.Dataset
                "qimpact-phantom", (if subject.IsPhantom then "phantom" else "no")
            ]
        Chapters = chapters
    }

/// <summary>How good the models are on these images, and one beside the other.</summary>
let internal judged paired (comparison: Comparison) =
    [
        chapterOf comparison paired
        Tables.metrics comparison
        if comparison.Subject.HasManyClasses then
            ClassTables.metrics comparison
        Charts.metrics comparison
        Charts.roc comparison
        ClassTables.confusion comparison
    ]

/// <summary>The whole report. Equal inputs give equal documents: it holds no time and no path of this machine. Paired is the comparison of its models
/// in pairs, where there are several. The example images are those of data, an archive or the folder with it, or else looked for in the usual places and where the runs had them.</summary>
/// <exception cref="T:QImpact.Data.BadInputException">The data are given and can't be used.</exception>
let document paired data runs (comparison: Comparison) =
    let subject = comparison.Subject

    ofChapters
        comparison
        [
            Summary.section paired comparison
            Pictures.section comparison (Pictures.load data comparison runs)
            // The paper's table is one of two classes.
            if not subject.HasManyClasses then
                Tables.paper comparison
            yield! judged paired comparison
            RunSections.training comparison
            RunSections.provenance comparison
            // The audit is of the paper's data: it has nothing to say on others.
            if subject.Dataset = Paper.dataset then
                Chapters.section Paper.audit.Value
            RunSections.notes comparison
        ]
