/// Sets of tables whose truth is known: what one page says, every page says.
module QImpact.Analysis.Tests.Consistency

open System.IO
open System.Net
open System.Text.Json
open System.Text.RegularExpressions
open Xunit
open QImpact.Fixtures
open QImpact.Metrics
open QImpact.Statistics
open QImpact.Analysis.Document
open QImpact.Analysis.Input
open QImpact.Analysis.Models
open QImpact.Analysis.Compare
open QImpact.Analysis.Report
open QImpact.Analysis.Tests.SampleRuns

/// 90 images, a third malignant; right on every one but each wrongEvery-th, which seeds shift.
let private judging wrongEvery (sample: Sample) =
    let labels = List.init 90 (fun i -> if i % 3 = 0 then 0 else 1)

    { sample with
        Protocol = "matched"
        Labels = labels
        Scores =
            labels
            |> List.mapi (fun i label ->
                let towards =
                    if (i + 5 * sample.Seed) % wrongEvery = 0 then
                        1 - label
                    else
                        label

                (if towards = 1 then 0.55f else 0.25f)
                + float32 ((i * 7 + sample.Seed) % 20) / 100.0f)
    }

let private run architecture wrongEvery seed =
    judging
        wrongEvery
        { sample with
            Architecture = architecture
            Seed = seed
        }

let private baseline = run "baseline"
let private hybrid = run "quantum-end"

let private failing seed =
    if seed = 2 then hybrid 2 seed else hybrid 12 seed

let private scenarios: Map<string, Sample list> =
    Map
        [
            "equal, one seed", [ baseline 9 0; hybrid 9 0 ]
            "equal, five seeds",
            [
                for seed in 0..4 do
                    baseline 9 seed
                    hybrid 9 seed
            ]
            "one much better, one seed", [ baseline 40 0; hybrid 2 0; run "quantum-mid" 3 0 ]
            "one much better, three seeds",
            [
                for seed in 0..2 do
                    baseline 40 seed
                    hybrid 2 seed
            ]
            "the second much better, six seeds",
            [
                for seed in 0..5 do
                    baseline (2 + seed % 2) seed
                    hybrid (30 + seed) seed
            ]
            "one failing seed in five",
            [
                for seed in 0..4 do
                    baseline 12 seed
                    failing seed
            ]
            "seeds shared in part, enough for pairs",
            [
                for seed in 0..6 do
                    baseline (9 + seed) seed
                for seed in 2..6 do
                    hybrid (4 + seed) seed
            ]
            "seeds shared in part, too few for pairs",
            [
                for seed in 0..4 do
                    baseline (9 + seed) seed
                for seed in 3..7 do
                    hybrid 3 seed
            ]
            "no seed shared", [ baseline 9 0; baseline 10 1; hybrid 3 2; hybrid 4 3 ]
            "two rates and two circuits, mixed protocols",
            [
                { baseline 9 0 with Protocol = "paper" }
                hybrid 4 0
                { hybrid 5 0 with Rate = Some 1e-5 }
                { hybrid 2 0 with
                    Circuit = "AngleEmbedding(Y, wires=3) StronglyEntanglingLayers(layers=1, wires=3) <Z0> <Z1> <Z2>"
                }
            ]
        ]

let scenarioNames: TheoryData<string> = TheoryData<string>(Map.keys scenarios)

type private Pages =
    {
        Models: Comparison
        Paired: PairedComparison
        Json: JsonElement
        Markdown: string
        Report: string
        Terminal: string
    }

let private pagesOf options samples =
    use folder = new TemporaryFolder()

    for sample in samples do
        writeRun (folder.File "runs") sample |> ignore

    let runs = Runs.readAll (folder.File "runs")

    let models =
        Comparison.buildWith
            { ComparisonSettings.Default with
                Replicates = 300
            }
            "test"
            runs
            []

    let paired = PairedComparison.compare options models
    use terminal = new StringWriter()
    ConsoleTable.write terminal models (Some paired)

    {
        Models = models
        Paired = paired
        Json = JsonDocument.Parse(Facts.json (CompareFacts.ofComparison paired)).RootElement
        Markdown = CompareChapters.document models.Subject paired |> Markdown.write (fun _ -> None)
        Report = Html.write (Report.document (Some paired) None runs models)
        Terminal = Regex.Replace(terminal.ToString(), @"\s+", " ")
    }

let private options =
    { CompareOptions.Default with
        Margin = Some 0.1
    }

let private pages =
    scenarios |> Map.map (fun _ samples -> lazy (pagesOf options samples))

let private of' name = pages[name].Value

let private decoded (pages: Pages) =
    string (WebUtility.HtmlDecode pages.Report)

/// What the rows say: who is higher in what than whom.
type private Said = string * string * string

let private higher first second metric word : Said list =
    match word with
    | "first higher" -> [ first, second, metric ]
    | "second higher" -> [ second, first, metric ]
    | "not shown"
    | "not tested" -> []
    | other -> failwith $"verdict {other}"

let private metricNames (pages: Pages) =
    pages.Models.Metrics
    |> List.filter (fun metric -> metric.Test <> PairedTest.NotTested)
    |> List.map (fun metric -> metric.Of pages.Models.Subject.ClassNames)

let private listed (text: string) =
    text.Split([| ", "; " and " |], System.StringSplitOptions.None) |> List.ofArray

/// What sentences of the form "X has a higher M and N than Y and Z" say.
let private saidIn (sentence: string) : Said list =
    [
        for found in Regex.Matches(sentence, @"([A-Z][^;,(]*?) has a higher (.+?) than ([^;.(]+)") do
            let higher =
                string (Regex.Replace(found.Groups[1].Value, "^.*the trained model ", ""))

            for metric in listed found.Groups[2].Value do
                for lower in listed (string (found.Groups[3].Value.Replace(" on images like these", "").Trim())) do
                    higher, lower, metric
    ]

let private metricOf (pages: Pages) (row: JsonElement) =
    pages.Models.Metrics
    |> List.find (fun metric ->
        metric.Name = string ((field "metric" row).GetString())
        && metric.PositiveClass =
            (match (field "positive_class" row).ValueKind with
             | JsonValueKind.Null -> None
             | _ -> Some((field "positive_class" row).GetInt32())))
    |> fun metric -> metric.Of pages.Models.Subject.ClassNames

let private word name (row: JsonElement) = string ((field name row).GetString())

let private rowsOf (pages: Pages) kind =
    (field kind pages.Json).EnumerateArray() |> List.ofSeq

let private saidByRows (pages: Pages) kind : Said list =
    [
        for row in rowsOf pages kind do
            yield! higher (word "first" row) (word "second" row) (metricOf pages row) (word "verdict" row)
    ]

[<Theory; MemberData(nameof scenarioNames)>]
let ``a verdict follows from the adjusted p-value and the sign of the difference, and its sentence says the same``
    name
    =
    let pages = of' name

    for row in rowsOf pages "pairs" @ rowsOf pages "architectures" do
        let claim = word "claim" row
        let adjusted = field "holm" row

        let expected =
            if adjusted.ValueKind = JsonValueKind.Null then
                "not tested"
            elif adjusted.GetDouble() > 0.05 then
                "not shown"
            elif (field "difference" row).GetDouble() > 0.0 then
                "first higher"
            else
                "second higher"

        Assert.Equal(expected, word "verdict" row)
        let first, second, metric = word "first" row, word "second" row, metricOf pages row
        Assert.Equal<Said list>(higher first second metric expected, saidIn claim)

        if expected = "not shown" then
            Assert.StartsWith($"No difference in {metric} between {first} and {second} is shown", claim)

        Assert.False(
            claim.Contains "that does not show that they are equal"
            && claim.Contains "Equivalence is shown",
            claim
        )

[<Theory; MemberData(nameof scenarioNames)>]
let ``the opening says what the rows say, no more and no less, on every page`` name =
    let pages = of' name
    let opening = pages.Paired.Opening

    let isArchitectures =
        rowsOf pages "architectures"
        |> List.exists (fun row -> word "verdict" row <> "not tested")

    let expected =
        saidByRows pages (if isArchitectures then "architectures" else "pairs")

    Assert.Equal<Said list>(List.sort expected, opening |> List.collect saidIn |> List.sort)

    Assert.Equal(
        expected.IsEmpty,
        opening
        |> List.exists (fun sentence -> sentence.Contains("no difference", System.StringComparison.OrdinalIgnoreCase))
    )

    for sentence in opening do
        Assert.Contains(sentence, pages.Markdown)
        Assert.Contains(sentence, decoded pages)
        Assert.Contains(sentence, pages.Terminal)

    Assert.Equal<string list>(
        opening,
        [
            for sentence in (field "opening" pages.Json).EnumerateArray() -> string (sentence.GetString())
        ]
    )

    Assert.DoesNotContain("overlap", Regex.Replace(pages.Report, "(?s)<script.*?</script>|<style.*?</style>", ""))

[<Theory; MemberData(nameof scenarioNames)>]
let ``the tables' marks and the claims on both pages are those of the rows`` name =
    let pages = of' name
    let lines = pages.Markdown.Split '\n'
    let text = decoded pages

    for row in pages.Paired.Rows |> List.filter (fun row -> row.Test <> "") do
        let metric = row.Metric.Of pages.Models.Subject.ClassNames

        let line =
            lines
            |> Array.find (fun line ->
                line.StartsWith $"| {row.First} | {row.Second} | {metric} |"
                && line.Contains $"| {row.Test} |")

        Assert.Equal(row.Verdict = Verdict.FirstHigher, line.Contains $"| {row.First} higher |")
        Assert.Equal(row.Verdict = Verdict.SecondHigher, line.Contains $"| {row.Second} higher |")
        Assert.Contains(row.Claim, pages.Markdown)
        Assert.Contains(row.Claim, text)

    for row in pages.Paired.Seeds do
        // One sentence stands for all contrasts of few seeds.
        let hasOwnSentence = min (fst row.Seeds) (snd row.Seeds) >= 5
        Assert.Equal(hasOwnSentence, pages.Markdown.Contains row.Claim)
        Assert.Equal(hasOwnSentence, text.Contains row.Claim)

[<Theory; MemberData(nameof scenarioNames)>]
let ``no interval has the width 0, and nothing is claimed of an architecture below five seeds`` name =
    let pages = of' name

    for row in pages.Paired.Seeds do
        for interval in [ row.Images; row.Seeding; row.Combined ] do
            match interval with
            | Ok interval ->
                Assert.True(interval.Upper - interval.Lower > 1e-9, $"{interval} of {row.First} and {row.Second}")
            | Error _ -> ()

        if min (fst row.Seeds) (snd row.Seeds) < 5 then
            Assert.True(row.Verdict.IsNotTested && Result.isError row.Combined && row.Holm.IsNone)

let private accuracy (pages: Pages) =
    pages.Paired.Seeds |> List.find (fun row -> row.Metric.Name = "accuracy")

[<Fact>]
let ``equal models are never told apart, and with a margin they are equivalent`` () =
    for name in [ "equal, one seed"; "equal, five seeds" ] do
        let pages = of' name
        Assert.Empty(saidByRows pages "pairs" @ saidByRows pages "architectures")

    let row = accuracy (of' "equal, five seeds")

    Assert.Equal(
        "every seed gives the same difference",
        (match row.Seeding with
         | Error reason -> reason
         | Ok _ -> "")
    )

[<Fact>]
let ``the much better one is claimed: of the trained models with few seeds, of the architectures from five on`` () =
    Assert.Contains(("Baseline", "Quantum-End", "accuracy"), saidByRows (of' "one much better, one seed") "pairs")

    let three = of' "one much better, three seeds"
    Assert.Empty(saidByRows three "architectures")

    for seed in 0..2 do
        Assert.Contains(($"Baseline s{seed}", $"Quantum-End s{seed}", "accuracy"), saidByRows three "pairs")

    Assert.Contains(
        "Nothing is claimed of Baseline and Quantum-End as architectures: with 3 seeds at the least, what other seeds give is too little known; it is judged from 5 on.",
        three.Paired.Opening
    )

    let six = of' "the second much better, six seeds"
    Assert.Contains(("Quantum-End", "Baseline", "accuracy"), saidByRows six "architectures")

[<Fact>]
let ``one failing seed in five is warned of, with the claim and in the remarks`` () =
    let pages = of' "one failing seed in five"
    let row = accuracy pages
    Assert.Equal<(string * (int * int)) list>([ "Quantum-End", (1, 4) ], row.Heaps)
    Assert.Contains("The seeds of Quantum-End fall in two heaps, 1 low and 4 high", row.Claim)

    Assert.Contains(
        "The seeds of Quantum-End fall in two heaps in accuracy, 1 low and 4 high: a mean and its interval describe neither.",
        pages.Paired.Remarks
    )

    Assert.Empty((accuracy (of' "equal, five seeds")).Heaps)

[<Fact>]
let ``seeds shared in part are pairs where they are enough, and the table says what is done`` () =
    let pairs = accuracy (of' "seeds shared in part, enough for pairs")
    Assert.True pairs.Paired
    Assert.Equal((5, 5), pairs.Seeds)
    Assert.Equal("of 7 and 5 seeds the 5 that both have, as pairs", pairs.Pairing)

    let apart = accuracy (of' "seeds shared in part, too few for pairs")
    Assert.False apart.Paired
    Assert.Equal((5, 5), apart.Seeds)
    Assert.Equal("of 5 and 5 seeds both have 2, so none are paired", apart.Pairing)

    for name, row in
        [
            "seeds shared in part, enough for pairs", pairs
            "seeds shared in part, too few for pairs", apart
        ] do
        let pages = of' name
        Assert.Contains(row.Pairing, pages.Markdown)
        Assert.Contains(row.Pairing, pages.Report)

    Assert.Contains(
        "Tested against no other model, as none of another kind has their seed: Baseline s0 and Baseline s1.",
        (of' "seeds shared in part, enough for pairs").Paired.Remarks
    )

[<Fact>]
let ``mixed protocols, rates and circuits stand in the labels of every page`` () =
    let pages = of' "two rates and two circuits, mixed protocols"

    Assert.Equal<string list>(
        [
            "Baseline paper"
            "Quantum-End matched"
            "Quantum-End matched c893e3d35"
            "Quantum-End matched lr1e-5"
        ],
        pages.Models.Models |> List.map _.Label
    )

    for label in pages.Models.Models |> List.map _.Label do
        Assert.Contains(label, pages.Markdown)
        Assert.Contains(label, pages.Report)
        Assert.Contains(label, pages.Terminal)

    Assert.Contains("The protocols are mixed (matched, paper)", pages.Markdown)
    Assert.Contains("The protocols are mixed (matched, paper)", pages.Report)

[<Fact>]
let ``what a claim is adjusted for does not grow with the seeds`` () =
    let tests seeds =
        let paired =
            (pagesOf
                CompareOptions.Default
                [
                    for seed in 0 .. seeds - 1 do
                        baseline 9 seed
                        hybrid 7 seed
                ])
                .Paired

        paired.Rows
        |> List.filter (fun row -> row.Holm.IsSome)
        |> List.countBy _.Scope
        |> List.map snd
        |> List.distinct,
        paired.Seeds |> List.filter (fun row -> row.Holm.IsSome) |> List.length

    Assert.Equal<int list * int>(([ 4 ], 4), tests 5)
    Assert.Equal<int list * int>(([ 4 ], 4), tests 7)

[<Fact>]
let ``equivalence of architectures is two one-sided t tests on the combined error, and its 90 % interval lies within the margin``
    ()
    =
    for name in Map.keys scenarios do
        for row in (of' name).Paired.Seeds do
            match row.EquivalenceInterval, row.Combined, row.Difference with
            | Some(Ok ninety), Ok combined, MetricValue.Defined difference ->
                // Student's t is symmetric about the difference; 90 % lies within 95 %.
                Assert.Equal(difference, (ninety.Lower + ninety.Upper) / 2.0, 1e-12)
                Assert.True(combined.Lower < ninety.Lower && ninety.Upper < combined.Upper)

                match row.Equivalence with
                | Some(Ok p) when p <= 0.05 -> Assert.True(ninety.Lower > -0.1 && ninety.Upper < 0.1)
                | _ -> ()
            | Some(Ok _), _, _ -> failwith $"{name}: an interval without the combined error"
            | _ -> ()
