/// Each flaw of the input, and the one line that it ends with; nothing is written then.
module QImpact.Analysis.Tests.BadInput

open System
open System.CommandLine
open System.IO
open Xunit
open QImpact.Terminal
open QImpact.Analysis.Report
open QImpact.Analysis.Tests.SampleRuns

let private hybrid =
    { sample with
        Architecture = "quantum-end"
    }

/// Writes two runs, spoils them, and hands over the refusal with the runs' folder cut out of it.
let private spoiled (spoil: string -> unit) =
    use folder = new TemporaryFolder()
    let runs = folder.File "runs"
    writeRun runs sample |> ignore
    writeRun runs hybrid |> ignore
    spoil runs

    let line =
        refusal (fun () -> AnalyzeCommand.execute (request runs (folder.File "out")))

    Assert.False(Directory.Exists(folder.File "out"), "something was written")
    Assert.DoesNotContain("\n", line)
    line.Replace(runs + string Path.DirectorySeparatorChar, "")

/// Edits a file of the hybrid's run.
let private edited (file: string) (edit: string -> string) =
    spoiled (fun runs ->
        let path = Path.Combine(runs, nameOf hybrid, file)
        File.WriteAllText(path, edit (File.ReadAllText path)))

let private table = $"{nameOf hybrid}/predictions.csv"

let private replaced (before: string) (after: string) (text: string) =
    Assert.Contains(before, text)
    text.Replace(before, after, StringComparison.Ordinal)

[<Fact>]
let ``a folder without runs`` () =
    use folder = new TemporaryFolder()

    let line =
        refusal (fun () -> AnalyzeCommand.execute (request folder.Path (folder.File "out")))

    Assert.Contains("holds no run folder (a folder with config.json)", line)

[<Fact>]
let ``a folder that is not there`` () =
    let line = refusal (fun () -> AnalyzeCommand.execute (request "nowhere" "out"))
    Assert.Equal("--runs=nowhere: there is no such folder; name one with run folders in it", line)

[<Fact>]
let ``a missing column`` () =
    let line = edited "predictions.csv" (replaced "score_1" "p1")
    Assert.StartsWith($"{table} has no column score_1; its columns are dataset,", line)

[<Fact>]
let ``a cell that is no number`` () =
    let line = edited "predictions.csv" (replaced "0.875" "high")
    Assert.Equal($"{table}, line 6: score_1 is 'high'; expected a finite number", line)

[<Fact>]
let ``a score that is not a number of this world`` () =
    let line = edited "predictions.csv" (replaced "0.875" "NaN")
    Assert.Equal($"{table}, line 6: score_1 is 'NaN'; expected a finite number", line)

[<Fact>]
let ``a score that is no probability`` () =
    let line = edited "predictions.csv" (replaced "0.125,0.875" "-0.5,1.5")
    Assert.Equal($"{table}, line 6: score_1 is 1.5; expected a probability in [0, 1]", line)

[<Fact>]
let ``scores that don't sum to one`` () =
    let line = edited "predictions.csv" (replaced "0.125,0.875" "0.5,0.875")
    Assert.Equal($"{table}, line 6: score_0 0.5 and score_1 0.875 sum to 1.375; expected 1", line)

[<Fact>]
let ``a row that is cut off`` () =
    let line =
        edited "predictions.csv" (fun text -> text.Substring(0, text.LastIndexOf "0.875"))

    Assert.Equal($"{table}, line 6: 8 cells; expected 14, as in the header; the file is cut off there", line)

[<Fact>]
let ``a label other than 0 and 1`` () =
    let line = edited "predictions.csv" (replaced ",4,1," ",4,7,")
    Assert.Equal($"{table}, line 6: label is 7; expected 0, 1 or nothing", line)

[<Fact>]
let ``a decision that contradicts its score`` () =
    let line = edited "predictions.csv" (replaced "0.875,1," "0.875,0,")

    Assert.Equal($"{table}, line 6: decision is 0; expected 1, because score_1 is 0.875 and the threshold 0.5", line)

[<Fact>]
let ``a decision without the name of its class`` () =
    let line = edited "predictions.csv" (replaced "0.875,1,normal/benign," "0.875,1,,")
    Assert.Equal($"{table}, line 6: decision_name is empty; expected the name of the class that was decided", line)

[<Fact>]
let ``a class of two names`` () =
    let line =
        edited "predictions.csv" (replaced "0.875,1,normal/benign," "0.875,1,benign,")

    Assert.Equal(
        $"{table}, line 6: decision_name of class 1 is 'benign', in an earlier row 'normal/benign'; expected one name",
        line
    )

[<Fact>]
let ``a positive class other than 0 and 1`` () =
    let line =
        edited "predictions.csv" (replaced "0.875,1,normal/benign,0," "0.875,1,normal/benign,2,")

    Assert.Equal($"{table}, line 6: positive_class is 2; expected 0 or 1", line)

[<Fact>]
let ``a table with another positive class than its run`` () =
    let line =
        edited "predictions.csv" (fun text ->
            text.Replace("malignant,0,", "malignant,1,").Replace("normal/benign,0,", "normal/benign,1,"))

    Assert.Equal(
        $"the positive class is not the same everywhere (0 in {nameOf sample}, 1 in {table}); expected one for all models",
        line
    )

[<Fact>]
let ``an image that occurs twice`` () =
    let line = edited "predictions.csv" (replaced "test,4," "test,3,")

    Assert.Equal(
        $"{table}, line 6: sample_id 3 of {nameOf hybrid} occurs a second time; expected each image once",
        line
    )

[<Fact>]
let ``different images`` () =
    let line = edited "predictions.csv" (replaced "test,4," "test,9,")

    Assert.Equal(
        $"{nameOf hybrid} judged image 9, {nameOf sample} did not; models can be compared on the same images only",
        line
    )

[<Fact>]
let ``different labels`` () =
    let line = edited "predictions.csv" (replaced ",4,1," ",4,0,")
    Assert.StartsWith($"image 4 has label 0 in {table} and 1 in ", line)

[<Fact>]
let ``different numbers of images`` () =
    let line =
        edited "predictions.csv" (fun text -> text.Substring(0, text.TrimEnd().LastIndexOf '\n' + 1))

    Assert.Equal(
        $"{nameOf hybrid} judged 4 images, {nameOf sample} 5; models can be compared on the same images only",
        line
    )

[<Fact>]
let ``an empty table`` () =
    let line =
        edited "predictions.csv" (fun text -> text.Substring(0, text.IndexOf '\n' + 1))

    Assert.Equal($"{table} has no rows; expected one line per image", line)

[<Fact>]
let ``predictions of another model in a run's folder`` () =
    let line = edited "predictions.csv" (replaced (nameOf hybrid) "other")
    Assert.StartsWith($"{table} holds predictions of other, but its run is {nameOf hybrid}", line)

[<Fact>]
let ``the same run twice`` () =
    let line =
        spoiled (fun runs -> writeRun (Path.Combine(runs, "copy")) sample |> ignore)

    Assert.StartsWith($"{nameOf sample} occurs 2 times", line)

[<Fact>]
let ``runs on different data sets`` () =
    let line =
        spoiled (fun runs -> writeRun runs { sample with Phantom = true } |> ignore)

    Assert.StartsWith("the runs are on different data sets (breastmnist, phantom)", line)

[<Fact>]
let ``a history whose epochs have a gap`` () =
    let line = edited "history.csv" (replaced "\n2," "\n3,")
    Assert.Equal($"{nameOf hybrid}/history.csv, line 3: expected epoch 2; epochs count from 1 without a gap", line)

[<Fact>]
let ``a config.json that is cut off`` () =
    let line = edited "config.json" (fun text -> text.Substring(0, text.Length / 2))
    Assert.StartsWith($"{nameOf hybrid}/config.json is not what was expected", line)

[<Fact>]
let ``a split that nobody predicted`` () =
    use folder = new TemporaryFolder()
    writeRun (folder.File "runs") sample |> ignore

    let line =
        refusal (fun () ->
            AnalyzeCommand.execute
                { request (folder.File "runs") (folder.File "out") with
                    Split = "val"
                })

    Assert.StartsWith("no run has predictions for the split val; write them with infer --split=val", line)

[<Fact>]
let ``rows with an error are left out for every model, counted and reported`` () =
    use folder = new TemporaryFolder()
    let runs = folder.File "runs"
    writeRun runs sample |> ignore
    let broken = writeRun runs hybrid

    let cells =
        replaced "0.125,0.875,1,normal/benign,0,0.5," ",,,,0,0.5," (File.ReadAllText broken.PredictionsFile)

    File.WriteAllText(broken.PredictionsFile, cells.TrimEnd() + "\"unreadable, truncated\"\n")
    let outcome = AnalyzeCommand.execute (request runs (folder.File "out"))
    Assert.Equal(1, outcome.Comparison.LeftOut)
    Assert.Equal<string[]>([| "0"; "1"; "2"; "3" |], outcome.Comparison.SampleIds)
    Assert.All(outcome.Comparison.Models, fun model -> Assert.Equal(4L, model.Metrics.N))

    Assert.Contains(
        "Left out for every model: 1 images, because a model gave no score. Quantum-End: 1 (the first: unreadable, truncated).",
        File.ReadAllText outcome.Report
    )

[<Fact>]
let ``images without a label are left out and counted`` () =
    use folder = new TemporaryFolder()
    let run = writeRun (folder.File "runs") sample
    File.WriteAllText(run.PredictionsFile, replaced ",4,1," ",4,," (File.ReadAllText run.PredictionsFile))

    let outcome =
        AnalyzeCommand.execute (request (folder.File "runs") (folder.File "out"))

    Assert.Equal((1, 4), (outcome.Comparison.Unlabelled, outcome.Comparison.Labels.Length))

[<Fact>]
let ``the order of a table's rows does not matter`` () =
    use folder = new TemporaryFolder()
    let runs = folder.File "runs"
    writeRun runs sample |> ignore
    let other = writeRun runs hybrid
    let lines = File.ReadAllLines other.PredictionsFile
    File.WriteAllLines(other.PredictionsFile, Array.append [| lines[0] |] (Array.rev lines[1..]))
    let outcome = AnalyzeCommand.execute (request runs (folder.File "out"))
    let models = outcome.Comparison.Models

    Assert.Equal<(QImpact.Metrics.Metric * QImpact.Metrics.MetricValue) seq>(
        models[0].Metrics.Values,
        models[1].Metrics.Values
    )

[<Fact>]
let ``an out folder that is a file`` () =
    use folder = new TemporaryFolder()
    writeRun (folder.File "runs") sample |> ignore
    File.WriteAllText(folder.File "out", "")

    let line =
        refusal (fun () -> AnalyzeCommand.execute (request (folder.File "runs") (folder.File "out")))

    Assert.Contains("can't be written to", line)

[<Fact>]
let ``usage errors and bad input end with exit code 2`` () =
    let code arguments =
        let root = RootCommand()
        root.Subcommands.Add(AnalyzeCommand.create ())
        CommandProgram.RunAsync(root, Array.append [| "analyze" |] arguments).GetAwaiter().GetResult()

    Assert.Equal(ExitCode.BadInput, code [| "--runs=nowhere"; "--out=out" |])
    Assert.Equal(ExitCode.BadInput, code [| "--runs=a"; "--out=b"; "--wrong=c" |])
    Assert.Equal(ExitCode.BadInput, code [| "--out=b" |])
    Assert.Equal(ExitCode.BadInput, code [| "--runs=a"; "--out=b"; "--split=all" |])
