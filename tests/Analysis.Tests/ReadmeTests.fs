/// The README shows what the program prints.
module QImpact.Analysis.Tests.ReadmeTests

open System.IO
open QImpact.Analysis.Models
open QImpact.Analysis.Compare
open QImpact.Analysis.Report
open QImpact.Fixtures
open QImpact.Analysis.Tests.SampleRuns
open Xunit

/// tests/fixtures/runs holds the configurations, histories and predictions that the README's `reproduce` left.
[<Fact>]
let ``the README's table is what the program prints of the runs that it speaks of`` () =
    use folder = new TemporaryFolder()
    let runs = Path.Combine(repositoryRoot, "tests", "fixtures", "runs")
    let outcome = AnalyzeCommand.execute (request runs (folder.File "out"))
    use printed = new StringWriter()
    ConsoleTable.write printed outcome.Comparison (AnalyzeCommand.findings outcome)

    let readme =
        File.ReadAllLines(Path.Combine(repositoryRoot, "README.md")) |> Set.ofArray

    let lines =
        printed.ToString().Split '\n'
        |> Array.map _.TrimEnd()
        |> Array.filter (fun line -> line <> "")

    Assert.True(lines.Length > 8, printed.ToString())

    let missing = lines |> Array.filter (readme.Contains >> not) |> String.concat "\n"
    Assert.True((missing = ""), $"not in the README:\n{missing}")

[<Fact>]
let ``a sentence tells the difference of the higher model from the lower, whichever stands first`` () =
    let runs =
        Path.Combine(repositoryRoot, "tests", "fixtures", "runs")
        |> QImpact.Analysis.Input.Runs.readAll

    let comparison =
        Comparison.build "test" runs []
        |> PairedComparison.compare CompareOptions.Default

    let recall =
        comparison.Rows
        |> List.find (fun row -> row.Metric.Name = "recall" && row.Metric.PositiveClass = Some 0)

    // The row stays "first less second".
    Assert.Equal(-10.0 / 42.0, recall.Difference.ValueOr nan, 12)

    Assert.Contains(
        "Quantum-End has a higher recall (malignant) than Baseline (difference 0.2381, 95 % interval 0.0919 to 0.3937",
        recall.Claim
    )
