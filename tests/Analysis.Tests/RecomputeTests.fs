/// The report's main figures beside those of docs/results/recompute.py, which shares no code with it: Python's own pair counting and numpy.
module QImpact.Analysis.Tests.RecomputeTests

open System.Diagnostics
open System.IO
open System.Text.Json
open Shouldly
open Xunit
open QImpact.Metrics
open QImpact.Statistics
open QImpact.Fixtures
open QImpact.Data.Studies
open QImpact.Analysis.Study
open QImpact.Analysis.Study.ContrastEstimates
open QImpact.Analysis.Tests.SampleRuns
open QImpact.Analysis.Tests.SampleStudies
open QImpact.Analysis.Tests.SampleArchives

let private run (python: string) (arguments: string list) =
    try
        let start =
            ProcessStartInfo(python, arguments, RedirectStandardOutput = true, RedirectStandardError = true)

        match Process.Start start with
        | null -> None
        | started ->
            use program = started
            let error = program.StandardError.ReadToEndAsync()
            let output = program.StandardOutput.ReadToEnd()
            program.WaitForExit()
            Some(program.ExitCode, output, error.Result)
    with :? System.ComponentModel.Win32Exception ->
        None

/// The first Python that has numpy.
let private python =
    lazy
        ([ "python3"; "/usr/bin/python3" ]
         |> List.tryFind (fun name ->
             match run name [ "-c"; "import numpy" ] with
             | Some(0, _, _) -> true
             | _ -> false))

let private number (element: JsonElement) (name: string) = element.GetProperty(name).GetDouble()

let private shouldBe (found: SeedVariance.Difference) (other: JsonElement) =
    let interval = found.Interval Confidence.Default
    found.Value.ShouldBe(number other "difference", 1e-12)
    found.StandardError.ShouldBe(number other "standard_error", 1e-12)
    found.Df.ShouldBe(number other "df", 1e-6)
    interval.Lower.ShouldBe(number other "lower", 1e-8)
    interval.Upper.ShouldBe(number other "upper", 1e-8)
    found.PValue.ShouldBe(number other "p", 1e-8)

let private requirePython () =
    Assert.SkipWhen(python.Value.IsNone, "Python's numpy is not installed (Debian: apt-get install python3-numpy)")

let private script = Path.Combine(repositoryRoot, "docs", "results", "recompute.py")

let private writeAll (folder: TemporaryFolder) study =
    for plan in snd (planned study) do
        write folder.Path even plan

    (copies even).Write folder.Path

[<Fact>]
let ``what the other program can't do it says in a line`` () =
    requirePython ()
    use folder = new TemporaryFolder()

    let ends (arguments: string list) =
        run python.Value.Value (script :: arguments)

    let refusal reason = Some(2, "", $"error: {reason}\n")
    let missing = folder.File "none"
    (ends []).ShouldBe(refusal "expected the folder with the runs, and no arm or two; --help shows examples")
    (ends [ missing ]).ShouldBe(refusal $"{missing} is no folder; expected the one with the archives of a study's runs")

    (ends [ folder.Path ])
        .ShouldBe(refusal $"{folder.Path}: no run of a cross-validation; expected the archives of a study's runs")

    writeAll folder (compared 3 6)

    (ends [ folder.Path; "end-tan"; "baseline" ])
        .ShouldBe(refusal "no run of end-tan; there are baseline, end-separable, end-tanh, quantum-end")

[<Fact>]
let ``another program finds the same difference where an arm was trained otherwise`` () =
    requirePython ()
    let study = varied 3 6
    use folder = new TemporaryFolder()
    writeAll folder study

    match
        run
            python.Value.Value
            [
                script
                folder.Path
                "quantum-end/circuit_learning_rate=0.01/epochs=100/batch_size=64"
                "end-separable/circuit_learning_rate=0.01/epochs=100/batch_size=64"
            ]
    with
    | Some(0, output, _) ->
        let root = JsonDocument.Parse(output).RootElement
        root.GetProperty("arms").GetInt32().ShouldBe 4
        root.GetProperty("whole_repeats").GetInt32().ShouldBe 5
        let other = root.GetProperty("contrasts").EnumerateArray() |> Seq.exactlyOne
        let findings = Findings.ofStudy (StudyRuns.Find(study, description, folder.Path))

        match findings.Comparison.Value.Sensitivity.Head.Contrasts[2].Otherwise with
        | Ok difference -> shouldBe difference (other.GetProperty "obuchowski_rockette")
        | Error reason -> failwith reason
    | failed -> failwith $"the script failed: {failed}"

[<Fact>]
let ``another program finds the same differences, errors, intervals and p-values in the run files, and groups of images in them``
    ()
    =
    requirePython ()
    let study = compared 3 6
    use folder = new TemporaryFolder()
    writeAll folder study

    match run python.Value.Value [ script; folder.Path ] with
    | Some(0, output, _) ->
        let root = JsonDocument.Parse(output).RootElement
        root.GetProperty("whole_repeats").GetInt32().ShouldBe 6

        let runs = StudyRuns.Find(study, description, folder.Path)
        runs.Problems.ShouldBeEmpty()
        let primary = (Findings.ofStudy runs).Comparison.Value.Primary

        let ungrouped =
            (Findings.ofStudy (all even study)).Comparison.Value.Primary.Head.Combined

        primary.Head.Combined.ShouldNotBe ungrouped

        let others = root.GetProperty("contrasts").EnumerateArray() |> List.ofSeq
        others.Length.ShouldBe primary.Length

        for contrast, other in List.zip primary others do
            other.GetProperty("arm").GetString().ShouldBe contrast.Arm.Name
            other.GetProperty("reference").GetString().ShouldBe contrast.Reference.Name

            match contrast.Combined with
            | Ok combined -> shouldBe combined (other.GetProperty "obuchowski_rockette")
            | Error reason -> failwith reason

            match contrast.Resampled.Head.Test with
            | Ok test ->
                let its = other.GetProperty "nadeau_bengio"
                test.MeanDifference.ShouldBe(number its "difference", 1e-12)
                test.StandardError.ShouldBe(number its "standard_error", 1e-12)
                test.PValues.TwoSided.ShouldBe(number its "p", 1e-8)
            | Error reason -> failwith reason
    | failed -> failwith $"the script failed: {failed}"
