/// The scripts as a researcher runs them, on small run folders.
module QImpact.Analysis.Tests.ScriptTests

open System.Diagnostics
open System.IO
open QImpact.Fixtures
open QImpact.Analysis.Tests.SampleRuns
open Xunit

let private run (script: string) (arguments: string list) =
    let path = Path.Combine(repositoryRoot, "src", "Analysis.FSharp", "Scripts", script)

    let start =
        ProcessStartInfo(
            "dotnet",
            "fsi" :: path :: arguments,
            RedirectStandardOutput = true,
            RedirectStandardError = true
        )

    use running = Process.Start start |> nonNull
    let errors = running.StandardError.ReadToEndAsync()
    let output = running.StandardOutput.ReadToEnd()
    running.WaitForExit()
    running.ExitCode, output, errors.Result

let private samples =
    [
        sample
        { sample with
            Architecture = "quantum-end"
            Scores = [ 0.125f; 0.375f; 0.75f; 0.625f; 0.875f ]
        }
    ]

[<Fact>]
let ``compare-runs prints the metrics of the runs and a claim for each test`` () =
    use folder = new TemporaryFolder()

    for sample in samples do
        writeRun folder.Path sample |> ignore

    let code, output, errors = run "compare-runs.fsx" [ folder.Path ]
    Assert.True((code = 0), errors)
    Assert.Contains("breastmnist test, 5 images", output)
    Assert.Contains("Quantum-End", output)
    // Three of five right, and all five.
    Assert.Contains("0.6", output)
    Assert.Contains("- ", output)

[<Fact>]
let ``one-figure draws a curve for every run into one file that needs no network`` () =
    use folder = new TemporaryFolder()

    for sample in samples do
        writeRun (folder.File "runs") sample |> ignore

    let file = folder.File "figure.html"
    let code, output, errors = run "one-figure.fsx" [ folder.File "runs"; file ]
    Assert.True((code = 0), errors)
    Assert.Contains("2 runs drawn", output)
    let page = File.ReadAllText file
    Assert.Contains("breastmnist-quantum-end-paper-s0", page)
    Assert.Contains("default-src &#39;none&#39;", page)
    Assert.DoesNotContain("src=\"http", page)

[<Fact>]
let ``threshold-study chooses on one table and counts on the other`` () =
    use folder = new TemporaryFolder()

    let judged =
        { samples[1] with
            Scores = [ 0.125f; 0.25f; 0.75f; 0.5f; 0.875f ]
        }

    let table = (writeRun folder.Path judged).PredictionsFile
    let code, output, errors = run "threshold-study.fsx" [ table; table; "1" ]
    Assert.True((code = 0), errors)
    // Scores .125 and .25 are malignant, .5 and above are not: the threshold half-way, .375, separates them.
    Assert.Contains("Youden's J", output)
    Assert.Contains("0.3750", output)
    Assert.Contains("1.000 (0.34-1.00)", output)

[<Theory>]
[<InlineData("compare-runs.fsx", "expected a folder with runs: compare-runs.fsx FOLDER [SPLIT]")>]
[<InlineData("threshold-study.fsx", "expected two tables: threshold-study.fsx VAL.csv TEST.csv [SENSITIVITY]")>]
let ``a script without its arguments says what it takes and ends with 2`` (script: string, expected: string) =
    let code, _, errors = run script []
    Assert.Equal(2, code)
    Assert.Contains($"error: {expected}", errors)
