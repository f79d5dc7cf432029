/// <summary>The command <c>study report</c>.</summary>
module QImpact.Analysis.Study.StudyReportCommand

open System
open System.Collections.Immutable
open System.CommandLine
open System.IO
open QImpact.Data
open QImpact.Data.Studies
open QImpact.Terminal
open QImpact.Analysis.Document
open QImpact.Analysis.Input
open QImpact.Analysis.Input.CommandOptions

type Request =
    {
        /// <summary>The study.</summary>
        Study: string
        /// <summary>The folder with the archives of its runs.</summary>
        Runs: string
        Out: string
        /// <summary>The archive or the folder with the images; None to look in the usual places.</summary>
        Data: string option
        /// <summary>The page with the findings, which the picture of the answer is put beside; None: it is not written.</summary>
        Findings: string option
    }

/// What a study's data are: of a published set without its images.
let private describe (study: StudyDefinition) data =
    let description =
        match KnownDatasets.ByName.TryGetValue study.Dataset with
        | true, known ->
            DatasetDescription(
                known.Name,
                known.Name + ".npz",
                known.Md5,
                false,
                known.Size,
                known.Channels,
                known.ClassNames,
                known.PositiveClass
            )
        | _ -> DatasetLocator.Load(study.Dataset, Option.toObj data).Description

    description.WithPositiveClass study.PositiveClass

/// <summary>What there is of a study in a folder of archives.</summary>
/// <exception cref="T:QImpact.Data.BadInputException">The study can't be read, or the data set is neither a published one nor here.</exception>
let find (study: string) (runs: string) (data: string option) =
    let definition = StudyFile.Read study

    if not (Directory.Exists runs) then
        bad $"--runs={runs}: there is no such folder; name the one with the archives of the study's runs"

    StudyRuns.Find(definition, describe definition data, runs)

let internal findings runs = Findings.ofStudy runs

/// <summary>Reads what there is, writes the report, and the findings where they are asked for. Devices: what a study's networks would answer on devices.</summary>
/// <exception cref="T:QImpact.Data.BadInputException">Something that was handed over can't be used.</exception>
let execute (devices: StudyRuns -> DeviceRun seq) request =
    let runs = find request.Study request.Runs request.Data
    ProgressDisplay.Say $"judging {runs.Found.Length} runs"
    let outcome = StudyReport.writeWith request.Data (devices runs) runs request.Out

    let written =
        match request.Findings with
        | None -> []
        | Some page ->
            let path = Path.GetFullPath page

            let folder =
                match Path.GetDirectoryName path with
                | null -> path
                | folder -> folder

            let text, picture = FindingsPage.write (findings runs)

            [
                Output.write folder (FileInfo(path).Name) text
                match picture with
                | Some picture -> Output.write folder FindingsPage.Picture picture
                | None -> ()
            ]

    runs, outcome, written

let private print (runs: StudyRuns, outcome: StudyReport.Outcome, written: string list) =
    for problem in outcome.Problems do
        Console.Error.WriteLine $"left out  {problem}"

    for line in outcome.Lines do
        Console.Out.WriteLine line

    Console.Out.WriteLine $"runs      {runs.Found.Length} there, {runs.Failed.Length} failed, {runs.Waiting} missing"

    Console.Out.WriteLine $"report    {outcome.Page}"

    for path in outcome.Files |> List.tail do
        Console.Out.WriteLine $"          {path}"

    for path in written do
        Console.Out.WriteLine $"findings  {path}"

/// <summary>The command; devices gives what a study's networks would answer on devices, and may take a while.</summary>
let create (devices: Func<StudyRuns, DeviceRun seq>) =
    let study =
        Argument<string>("FILE", Description = "The study, in YAML or JSON (docs/study.md).")

    let runs =
        text "--runs" "FOLDER" "The archives of finished runs. Default: results/NAME/runs, NAME being the study's."

    let out =
        text
            "--out"
            "FOLDER"
            "The folder for index.html and the tables; made where it is missing. Default: results/NAME/report."

    let page =
        text
            "--findings"
            "FILE"
            "Also write the findings in short as Markdown, and the picture of the answer beside them."

    let data = Options.Data()

    let command =
        command
            "report"
            "Report on what there is of a study: the answer in a sentence and a picture, and everything behind it."
            [ runs; out; page; data ]
            [
                "study report docs/results/study.yaml --runs=docs/results/runs --out=results/study"
            ]
            (fun parsed ->
                let file = parsed.GetRequiredValue study

                let usual (name: string) =
                    Path.Combine("results", (StudyFile.Read file).Name, name)

                execute
                    devices.Invoke
                    {
                        Study = file
                        Runs = given parsed runs |> Option.defaultWith (fun () -> usual "runs")
                        Out = given parsed out |> Option.defaultWith (fun () -> usual "report")
                        Data = parsed.GetValue data |> Option.ofObj
                        Findings = given parsed page
                    }
                |> print)

    command.Add study
    command
