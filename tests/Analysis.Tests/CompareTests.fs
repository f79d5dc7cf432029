/// The one call for a comparison, and what it lets people claim.
module QImpact.Analysis.Tests.Compare

open System.IO
open System.Text.Json
open Xunit
open QImpact.Fixtures
open QImpact.Analysis.Models
open QImpact.Analysis.Compare
open QImpact.Analysis.Tests.SampleRuns

/// 60 images, a third malignant; the first model is right on all of class 1, the other as often as the period says.
let private labels = List.init 60 (fun i -> if i % 3 = 0 then 0 else 1)

let private judged architecture seed wrongEvery =
    { sample with
        Architecture = architecture
        Seed = seed
        Labels = labels
        Scores =
            labels
            |> List.mapi (fun i label ->
                let towards = if (i + seed) % wrongEvery = 0 then 1 - label else label
                (if towards = 1 then 0.6f else 0.4f) + float32 (i % 7) / 100.0f)
    }

let private compareWith options samples check =
    use folder = new TemporaryFolder()

    for sample in samples do
        writeRun (folder.File "runs") sample |> ignore

    let request: CompareCommand.Request =
        {
            Tables = []
            Runs = Some(folder.File "runs")
            Split = "test"
            Dataset = None
            Out = Some(folder.File "out")
            Options = options
        }

    check (CompareCommand.execute request)

let private defaults = CompareOptions.Default

[<Fact>]
let ``a clear difference is claimed of the trained models only, never of the architectures`` () =
    compareWith defaults [ judged "baseline" 0 100; judged "quantum-end" 0 2 ] (fun outcome ->
        let accuracy =
            outcome.Comparison.Rows |> List.find (fun row -> row.Metric.Name = "accuracy")

        Assert.Equal("McNemar exact", accuracy.Test)
        Assert.True(accuracy.Holm.Value >= Result.defaultValue 1.0 accuracy.PValue)
        Assert.Contains("the trained model Baseline has a higher accuracy than Quantum-End", accuracy.Claim)
        Assert.Contains("no claim about architectures", accuracy.Claim)

        Assert.All(
            outcome.Comparison.Seeds,
            fun row -> Assert.Contains("Nothing is claimed of the architectures", row.Claim)
        ))

[<Fact>]
let ``identical models are not called equal without a margin, and with one only by the equivalence test`` () =
    let pair = [ judged "baseline" 0 9; judged "quantum-end" 0 9 ]

    let claimOf options =
        let mutable claim = ""

        compareWith options pair (fun outcome ->
            claim <- (outcome.Comparison.Rows |> List.find (fun row -> row.Metric.Name = "accuracy")).Claim)

        claim

    let without = claimOf defaults
    Assert.Contains("that does not show that they are equal", without)
    Assert.DoesNotContain("Equivalence is shown", without)

    Assert.Contains(
        "Equivalence is shown: their accuracy differs by less than 0.2000",
        claimOf { defaults with Margin = Some 0.2 }
    )

    Assert.Contains("Equivalence within 0.0100 is not shown either", claimOf { defaults with Margin = Some 0.01 })

[<Fact>]
let ``seeds and images are both shown, and combined to an interval that is wider than either`` () =
    let samples =
        [
            for seed in 0..4 do
                judged "baseline" seed (9 + seed)
                judged "quantum-end" seed (4 + seed % 2)
        ]

    compareWith defaults samples (fun outcome ->
        let row =
            outcome.Comparison.Seeds |> List.find (fun row -> row.Metric.Name = "accuracy")

        Assert.True row.Paired
        Assert.Equal((5, 5), row.Seeds)

        let width result =
            match result with
            | Ok(interval: QImpact.Statistics.Interval) -> interval.Upper - interval.Lower
            | Error reason -> failwith reason

        Assert.True(width row.Images > 0.0 && width row.Seeding > 0.0)
        Assert.True(width row.Combined > width row.Images)
        // Models of different seeds are not compared with one another.
        Assert.Equal(
            5,
            outcome.Comparison.Rows
            |> List.filter (fun row -> row.Metric.Name = "accuracy")
            |> List.length
        ))

/// Three architectures over four seeds: the first always best, the others in turn.
let private threeOverSeeds =
    [
        for seed in 0..3 do
            judged "baseline" seed 60
            judged "quantum-end" seed (if seed % 2 = 0 then 9 else 5)
            judged "quantum-mid" seed (if seed % 2 = 0 then 5 else 9)
    ]

[<Fact>]
let ``three architectures over the same seeds are ranked, and Friedman's test is that of the ranks`` () =
    compareWith defaults threeOverSeeds (fun outcome ->
        let ranks =
            outcome.Comparison.Ranks |> List.find (fun row -> row.Metric.Name = "accuracy")

        Assert.Equal<string list>([ "Baseline"; "Quantum-End"; "Quantum-Mid" ], ranks.Models)
        Assert.Equal(4, ranks.Seeds)

        match ranks.Test with
        | Error reason -> failwith reason
        | Ok test ->
            Assert.Equal<float[]>([| 1.0; 2.5; 2.5 |], test.MeanRanks)
            // By hand: 12 n / (k (k + 1)) sum (R - 2)^2 = 4 (1 + 1/4 + 1/4) = 6, F = 3 * 6 / (4 * 2 - 6) = 9 with 2 and 6 degrees of freedom.
            Assert.Equal(6.0, (Result.defaultWith failwith test.ChiSquared).Statistic, 1e-12)
            Assert.Equal(9.0, (Result.defaultWith failwith test.ImanDavenport).F, 1e-12)

        // 90 of the 6^4 rankings of four blocks reach a chi-squared of 6: the published .069.
        Assert.Equal(90.0 / 1296.0, Result.defaultWith failwith ranks.PValue, 1e-12)
        let text = File.ReadAllText outcome.Written[2]
        Assert.Contains("## All architectures, ranked within each seed", text)
        Assert.Contains("| accuracy | 1.00 | 2.50 | 2.50 | 0.0694 |", text)
        Assert.Contains("## Effect sizes over the seeds", text)
        Assert.Contains("Baseline; Quantum-End; Quantum-Mid,,accuracy", File.ReadAllText outcome.Written[0]))

[<Fact>]
let ``two architectures, or one seed, are not ranked`` () =
    for samples in
        [
            threeOverSeeds
            |> List.filter (fun sample -> sample.Architecture <> "quantum-mid")
            threeOverSeeds |> List.filter (fun sample -> sample.Seed = 0)
        ] do
        compareWith defaults samples (fun outcome -> Assert.Empty outcome.Comparison.Ranks)

[<Fact>]
let ``a run that always wins has a Cliff's delta of 1, and d_z and g differ by Hedges' correction`` () =
    compareWith defaults threeOverSeeds (fun outcome ->
        let row =
            outcome.Comparison.Seeds
            |> List.find (fun row -> row.Metric.Name = "accuracy" && row.Second = "Quantum-End")

        Assert.Equal(1.0, Result.defaultWith failwith row.CliffsDelta, 1e-12)
        let dz = Result.defaultWith failwith row.CohensDz
        let g = Result.defaultWith failwith row.HedgesG
        // df = 3: Gamma(1.5) / (sqrt(1.5) Gamma(1)).
        Assert.Equal(sqrt System.Math.PI / 2.0 / sqrt 1.5, g / dz, 1e-9))

[<Fact>]
let ``a figure that rounds to zero has no sign`` () =
    Assert.Equal("0.0000", QImpact.Metrics.Decimals.four -0.00004)
    Assert.Equal("-0.0001", QImpact.Metrics.Decimals.four -0.00006)
    Assert.Equal("0.0000", string (QImpact.Metrics.MetricValue.Defined -0.00004))

[<Fact>]
let ``no file has NaN, one class and constant scores included`` () =
    let constant name =
        { sample with
            Architecture = name
            Labels = List.replicate 12 1
            Scores = List.replicate 12 0.5f
        }

    compareWith { defaults with Margin = Some 0.05 } [ constant "baseline"; constant "quantum-mid" ] (fun outcome ->
        for path in outcome.Written do
            let text = File.ReadAllText path
            Assert.DoesNotContain("NaN", text)
            Assert.DoesNotContain("Infinity", text)
            Assert.DoesNotContain("∞", text))

[<Fact>]
let ``the three files hold the same figures`` () =
    compareWith defaults [ judged "baseline" 0 9; judged "quantum-end" 0 4 ] (fun outcome ->
        Assert.Equal<string list>(
            [ "comparison.csv"; "comparison.json"; "comparison.md" ],
            outcome.Written |> List.map (fun path -> string (Path.GetFileName path))
        )

        let csv = File.ReadAllLines outcome.Written[0]

        Assert.Equal(
            "kind,first,second,metric,positive_class,first_value,second_value,difference,lower,upper,interval_method,test,p,p_holm,p_benjamini_hochberg,p_bonferroni,p_equivalence,only_first,only_second,cohens_g,scope,status,verdict,claim",
            csv[0]
        )

        use json = JsonDocument.Parse(File.ReadAllText outcome.Written[1])
        let accuracy = (field "pairs" json.RootElement)[0]
        Assert.Equal("accuracy", (field "metric" accuracy).GetString())
        let p = (field "p" accuracy).GetDouble()
        Assert.Contains($",McNemar exact,{p:R},", csv[1])
        Assert.Contains("## What may be claimed", File.ReadAllText outcome.Written[2]))

[<Fact>]
let ``tables without runs bring their class names and their positive class along`` () =
    use folder = new TemporaryFolder()

    let table name =
        let path = folder.File $"{name}.csv"

        File.WriteAllLines(
            path,
            [
                "dataset,split,sample_id,label,model,seed,score_0,score_1,decision,decision_name,positive_class,threshold,model_checksum,error"
                for i in 0..9 do
                    let score = if i % 2 = 0 then "0.25,0.75,1,ill" else "0.75,0.25,0,well"
                    $"ward,test,{i},{i % 3 % 2},{name},0,{score},1,0.5,abc,"
            ]
        )

        path

    let request: CompareCommand.Request =
        {
            Tables = [ table "a"; table "b" ]
            Runs = None
            Split = "test"
            Dataset = None
            Out = None
            Options = defaults
        }

    let subject = (CompareCommand.execute request).Models.Subject
    Assert.Equal<string list>([ "well"; "ill" ], subject.ClassNames)
    Assert.Equal(Some 1, subject.PositiveClass)

[<Fact>]
let ``what can't be compared ends with one line`` () =
    let line options samples =
        refusal (fun () -> compareWith options samples ignore)

    let pair = [ judged "baseline" 0 9; judged "quantum-end" 0 4 ]
    Assert.Contains("is the only model with predictions for test; expected at least two", line defaults [ pair.Head ])
    Assert.StartsWith("--alpha=5; expected a number between 0 and 1", line { defaults with Alpha = 5.0 } pair)
    Assert.StartsWith("--margin=5; expected a number between 0 and 1", line { defaults with Margin = Some 5.0 } pair)

    let others =
        { judged "quantum-end" 0 4 with
            Labels = labels |> List.map (fun label -> 1 - label)
        }

    Assert.Contains("expected the same images", line defaults [ pair.Head; others ])
