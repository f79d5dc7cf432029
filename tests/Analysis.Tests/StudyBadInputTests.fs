/// Studies of which something is missing, wrong or too little: said clearly, and what can still be computed is computed.
module QImpact.Analysis.Tests.StudyBadInputTests

open System
open System.Collections.Immutable
open System.IO
open Shouldly
open Xunit
open QImpact.Data.Runs
open QImpact.Data.Studies
open QImpact.Analysis.Document
open QImpact.Analysis.Study
open QImpact.Analysis.Tests.SampleRuns
open QImpact.Analysis.Tests.SampleStudies
open QImpact.Analysis.Tests.SampleArchives

let private study = compared 3 6

/// The run with other scores.
let private withScores (change: ScoreRow[] -> ScoreRow[]) (found: FoundRun) =
    let run = found.Run

    FoundRun(
        found.Plan,
        RunArchive(
            run.File,
            run.Identity,
            run.Config,
            run.Result,
            run.History,
            run.Seconds,
            (change (Array.ofSeq run.Scores)).ToImmutableArray(),
            run.Head
        )
    )

let private one = (2, 1), "end-tanh"

/// The study with one run changed.
let private spoiled change =
    found even study (fun _ -> true) (fun run ->
        if (placeOf run.Plan, run.Plan.Architecture.Name) = one then
            withScores change run
        else
            run)

let private page runs =
    use folder = new TemporaryFolder()
    let outcome = StudyReport.write runs (folder.File "out")
    outcome, File.ReadAllText(Path.Combine(folder.Path, "out", "report.md"))

/// One complaint that says this; the run's repeat is left out, the others are judged.
let private costsOneRepeat change (words: string) =
    let findings = Findings.ofStudy (spoiled change)
    findings.Judged.Unusable.Length.ShouldBe 1
    findings.Judged.Unusable.Head.ShouldContain words
    findings.Judged.Unusable.Head.ShouldContain "end-tanh"
    findings.Comparison.Value.Runs.Whole.ShouldBe([ 0; 1; 3; 4; 5 ])
    let _, text = page (spoiled change)
    text.ShouldContain words

let private score (row: ScoreRow) value =
    ScoreRow(
        row.Split,
        row.SampleId,
        row.Label,
        [| 1.0f - value; value |].ToImmutableArray(),
        row.CircuitInputs,
        row.Expectations
    )

let private onTest place change (rows: ScoreRow[]) =
    let at = rows |> Array.findIndex (fun row -> row.Split = "test")

    rows
    |> Array.mapi (fun index row -> if index = at + place then change row else row)

[<Fact>]
let ``a score that is NaN costs its run alone`` () =
    costsOneRepeat (onTest 0 (fun row -> score row nanf)) "no probabilities of two classes"

[<Fact>]
let ``an image that stands twice costs its run alone`` () =
    costsOneRepeat (fun rows -> Array.append rows [| Array.last rows |]) "2 times; expected each once"

[<Fact>]
let ``a missing image costs its run alone`` () =
    costsOneRepeat (fun rows -> rows[.. rows.Length - 2]) "1 are missing"

[<Fact>]
let ``another label costs its run alone`` () =
    let turned (row: ScoreRow) =
        ScoreRow(row.Split, row.SampleId, 1 - row.Label, row.Scores, row.CircuitInputs, row.Expectations)

    costsOneRepeat (onTest 1 turned) "are not those of the other runs"

[<Fact>]
let ``a fold without one class has no AUC, and no repeat with it is whole`` () =
    let lacks (rows: ScoreRow[]) =
        rows |> Array.filter (fun row -> row.Split = "val" || row.Label = 1)

    // All arms of the fold, so that they agree.
    let runs =
        found even study (fun _ -> true) (fun run ->
            if placeOf run.Plan = (4, 2) then
                withScores lacks run
            else
                run)

    (Findings.ofStudy runs).Comparison.Value.Runs.Whole.ShouldBe([ 0; 1; 2; 3; 5 ])

[<Fact>]
let ``one seed is no study: the page stands, and nothing is concluded`` () =
    let single = compared 3 1
    let outcome, text = page (all even single)
    outcome.Answer.ShouldStartWith "Nothing is concluded yet: 1 of the 5 whole repeats"
    text.ShouldContain "one repeat only"

[<Fact>]
let ``unequal repeats are counted, and the whole ones compared`` () =
    let keeps (plan: PlannedRun) =
        fst (placeOf plan) < 5 || plan.Architecture.Name = "baseline"

    let runs = found even study keeps id
    let _, text = page runs
    text.ShouldContain "5 of the study's 6 repeats are whole"
    text.ShouldContain "Begun and left out of every figure here: 1, with 3 of 12 runs."
    (Findings.ofStudy runs).Answer.ShouldNotStartWith "Nothing is concluded"

[<Fact>]
let ``a study without any run has a page that says so`` () =
    let outcome, text = page (found even study (fun _ -> false) id)
    outcome.Answer.ShouldStartWith "Nothing is concluded yet: 0 of the 5 whole repeats"
    text.ShouldContain "Not there yet: 72 runs."

[<Fact>]
let ``archives of other data, another split or another schema, and damaged ones, are left out with a line each`` () =
    use folder = new TemporaryFolder()
    let runs = folder.File "runs"
    Directory.CreateDirectory runs |> ignore
    let small = compared 3 1
    let _, plans = planned small

    for plan in plans do
        write runs even plan

    let path (plan: PlannedRun) =
        Path.Combine(runs, plan.Name + RunArchive.Extension)

    // Of the same name, but of another numerical schema.
    let first = plans.Head

    let other =
        RunIdentity.Of(RunFamily.Of((archive even first).Config), Nullable 0, first.Seed, first.Threads + 1)

    use again = new TemporaryFolder()
    File.Delete(path first)

    write
        runs
        even
        (PlannedRun(
            first.Part,
            first.Role,
            first.Architecture,
            first.Circuit,
            first.Protocol,
            first.Settings,
            first.Seed,
            first.Fold,
            first.Threads,
            first.Name,
            other,
            first.BaselineName
        ))

    let cut = path plans[1]
    File.WriteAllBytes(cut, File.ReadAllBytes(cut)[..200])
    File.Move(path plans[2], Path.Combine(runs, "stranger.zip"))
    let found = StudyRuns.Find(small, description, runs)
    found.Found.Length.ShouldBe(plans.Length - 3)
    let _, text = page found

    for words in
        [
            "is another run than the study's of that name"
            "damaged"
            "stranger.zip is no run of this study"
        ] do
        text.ShouldContain words

[<Fact>]
let ``the documents of a study are the same for the same runs`` () =
    use folder = new TemporaryFolder()

    let write name =
        StudyReport.write (all even study) (folder.File name) |> _.Files

    for first, second in List.zip (write "first") (write "second") do
        File.ReadAllBytes(second).ShouldBe(File.ReadAllBytes first)

[<Fact>]
let ``every form of the report opens with the same answer`` () =
    use folder = new TemporaryFolder()
    let outcome = StudyReport.write (all even study) (folder.File "out")

    for path in outcome.Files do
        let text = File.ReadAllText path
        let name = Path.GetFileName path

        if name = "report.md" || name = "report.json" || name = "index.html" then
            text.Replace("\\u00B1", "±").Replace("&#177;", "±").ShouldContain(outcome.Answer, Case.Sensitive, name)
