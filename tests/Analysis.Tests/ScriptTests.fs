/// The scripts as a researcher runs them, on small run folders.
module QImpact.Analysis.Tests.Scripts

open System.Diagnostics
open System.IO
open QImpact.Fixtures
open QImpact.Analysis.Audit
open QImpact.Analysis.Tests.SampleRuns
open Xunit

let private scripts =
    Path.Combine(repositoryRoot, "src", "Analysis.FSharp", "Scripts")

/// `dotnet fsi` with these words and this input; its exit code, output and errors.
let private fsi (words: string list) (input: string) =
    let start =
        ProcessStartInfo(
            "dotnet",
            "fsi" :: words,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true
        )

    use running = Process.Start start |> nonNull
    let errors = running.StandardError.ReadToEndAsync()
    let output = running.StandardOutput.ReadToEndAsync()
    running.StandardInput.Write input
    running.StandardInput.Close()
    running.WaitForExit()
    running.ExitCode, output.Result, errors.Result

let private samples =
    [
        sample
        { sample with
            Architecture = "quantum-end"
            Scores = [ 0.125f; 0.375f; 0.75f; 0.625f; 0.875f ]
        }
    ]

/// Every script but once, one after the other in one session of F# Interactive, whose start takes seconds.
type Session() =
    let folder = new TemporaryFolder()
    let mark = "===== "

    let outputs =
        lazy
            for sample in samples do
                writeRun (folder.File "runs") sample |> ignore

            let judged =
                { samples[1] with
                    Scores = [ 0.125f; 0.25f; 0.75f; 0.5f; 0.875f ]
                }

            let table = (writeRun (folder.File "judged") judged).PredictionsFile

            let input =
                String.concat
                    ""
                    [
                        for script, words in
                            [
                                "audit-paper.fsx", []
                                "compare-runs.fsx", [ folder.File "runs" ]
                                "one-figure.fsx", [ folder.File "runs"; folder.File "figure.html" ]
                                "threshold-study.fsx", [ table; table; "1" ]
                            ] do
                            let given = String.concat "; " [ for word in script :: words -> $"@\"{word}\"" ]
                            $"printfn \"{mark}{script}\";;\nfsi.CommandLineArgs <- [| {given} |];;\n"
                            $"#load @\"{Path.Combine(scripts, script)}\";;\n"

                        "exit 0;;\n"
                    ]

            let code, output, errors = fsi [ "--quiet" ] input
            Assert.True((code = 0), errors)
            Assert.Equal("", errors)

            Map
                [
                    for part in output.Split(mark)[1..] do
                        let script = part.Split('\n')[0]
                        script, part[script.Length ..]
                ]

    member _.Figure = folder.File "figure.html"
    member _.OutputOf script = outputs.Value[script]

    interface System.IDisposable with
        member _.Dispose() =
            (folder :> System.IDisposable).Dispose()

type ScriptTests(session: Session) =
    [<Fact>]
    member _.``audit-paper prints the findings``() =
        let output = session.OutputOf "audit-paper.fsx"

        for finding in AuditCommand.findings Paper.audit.Value do
            Assert.Contains(finding, output)

    [<Fact>]
    member _.``compare-runs prints the metrics of the runs and a claim for each test``() =
        let output = session.OutputOf "compare-runs.fsx"
        Assert.Contains("breastmnist test, 5 images", output)
        Assert.Contains("Quantum-End", output)
        // Three of five right, and all five.
        Assert.Contains("0.6", output)
        Assert.Contains("- ", output)

    [<Fact>]
    member _.``one-figure draws a curve for every run into one file that needs no network``() =
        Assert.Contains("2 runs drawn", session.OutputOf "one-figure.fsx")
        let page = File.ReadAllText session.Figure
        Assert.Contains("breastmnist-quantum-end-paper-s0", page)
        Assert.Contains("default-src &#39;none&#39;", page)
        Assert.DoesNotContain("src=\"http", page)

    [<Fact>]
    member _.``threshold-study chooses on one table and counts on the other``() =
        let output = session.OutputOf "threshold-study.fsx"
        // Scores .125 and .25 are malignant, .5 and above are not: the threshold half-way, .375, separates them.
        Assert.Contains("Youden's J", output)
        Assert.Contains("0.3750", output)
        Assert.Contains("1.000 (0.34-1.00)", output)

    [<Theory>]
    [<InlineData("compare-runs.fsx", "expected a folder with runs: compare-runs.fsx FOLDER [SPLIT]")>]
    [<InlineData("threshold-study.fsx", "expected two tables: threshold-study.fsx VAL.csv TEST.csv [SENSITIVITY]")>]
    member _.``a script without its arguments says what it takes and ends with 2``(script: string, expected: string) =
        let code, _, errors = fsi [ Path.Combine(scripts, script) ] ""
        Assert.Equal(2, code)
        Assert.Contains($"error: {expected}", errors)

    interface IClassFixture<Session>
