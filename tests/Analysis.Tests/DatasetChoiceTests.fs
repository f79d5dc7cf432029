/// A folder with runs on several data sets, and what takes no part in a comparison.
module QImpact.Analysis.Tests.DatasetChoiceTests

open System.IO
open Xunit
open QImpact.Data
open QImpact.Analysis.Compare
open QImpact.Analysis.Models
open QImpact.Analysis.Report
open QImpact.Analysis.Tests.SampleRuns

let private mixed check =
    use folder = new TemporaryFolder()
    let runs = folder.File "runs"

    for run in
        [
            sample
            { sample with Phantom = true }
            { sample with
                Architecture = "quantum-end"
            }
        ] do
        writeRun runs run |> ignore

    check folder runs

let private refused dataset =
    mixed (fun folder runs ->
        let attempt () =
            AnalyzeCommand.execute
                { request runs (folder.File "out") with
                    Dataset = dataset
                }
            |> ignore

        Assert.Throws<BadInputException>(attempt).Message)

[<Fact>]
let ``several data sets are refused with the option that chooses one`` () =
    Assert.Equal(
        "the runs are on different data sets (breastmnist, phantom); models can be compared on the same images only, so choose one with --dataset=NAME",
        refused None
    )

    Assert.Equal(
        "--dataset=phantm: nothing is on it; there is breastmnist, phantom; did you mean 'phantom'?",
        refused (Some "phantm")
    )

[<Fact>]
let ``the chosen data set is compared, and the others are named`` () =
    mixed (fun folder runs ->
        let outcome =
            AnalyzeCommand.execute
                { request runs (folder.File "out") with
                    Dataset = Some "breastmnist"
                }

        Assert.Equal<string list>([ "1 run on phantom" ], outcome.LeftOut)
        Assert.Equal(2, outcome.Comparison.Models.Length)

        let compared =
            CompareCommand.execute
                {
                    Tables = []
                    Runs = Some runs
                    Split = "test"
                    Dataset = Some "breastmnist"
                    Out = None
                    Options = CompareOptions.Default
                }

        Assert.Equal<string list>([ "1 run on phantom" ], compared.LeftOut)

        use writer = new StringWriter()
        ConsoleTable.write writer compared.Models compared.Comparison.Opening
        CompareTable.write writer compared.Models.Subject compared.Comparison
        let lines = writer.ToString().Split '\n'
        Assert.All(lines, (fun line -> Assert.True(line.TrimEnd().Length <= 100, line)))
        Assert.Contains("Trained models on the same images; other seeds may give others", lines)
        Assert.InRange(lines.Length, 10, 40))

[<Fact>]
let ``names that a spreadsheet would execute come back from a table as they were`` () =
    let text = CsvTable.Line [ "=1+1"; "-2.5"; "-x"; "'=y"; "@z"; "it's" ]
    Assert.Equal("'=1+1,-2.5,'-x,''=y,'@z,it's", text)
    use folder = new TemporaryFolder()
    let path = folder.File "table.csv"
    File.WriteAllText(path, "a,b,c,d,e,f\n" + text + "\n")
    let file = QImpact.Analysis.Input.CsvFile.read path
    Assert.Equal<string array>([| "=1+1"; "-2.5"; "-x"; "'=y"; "@z"; "it's" |], file.Rows[0])
