/// <summary>The report of a study, on what there is of it.</summary>
module QImpact.Analysis.Study.StudyReport

open System
open QImpact.Data
open QImpact.Data.Studies
open QImpact.Metrics
open QImpact.Statistics
open QImpact.Analysis.Document
open QImpact.Analysis.Study.Findings

/// <summary>The files that were written, full paths, and what the console says.</summary>
type Outcome =
    {
        /// <summary>The answer in one sentence.</summary>
        Answer: string
        Page: string
        /// <summary>All files, the page first.</summary>
        Files: string list
        /// <summary>The answer and the primary contrasts for the console.</summary>
        Lines: string list
        /// <summary>Archives and runs that are left out, a line each.</summary>
        Problems: string list
    }

/// The report as a document.
let internal document (findings: Findings) look devices =
    let study = findings.Study

    { document study.Title with
        Kind = "QImpact – does the quantum layer help?"
        Subtitle = StudyTables.subtitle findings
        Window = $"QImpact study: {study.Title}"
        Marks = [ "qimpact-study", study.Name; "qimpact-dataset", study.Dataset ]
        Chapters = StudyChapters.ofFindings findings look devices
        Facts = StudyTables.facts findings
    }

/// <summary>Writes index.html, report.md, report.json, tables.tex, the tables as CSV and the picture of the answer.</summary>
/// <exception cref="T:QImpact.Data.BadInputException">The folder can't be written to.</exception>
let private writeFindings (findings: Findings) look devices (folder: string) =
    let document = document findings look devices
    AtomicFile.RequireWritableFolder folder

    let page = Output.write folder "index.html" (Html.write document)

    let picture =
        [
            match findings.Comparison with
            | Some comparison when not comparison.Runs.Whole.IsEmpty ->
                Output.write
                    folder
                    "forest.svg"
                    (AnswerPicture.write findings.Answer comparison.Basis.Margin comparison.Forest)
            | _ -> ()
        ]

    let pictureOf id =
        if id = "forest" && not picture.IsEmpty then
            Some "forest.svg"
        else
            None

    {
        Answer = findings.Answer
        Page = page
        Files =
            [
                page
                Output.write folder "report.md" (Markdown.write pictureOf document)
                Output.write folder "report.json" (Facts.json document.Facts)
                Output.write folder "tables.tex" (Latex.write document)
                for name, table in StudyTables.tables findings do
                    Output.write folder $"{name}.csv" (Facts.csv table)
            ]
            @ picture
        Lines = ConsoleLines.ofFindings findings
        Problems = List.ofSeq findings.Runs.Problems @ findings.Judged.Unusable
    }

/// Near-duplicates of the images that the runs were made on.
let private look (findings: Findings) data =
    match findings.Data with
    | Some dataset -> DataLook.at dataset.Description.Name dataset.Description.Md5 data
    | None -> Error "no run is there that says which they are"

/// <summary>Writes the report on what there is of a study into a folder. Near-duplicates are looked for in data, an archive or the folder with
/// it, or else where the data set is usually found; where it is not, the report says so. Devices: what its networks would answer on devices.</summary>
/// <exception cref="T:QImpact.Data.BadInputException">The folder can't be written to.</exception>
let writeWith (data: string option) (devices: DeviceRun seq) (runs: StudyRuns) (folder: string) =
    let findings = Findings.ofStudy runs
    writeFindings findings (look findings data) (List.ofSeq devices) folder

/// <summary>The same without devices, the images looked for in the usual places.</summary>
/// <exception cref="T:QImpact.Data.BadInputException">The folder can't be written to.</exception>
let write (runs: StudyRuns) (folder: string) = writeWith None [] runs folder
