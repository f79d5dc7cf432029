/// The audit's verb, files and document.
module QImpact.Analysis.Tests.AuditCommand

open System
open System.CommandLine
open System.IO
open System.Text.Json
open System.Text.RegularExpressions
open Xunit
open QImpact.Data
open QImpact.Fixtures
open QImpact.Terminal
open QImpact.Analysis.Audit
open QImpact.Analysis.Tests.SampleRuns

let private request (table: string option) (out: string) : AuditCommand.Request =
    {
        Table = table
        Out = out
        Settings = Audit.Settings.Default
    }

/// Spoils the paper's file and hands over the refusal, the file's path cut out of it.
let private refused (before: string) (after: string) =
    Assert.Contains(before, Paper.json)
    use folder = new TemporaryFolder()
    let path = folder.File "table.json"
    let out = folder.File "out"
    File.WriteAllText(path, Paper.json.Replace(before, after, StringComparison.Ordinal))

    let error =
        Assert.Throws<BadInputException>(fun () -> AuditCommand.execute (request (Some path) out) |> ignore)

    Assert.DoesNotContain("\n", error.Message)
    Assert.False(Directory.Exists out, "something was written")
    error.Message.Replace(path, "table.json")

[<Fact>]
let ``half a surrogate pair in a member's name is told with its place`` () =
    let path =
        Path.Combine(repositoryRoot, "tests", "fixtures", "tables", "lone-surrogate.json")

    Assert.Equal(
        $"{path}, line 10, column 23: a text with half a surrogate pair; expected whole characters",
        refusal (fun () -> PublishedTable.read path)
    )

[<Theory>]
[<InlineData("\"0.7436\"",
             "1e999",
             "table.json, line 17, column 37: a number that is too large; expected one that a double holds")>]
let ``a number that no double holds is told with its place`` (before: string, after: string, expected: string) =
    Assert.Equal(expected, refused before after)

[<Theory>]
[<InlineData("\"0.7436\"",
             "0.7436",
             "table.json, models[0].cells[0]: is the number 0.7436; write it as the text that is printed, \"0.7436\", because its last zeros count")>]
[<InlineData("\"0.7436\"",
             "\"74.36\"",
             "table.json, models[0].cells[0]: '74.36' is more than 1; expected a fraction such as 0.7436, or a percentage with its sign such as 74.36 %")>]
[<InlineData("\"0.7436\"",
             "\"high\"",
             "table.json, models[0].cells[0]: 'high' is no printed number; expected one such as 0.7436 or 74.36 %")>]
[<InlineData("\"0.7436\"", "\"-0.7436\"", "table.json, models[0].cells[0]: is -0.7436; expected accuracy in [0, 1]")>]
[<InlineData("\"0.7436\", ", "", "table.json, models[0].cells: has 5 cells; expected 6, one per column")>]
[<InlineData("\"count\": 42",
             "\"count\": 0",
             "table.json, classes[0].count: is 0; expected a whole number from 1 to 1000000")>]
[<InlineData("\"count\": 42", "\"count\": \"42\"", "table.json, classes[0].count: is \"42\"; expected a whole number")>]
[<InlineData("\"benign\"",
             "\"malignant\"",
             "table.json, classes: has 2 classes called 'malignant'; expected each name once")>]
[<InlineData("\"metric\": \"gmean\"",
             "\"metric\": \"g-mean\"",
             "table.json, columns[4].metric: is 'g-mean'; expected one of accuracy, balanced_accuracy, f1, precision, recall, specificity, gmean, mcc, auc")>]
[<InlineData("\"f1\", \"positive_class\": \"unknown\"",
             "\"f1\", \"positive_class\": \"sick\"",
             "table.json, columns[1].positive_class: is 'sick'; expected one of malignant, benign, weighted, macro, unknown")>]
[<InlineData("\"f1\", \"positive_class\"",
             "\"f1\", \"positiv_class\"",
             "table.json, columns[1]: has a member 'positiv_class'; expected metric, positive_class")>]
[<InlineData("\"Quantum-End\"",
             "\"Baseline\"",
             "table.json, models: has 2 models called 'Baseline'; expected each name once")>]
[<InlineData("\"total\": 702",
             "\"totl\": 702",
             "table.json, data.stated[0]: has a member 'totl'; expected what, total, counts, stops")>]
[<InlineData("\"title\"",
             "\"titel\"",
             "table.json: has a member 'titel'; expected title, classes, columns, models, unit, data, quotes, claims")>]
let ``each flaw of a file gives one line with its place`` before after expected =
    Assert.Equal(expected, refused before after)

[<Fact>]
let ``a file that is no JSON or not there gives one line`` () =
    Assert.StartsWith("table.json, line 2: no JSON:", refused "\"title\"" "title")

    let error =
        Assert.Throws<BadInputException>(fun () -> AuditCommand.execute (request (Some "nowhere.json") "out") |> ignore)

    Assert.StartsWith("nowhere.json can't be read:", error.Message)

[<Fact>]
let ``usage errors end with exit code 2`` () =
    let code arguments =
        let root = RootCommand()
        root.Subcommands.Add(AuditCommand.create ())
        CommandProgram.RunAsync(root, Array.append [| "audit" |] arguments).GetAwaiter().GetResult()

    Assert.Equal(ExitCode.BadInput, code [| "--table=nowhere.json"; "--out=out" |])
    Assert.Equal(ExitCode.BadInput, code [||])
    Assert.Equal(ExitCode.BadInput, code [| "--out=out"; "--alpha=5" |])

[<Fact>]
let ``the audit writes a page with a drawing per chart, a text and figures`` () =
    use folder = new TemporaryFolder()
    let outcome = AuditCommand.execute (request None (folder.File "out"))
    let html = File.ReadAllText outcome.Page

    for id in [ "matrices"; "pairings"; "metrics"; "sample-size" ] do
        Assert.Contains($"<div id=\"audit-{id}\" class=\"chart\"", html)
        Assert.Contains($"Plotly.newPlot('audit-{id}'", html)

    for anchor in Regex.Matches(html, "<a href=\"#([a-z-]+)\">") do
        Assert.Contains($"<section id=\"{anchor.Groups[1].Value}\">", html)

    use document = JsonDocument.Parse(File.ReadAllText outcome.Json)
    let root = document.RootElement
    Assert.Equal(14, (field "reproduced" root).GetInt32())

    let end' = (field "pairs" root)[0]
    let exact = end' |> field "all" |> field "value" |> field "exact"
    Assert.Equal(0.125, (field "smallest_p" exact).GetDouble(), 1e-12)
    Assert.Equal<string list>([ outcome.Markdown ], Directory.GetFiles(folder.File "out", "*.md") |> List.ofArray)

[<Fact>]
let ``docs/results/audit.md is what the program writes`` () =
    let folder = Path.Combine(repositoryRoot, "docs", "results")

    Assert.Equal(AuditCommand.markdown folder Paper.audit.Value, File.ReadAllText(Path.Combine(folder, "audit.md")))

[<Fact>]
let ``the findings on the paper are all there, in words`` () =
    let findings = String.Join("\n", AuditCommand.findings Paper.audit.Value)

    for part in
        [
            "14 of the 15 printed cells"
            "no other of the 4,945 possible ones"
            "Quantum-Mid's G-mean is 0.6547 by these counts and printed 0.6546, cut off instead of rounded."
            "The positive class is mixed."
            "exact McNemar p from 0.125 to 0.731"
            "The AUC goes the other way: 0.0305 lower."
            "significantly worse under every one of 170 possible pairings"
            "takes 1,253 images by the exact test (1,192 by Connor's formula)"
            "Stated images in all: 702. That is the size of training + test"
            "Stated validation set: 42/114. That is the size of test"
            "Quoted figures swapped"
            "significant under none of 240 possible pairings"
            "Stopped by the test set, if the validation set was it, as its size says: Quantum-End and Quantum-Mid stopped when their G-mean on it exceeded Baseline's. Quantum-End's 0.7883 above Baseline's 0.7695 then holds by construction"
            "Quantum-Mid's 0.6546 would never have met the rule."
            "The text says \"in most metrics, including AUC\" of Quantum-End: it is above Baseline in 5 of 6 columns, but its AUC is 0.8285, Baseline's 0.8590."
        ] do
        Assert.Contains(part, findings)

[<Fact>]
let ``names from a table's file are text, never markup`` () =
    use folder = new TemporaryFolder()
    let path = folder.File "table.json"
    File.WriteAllText(path, Paper.json.Replace("Quantum-End", "<script>alert(1)</script>|*x*"))
    let outcome = AuditCommand.execute (request (Some path) (folder.File "out"))
    Assert.DoesNotContain("<script>alert", File.ReadAllText outcome.Page)
    Assert.DoesNotContain("<script>", File.ReadAllText outcome.Markdown)
    Assert.Contains(@"\|\*x\*", File.ReadAllText outcome.Markdown)

[<Fact>]
let ``a table with percentages, empty cells, open conventions and a perfect AUC is audited`` () =
    use folder = new TemporaryFolder()
    let path = folder.File "table.json"

    File.WriteAllText(
        path,
        """{"title": "t", "classes": [{"name": "neg", "count": 900}, {"name": "pos", "count": 1100}],
            "columns": [{"metric": "accuracy"}, {"metric": "precision"}, {"metric": "auc"}, {"metric": "f1"}],
            "models": [{"name": "a", "cells": ["86.4 %", "86.5 %", "0.93", "86.4 %"]},
                       {"name": "b", "cells": ["87.0 %", "87.1 %", "1.00", null]}]}"""
    )

    let outcome = AuditCommand.execute (request (Some path) (folder.File "out"))
    let text = File.ReadAllText outcome.Markdown
    Assert.Contains("The positive class stays open.", text)
    Assert.Contains("the formula sees no uncertainty in an AUC of 0 or 1", text)
    Assert.DoesNotContain("NaN", text + File.ReadAllText outcome.Json)
