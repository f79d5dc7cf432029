/// The README shows what the program prints.
module QImpact.Analysis.Tests.ReadmeTests

open System.IO
open QImpact.Analysis
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
    ConsoleTable.write printed outcome.Comparison

    let readme =
        File.ReadAllLines(Path.Combine(repositoryRoot, "README.md")) |> Set.ofArray

    let lines =
        printed.ToString().Split '\n'
        |> Array.map _.TrimEnd()
        |> Array.filter (fun line -> line <> "")

    Assert.True(lines.Length > 8, printed.ToString())

    for line in lines do
        Assert.True(readme.Contains line, $"not in the README: {line}")
