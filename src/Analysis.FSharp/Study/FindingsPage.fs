/// The findings in a page that a busy reader finishes, every number from the runs.
module internal QImpact.Analysis.Study.FindingsPage

open System
open QImpact.Data.Runs
open QImpact.Data.Studies
open QImpact.Metrics
open QImpact.Statistics
open QImpact.Analysis.Document
open QImpact.Analysis.Study.Findings
open QImpact.Analysis.Study.ContrastEstimates
open QImpact.Analysis.Study.StudyWords

/// The picture of the answer, beside the page.
[<Literal>]
let Picture = "answer.svg"

let private interval (contrast: ContrastEstimate) =
    match contrast.Combined with
    | Ok difference ->
        let bounds = difference.Interval Confidence.Default
        $"{Decimals.shown 3 difference.Value} ({Format.interval 3 bounds})"
    | Error reason -> reason

let private asked (findings: Findings) =
    let study = findings.Study
    let arms = study.Parts |> Seq.collect _.Arms |> Seq.distinct |> Seq.length

    let main =
        study.Analysis.Primary
        |> Seq.tryHead
        |> Option.map (fun contrast -> contrast.Question)
        |> Option.defaultValue study.Title

    let progress =
        match findings.Comparison with
        | None -> ""
        | Some comparison ->
            $" {comparison.Runs.Whole.Length} of {comparison.Runs.Repeats.Length} repeats are whole; only whole ones count, the same for every arm."

    [
        paragraph
            $"{main} {arms} architectures that differ in their heads alone were trained with the same effort of tuning on {study.Dataset}, over repeated, stratified cross-validation whose folds keep near-duplicates together. The difference in AUC of the main contrast is the question; differences below {Decimals.shown 2 study.Analysis.Margin} were declared to count as none before any run.{progress}"
    ]

let private controls (comparison: Comparison) =
    let columns: (string * (ContrastEstimate -> Cell)) list =
        [
            "Contrast", (fun contrast -> text (ForestChart.label contrast))
            "Question", (fun contrast -> text contrast.Question)
            "AUC, difference (95 % interval)", interval >> text
        ]

    [
        Bullets
            [
                for verdict in comparison.Verdicts |> List.skip (min 1 comparison.Verdicts.Length) ->
                    plain (Verdict.sentence comparison.Basis verdict)
            ]
        if not comparison.Exploratory.IsEmpty then
            paragraph
                "Exploratory, not adjusted for their number, nothing is claimed by them: an arm less another that differs from it in one thing."

            Grid(grid columns comparison.Exploratory)
    ]

/// What becomes of the answer where arms are trained otherwise; nothing where no such repeat is whole.
let private sensitivity (comparison: Comparison) =
    match comparison.Sensitivity |> List.filter (fun variation -> variation.Repeats > 0) with
    | [] -> []
    | variations ->
        [
            yield!
                SensitivityEstimates.sentence variations
                |> Option.map (fun sentence ->
                    paragraph $"Exploratory. {sentence} Arms that a line does not name are the comparison's.")
                |> Option.toList
            Grid(SensitivityChapter.contrasts variations)
        ]

let private powers (comparison: Comparison) =
    [
        for contrast in comparison.Primary do
            match contrast.Combined with
            | Error _ -> ()
            | Ok difference ->
                let found = Decimals.shown 3 (CostChapters.detectable 0.8 difference)
                let same = Decimals.shown 3 (CostChapters.equivalentAt difference)

                plain
                    $"{ForestChart.label contrast}: a true difference of {found} is found with a chance of 80 %%; {same} is the smallest margin within which these figures show the two to be the same."
    ]

let private cannotSay (findings: Findings) (comparison: Comparison) =
    [
        Bullets(
            powers comparison
            @ (TrainingLimits.sentences findings comparison |> List.map plain)
            @ [
                plain
                    "One data set, one backbone, one circuit, simulated exactly: nothing here is about quantum layers in general. Learning rates were chosen on inner validation parts of the same images."
            ]
        )
    ]

let private literal (findings: Findings) =
    let runs =
        [
            for part in findings.Parts StudyRole.Literal do
                for arm in part.Arms do
                    let own = findings.Of part |> List.filter (fun run -> run.Plan.Architecture = arm)

                    let facts = own |> List.choose (fun run -> Option.ofObj run.Run.Result.Training)

                    if not facts.IsEmpty then
                        arm, own, facts
        ]

    [
        for arm, own, facts in runs do
            let met =
                facts |> List.choose (fun facts -> Option.ofNullable facts.StoppingRuleMet)

            let moved = facts |> List.map _.CircuitChange |> some
            let aucs = own |> List.map _.Auc |> defined

            match met, moved with
            | [], _
            | _, [] -> ()
            | met, moved ->
                let often = share (met |> List.filter id |> List.length) met.Length |> Format.cell

                plain
                    $"{arm.Title}: the rule that stops it once it beats its baseline was met in {often} runs; no angle of its circuit moved by more than {Decimals.shown 4 (List.max moved)} rad; test AUC {medianAndRange 3 aucs |> Format.cell}."
        for arm, own, _ in runs do
            if not arm.IsHybrid then
                let aucs = own |> List.map _.Auc |> defined

                plain
                    $"{arm.Title}: test AUC {medianAndRange 3 aucs |> Format.cell}, median and range over {countedSeeds own.Length}."
    ]

let private paper (findings: Findings) =
    [
        match literal findings with
        | [] -> ()
        | lines -> Bullets lines
        Paragraph
            [
                Plain
                    "What the paper's own table shows when it is taken at its word stands in docs/results/audit.md: its gain in accuracy is significant under no pairing of the errors, and its AUC moves the other way."
            ]
    ]

let private missing (findings: Findings) =
    let runs = findings.Runs

    paragraph
        $"{runs.Found.Length} of {runs.All} runs are there, {runs.Failed.Length} failed, {runs.Waiting} are not there yet."

let private benchmark (findings: Findings) =
    OfficialChapters.benchmarkSentence findings
    |> Option.map paragraph
    |> Option.toList

let private commands =
    [
        paragraph "The study goes on where it stands, and the report works on what there is:"
        Bullets
            [
                [ Code "./qimpact study run docs/results/study.yaml --runs=docs/results/runs" ]
                [
                    Code
                        "./qimpact study report docs/results/study.yaml --runs=docs/results/runs --out=results/study --findings=docs/results/README.md"
                ]
            ]
    ]

/// The page as a document.
let document (findings: Findings) =
    { document findings.Study.Title with
        Opening =
            [
                Paragraph [ Strong findings.Answer ]
                match findings.Comparison with
                | Some comparison when not comparison.Runs.Whole.IsEmpty ->
                    Chart(ForestChart.chart comparison.Basis.Margin comparison.Forest)
                | _ -> ()
            ]
        Chapters =
            [
                chapter "asked" "What was asked" (asked findings @ benchmark findings @ [ missing findings ])
                match findings.Comparison with
                | Some comparison when not comparison.Runs.Whole.IsEmpty ->
                    chapter "controls" "What the controls say" (controls comparison)

                    match sensitivity comparison with
                    | [] -> ()
                    | blocks -> chapter "sensitivity" "Does it depend on how they were trained?" blocks

                    chapter "limits" "What the data can't say" (cannotSay findings comparison)
                | _ -> ()
                chapter "paper" "How the paper's claim fares" (paper findings)
                chapter "repeat" "To repeat it" commands
            ]
    }

/// The page in Markdown and the picture of the answer, where there is one.
let write (findings: Findings) =
    let picture =
        match findings.Comparison with
        | Some comparison when not comparison.Runs.Whole.IsEmpty ->
            Some(AnswerPicture.write findings.Answer comparison.Basis.Margin comparison.Forest)
        | _ -> None

    let pictureOf id =
        if id = "forest" && picture.IsSome then
            Some Picture
        else
            None

    Markdown.write pictureOf (document findings), picture
