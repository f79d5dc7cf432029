/// The findings that are published are those of the runs that are published.
module QImpact.Analysis.Tests.FindingsPageTests

open System
open System.IO
open System.Text.RegularExpressions
open Shouldly
open Xunit
open QImpact.Fixtures
open QImpact.Metrics
open QImpact.Analysis.Study
open QImpact.Analysis.Tests.SampleStudies
open QImpact.Analysis.Tests.SampleArchives

let private results = Path.Combine(repositoryRoot, "docs", "results")

[<Fact>]
let ``docs/results/README.md and its picture are what the program writes of docs/results/runs`` () =
    let page = Path.Combine(results, "README.md")

    Assert.SkipWhen(
        not (File.Exists page),
        "there are no findings yet: ./qimpact study report docs/results/study.yaml --runs=docs/results/runs --findings=docs/results/README.md"
    )

    let findings =
        StudyReportCommand.find (Path.Combine(results, "study.yaml")) (Path.Combine(results, "runs")) None
        |> StudyReportCommand.findings

    let text, picture = FindingsPage.write findings
    File.ReadAllText(page).ShouldBe text

    let readme = File.ReadAllText(Path.Combine(repositoryRoot, "README.md"))
    readme.ShouldContain $"**Does the quantum layer help?** {findings.Answer}\n"

    findings.Comparison
    |> Option.bind (fun comparison -> SensitivityEstimates.sentence comparison.Sensitivity)
    |> Option.iter (fun sentence -> readme.ShouldContain $"\n{sentence}\n")

    match picture with
    | Some picture -> File.ReadAllText(Path.Combine(results, FindingsPage.Picture)).ShouldBe picture
    | None -> File.Exists(Path.Combine(results, FindingsPage.Picture)).ShouldBeFalse()

[<Fact>]
let ``the page opens with the answer and has the figures of the contrasts`` () =
    let findings = Findings.ofStudy (all even (whole 3 6))
    let text, picture = FindingsPage.write findings
    picture.IsSome.ShouldBeTrue()
    let lines = text.Split '\n'
    lines[2].ShouldBe $"**{findings.Answer}**"
    text.ShouldContain "](answer.svg)"

    for contrast in findings.Comparison.Value.Exploratory do
        match contrast.Combined with
        | Ok difference -> text.ShouldContain $"| {Decimals.shown 3 difference.Value} ("
        | Error reason -> failwith reason

    // A busy reader finishes it.
    Regex.Count(text, @"\w+").ShouldBeLessThan 1000

[<Fact>]
let ``a study that has hardly begun has a page that claims nothing`` () =
    let runs = found even (whole 3 6) (fun plan -> plan.Part = "rates") id
    let text, picture = FindingsPage.write (Findings.ofStudy runs)
    picture.ShouldBe None
    text.ShouldContain "Nothing is concluded yet: 0 of the 5 whole repeats"
    text.ShouldNotContain "95 % interval"

[<Fact>]
let ``the picture is well-formed and names every arm`` () =
    let comparison = (Findings.ofStudy (all even (whole 3 6))).Comparison.Value
    let svg = AnswerPicture.write "a < b & c" 0.05 comparison.Forest
    let document = Xml.Linq.XDocument.Parse svg

    let texts =
        [
            for text in document.Descendants() do
                if text.Name.LocalName = "text" then
                    text.Value
        ]

    for contrast in comparison.Forest do
        texts.ShouldContain(ForestChart.label contrast)

    comparison.Forest.Length.ShouldBe 10
