/// What one page says of a comparison, every page says.
module QImpact.Analysis.Tests.Consistency

open System.Text.Json
open System.Text.RegularExpressions
open Xunit
open QImpact.Fixtures
open QImpact.Analysis.Models
open QImpact.Analysis.Compare
open QImpact.Analysis.Tests.KnownTruth

let scenarioNames: TheoryData<string> = TheoryData<string>(Map.keys scenarios)

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
