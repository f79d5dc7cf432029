module QImpact.Analysis.Tests.Report

open System
open System.IO
open System.Text.RegularExpressions
open Xunit
open QImpact.Data
open QImpact.Data.Runs
open QImpact.Analysis.Report
open QImpact.Analysis.Tests.SampleRuns

let private three =
    [
        sample
        { sample with
            Architecture = "quantum-end"
            Scores = [ 0.25f; 0.375f; 0.75f; 0.375f; 0.875f ]
        }
        { sample with
            Architecture = "quantum-mid"
            Scores = [ 0.125f; 0.75f; 0.25f; 0.375f; 0.875f ]
        }
    ]

/// The page without plotly.js, which is larger than all the rest and names addresses that it never opens here.
let private ownPart (html: string) =
    Regex.Replace(html, @"<script>\s*/\*\*.*?</script>", "", RegexOptions.Singleline)

[<Fact>]
let ``the page has every section, each reached from the contents`` () =
    analyse three (fun _ html ->
        for id in
            [
                "summary"
                "images"
                "paper"
                "paired"
                "metrics"
                "figure2"
                "roc"
                "confusion"
                "training"
                "runs"
                "audit"
                "notes"
            ] do
            Assert.Contains($"<section id=\"{id}\">", html)
            Assert.Contains($"<a href=\"#{id}\">", html))

[<Fact>]
let ``the page embeds plotly.js once and loads nothing`` () =
    analyse three (fun _ html ->
        Assert.Single(Regex.Matches(html, @"plotly\.js v2\.28\.0")) |> ignore
        let own = ownPart html
        Assert.True(own.Length < html.Length - 3_000_000, "the script was not cut out")
        Assert.DoesNotContain("://", own)
        Assert.DoesNotMatch(@"(?i)<(script|img|link|iframe|object|embed)\b[^>]*\b(src|href|data)\s*=", own)
        Assert.DoesNotMatch(@"(?i)@import|url\(", own)
        Assert.Contains("default-src &#39;none&#39;", own))

[<Fact>]
let ``every chart's box has its drawing`` () =
    analyse three (fun _ html ->
        let boxes =
            Regex.Matches(html, "<div id=\"([a-z0-9-]+)\" class=\"chart\"")
            |> Seq.map _.Groups[1].Value

        let drawings =
            Regex.Matches(html, @"Plotly\.newPlot\('([a-z0-9-]+)'")
            |> Seq.map _.Groups[1].Value

        Assert.Equal<string list>(List.ofSeq boxes, List.ofSeq drawings)

        for id in [ "metrics-chart"; "roc-chart"; "loss-0"; "quality-0"; "loss-2" ] do
            Assert.Contains(id, boxes))

[<Fact>]
let ``the paper's Table 1 stands beside the measured rows`` () =
    analyse three (fun _ html ->
        for cell in [ "0.7436"; "0.6604"; "0.9310"; "0.4737"; "0.6546"; "0.8590" ] do
            Assert.Contains($"<span class=\"published\">{cell}</span>", html)

        Assert.Equal(3, Regex.Matches(html, "measured here").Count)
        Assert.Contains("Precision (benign)", html)
        Assert.Contains("F1 (malignant)", html))

[<Fact>]
let ``the summary counts images and claims nothing about an architecture from one seed`` () =
    analyse three (fun _ html ->
        Assert.Contains("3 models judged 5 test images of BreastMNIST: 2 malignant and 3 normal/benign.", html)
        Assert.Contains("<strong>Baseline</strong> recognised 1 of 2 malignant images", html)
        Assert.Contains("Each architecture was trained once.", html)
        Assert.Contains("that does not show that they are equal", html)

        Assert.Contains(
            "Nothing is claimed of Baseline, Quantum-End and Quantum-Mid as architectures: with one seed only",
            html
        )

        Assert.DoesNotContain("n/a (one seed only)", html)
        Assert.DoesNotContain("</sup> one seed only", html)
        // The audit speaks of the paper's figures, with a paired test.
        let measured =
            Regex.Replace(ownPart html, "<section id=\"audit\">.*?</section>", "", RegexOptions.Singleline)

        Assert.DoesNotContain("significant", measured)
        Assert.DoesNotContain("outperform", ownPart html))

[<Fact>]
let ``what may be claimed is a cell for each pair and metric, and a sentence for each behind it`` () =
    analyse three (fun _ html ->
        let chapter =
            Regex.Match(html, "<section id=\"paired\">.*?</section>", RegexOptions.Singleline).Value

        for pair in
            [
                "Baseline less Quantum-End"
                "Baseline less Quantum-Mid"
                "Quantum-End less Quantum-Mid"
            ] do
            Assert.Contains($"<th scope=\"row\">{pair}</th>", chapter)

        let folded =
            Regex.Match(
                chapter,
                "<details><summary>Each claim as a sentence</summary>.*?</details>",
                RegexOptions.Singleline
            )

        // Three pairs, four metrics with a test.
        Assert.Equal(12, Regex.Matches(folded.Value, "<li>").Count)
        Assert.Equal(12, Regex.Matches(chapter, "no difference shown<small").Count))

[<Fact>]
let ``several seeds show their spread and are told apart`` () =
    analyse
        [
            sample
            { sample with
                Seed = 1
                Scores = [ 0.25f; 0.375f; 0.75f; 0.5f; 0.875f ]
            }
        ]
        (fun outcome html ->
            Assert.Contains("Baseline (2 seeds) 0.8333 to 1.0000", html)
            Assert.Contains("Baseline s0", html)
            Assert.Contains("Baseline s1", html)
            Assert.DoesNotContain("was trained once", html)

            Assert.Equal<(int * int) list>(
                [ 0, 0; 0, 1 ],
                outcome.Comparison.Models |> List.map (fun model -> model.Family, model.Sibling)
            ))

[<Fact>]
let ``an architecture of the paper has the colour of its row in the paper's table, whatever else is there`` () =
    analyse three.Tail (fun outcome _ ->
        Assert.Equal<string list>([ "Quantum-End"; "Quantum-Mid" ], outcome.Comparison.Models |> List.map _.Label)
        Assert.Equal<int list>([ 1; 2 ], outcome.Comparison.Models |> List.map _.Family))

[<Fact>]
let ``a phantom can't be taken for real data`` () =
    analyse [ { sample with Phantom = true } ] (fun outcome html ->
        Assert.Contains("<div class=\"phantom\" role=\"alert\"><strong>PHANTOM</strong>", html)
        Assert.Contains("<title>PHANTOM", html)
        Assert.Contains("<meta name=\"qimpact-phantom\" content=\"phantom\">", html)
        Assert.Contains("they can&#39;t be compared", html)
        Assert.Contains("Phantom: generated by a program, not ultrasound.", html)
        Assert.Contains("\"type\":\"heatmap\"", html)
        Assert.All(File.ReadAllLines outcome.Metrics |> Array.skip 1, fun line -> Assert.StartsWith("phantom,", line)))

[<Fact>]
let ``real data carry no phantom banner`` () =
    analyse [ sample ] (fun _ html ->
        Assert.DoesNotContain("class=\"phantom\"", html)
        Assert.Contains("<title>QImpact: BreastMNIST, test split</title>", html)
        Assert.Contains("CC BY 4.0", html)
        Assert.Contains("Not a medical device", html))

[<Fact>]
let ``how each run was made is there: protocol, seed, checksums, code version`` () =
    analyse three (fun _ html ->
        for fact in
            [
                "breastmnist-quantum-end-paper-s0"
                "AngleEmbedding(X, wires=4) BasicEntanglerLayers(RX, layers=2, wires=4) &lt;Z0&gt; &lt;Z1&gt; &lt;Z2&gt; &lt;Z3&gt;"
                "11,171,266"
                "750601b1f35ba3300ea97c75c52ff8f6"
                String.replicate 64 "a"
                "0.1.0+test"
                "Adam, learning rate 0.0001"
            ] do
            Assert.Contains(fact, html)

        Assert.Contains("epoch 2 of 2 was kept; all 2 epochs were trained", html))

[<Fact>]
let ``an unfinished run without predictions is named as left out`` () =
    use folder = new TemporaryFolder()
    writeRun (folder.File "runs") sample |> ignore

    let unfinished =
        writeRun
            (folder.File "runs")
            { sample with
                Architecture = "quantum-end"
                Finished = false
            }

    File.Delete unfinished.PredictionsFile

    let outcome =
        AnalyzeCommand.execute (request (folder.File "runs") (folder.File "out"))

    let html = File.ReadAllText outcome.Report
    Assert.Contains("Quantum-End has no predictions for this split", html)
    Assert.Contains("the run has not ended", html)
    Assert.Single outcome.Comparison.Models |> ignore

[<Fact>]
let ``names from outside are text, never markup`` () =
    use folder = new TemporaryFolder()
    let table = folder.File "other.csv"
    let evil = "</script><script>alert(1)</script>"
    writeRun (folder.File "runs") sample |> ignore
    writePredictions table sample (predictions sample)
    File.WriteAllText(table, File.ReadAllText(table).Replace(nameOf sample, evil))

    let outcome =
        AnalyzeCommand.execute
            { request (folder.File "runs") (folder.File "out") with
                Tables = [ table ]
            }

    let html = File.ReadAllText outcome.Report
    Assert.Equal(2, outcome.Comparison.Models.Length)
    Assert.DoesNotContain(evil, html)
    Assert.DoesNotContain("<script>alert", html)

[<Fact>]
let ``a margin that was stated is tested in the report, and one that is none is refused`` () =
    use folder = new TemporaryFolder()
    writeRun (folder.File "runs") sample |> ignore

    writeRun
        (folder.File "runs")
        { sample with
            Architecture = "quantum-end"
        }
    |> ignore

    let withMargin margin =
        { request (folder.File "runs") (folder.File "out") with
            Margin = margin
        }

    let page margin =
        File.ReadAllText (AnalyzeCommand.execute (withMargin margin)).Report

    Assert.Contains("No margin was stated", page None)
    Assert.Contains("tested: there are 5 cases; expected at least 10.", page (Some 0.5))

    Assert.Equal(
        "--margin=2; expected a number between 0 and 1, such as 0.05 for five points",
        refusal (fun () -> AnalyzeCommand.execute (withMargin (Some 2.0)))
    )

[<Fact>]
let ``equal inputs make equal pages`` () =
    use folder = new TemporaryFolder()
    writeRun (folder.File "runs") sample |> ignore

    let page out =
        File.ReadAllText (AnalyzeCommand.execute (request (folder.File "runs") (folder.File out))).Report

    Assert.Equal(page "first", page "second")

[<Fact>]
let ``the training chapter says what training did`` () =
    use folder = new TemporaryFolder()
    let run = writeRun (folder.File "runs") sample
    let result = run.ReadResult()

    let facts =
        TrainingFacts(
            Nullable false,
            Nullable 0.0082,
            0.013,
            Nullable 0.224,
            Nullable 0.646,
            Nullable false,
            11_172_310L,
            4_225_494L,
            11_171_266L
        )

    let recorded =
        RunResult(result.EpochsRun, result.ChosenEpoch, result.StopReason, result.Validation, result.Test, facts)

    Json.WriteFile(run.ResultFile, recorded)

    let outcome =
        AnalyzeCommand.execute (request (folder.File "runs") (folder.File "out"))

    let html = File.ReadAllText outcome.Report

    for text in
        [
            "never met"
            "0.0082"
            "0.224 to 0.646"
            "4,225,494"
            "what they test is a random circuit that was not trained"
        ] do
        Assert.Contains(text, html)
