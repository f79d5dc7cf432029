/// Arms that are trained otherwise, beside themselves as they are compared.
module QImpact.Analysis.Tests.SensitivityTests

open System.Collections.Immutable
open Shouldly
open Xunit
open QImpact.Data.Runs
open QImpact.Data.Studies
open QImpact.Statistics
open QImpact.Analysis.Document
open QImpact.Analysis.Study
open QImpact.Analysis.Study.SensitivityEstimates
open QImpact.Analysis.Tests.SampleStudies
open QImpact.Analysis.Tests.SampleArchives

let private study = varied 3 6
let private findings = lazy (Findings.ofStudy (all even study))

let private variations (findings: Findings.Findings) = findings.Comparison.Value.Sensitivity

let private value (found: Result<SeedVariance.Difference, string>) =
    match found with
    | Ok difference -> difference.Value
    | Error reason -> failwith reason

/// The mean AUC of an arm of a part over its first repeats, each the mean of its folds.
let private auc (findings: Findings.Findings) part arm repeats =
    [
        for run in findings.Judged.Runs do
            if run.Plan.Part = part && run.Arm = arm && fst (placeOf run.Plan) < repeats then
                match run.Auc with
                | Ok value -> value
                | Error reason -> failwith reason
    ]
    |> List.average

[<Fact>]
let ``each variation says what was changed, and has the contrasts of its arms on the repeats of both`` () =
    let own, higher =
        match variations findings.Value with
        | [ own; higher ] -> own, higher
        | others -> failwith $"{others.Length} variations"

    own.Change.ShouldBe "circuit's learning rate 1e-2, 100 epochs, b64"
    higher.Change.ShouldBe "learning rate 1e-3"
    (own.Repeats, higher.Repeats).ShouldBe((5, 6))

    [ for varied in own.Contrasts -> varied.Arm.Name, varied.Reference.Name ].ShouldBe
        [
            "quantum-end", "baseline"
            "quantum-end", "end-tanh"
            "quantum-end", "end-separable"
        ]

    let auc = auc findings.Value

    // Quantum-End and End-Separable are the part's, Baseline the comparison's.
    (value own.Contrasts[0].Otherwise).ShouldBe(auc "own-rate" "quantum-end" 5 - auc "comparison" "baseline" 5, 1e-12)

    (value own.Contrasts[2].Otherwise)
        .ShouldBe(auc "own-rate" "quantum-end" 5 - auc "own-rate" "end-separable" 5, 1e-12)

    (value own.Contrasts[0].AsCompared)
        .ShouldBe(auc "comparison" "quantum-end" 5 - auc "comparison" "baseline" 5, 1e-12)

    (value higher.Contrasts[2].Otherwise)
        .ShouldBe(auc "higher-rate" "quantum-end" 6 - auc "comparison" "end-separable" 6, 1e-12)

    let arm, less = own.Arms[1]
    arm.Name.ShouldBe "end-separable"
    (value less).ShouldBe(auc "own-rate" "end-separable" 5 - auc "comparison" "end-separable" 5, 1e-12)

[<Fact>]
let ``the answer is of the comparison alone`` () =
    let compared = Findings.ofStudy (all even (compared 3 6))
    findings.Value.Answer.ShouldBe compared.Answer

    [
        for contrast in findings.Value.Comparison.Value.Primary -> value contrast.Combined
    ]
        .ShouldBe
        [ for contrast in compared.Comparison.Value.Primary -> value contrast.Combined ]

[<Fact>]
let ``a repeat that is not whole in a variation counts neither there nor beside it`` () =
    let runs =
        found
            even
            study
            (fun plan ->
                not (
                    plan.Part = "own-rate"
                    && plan.Architecture.Name = "end-separable"
                    && placeOf plan = (2, 1)
                ))
            id

    let own = (variations (Findings.ofStudy runs)).Head
    own.Repeats.ShouldBe 4

[<Fact>]
let ``the page and the report have a section of it, and limits that point there`` () =
    let page, _ = FindingsPage.write findings.Value
    page.ShouldContain "## Does it depend on how they were trained?"
    page.ShouldContain "circuit's learning rate 1e-2, 100 epochs, b64 for Quantum-End and End-Separable: 5 repeats"

    page.ShouldContain
        "what rates of the circuit's own do says “Does it depend on how they were trained?” With them that angle moves, in the median run, in Quantum-End by 0.008 rad at 1e-2."

    page.ShouldNotContain "was not tried"

    let report =
        StudyReport.document findings.Value (Error "not looked for") []
        |> Markdown.write (fun _ -> None)

    report.ShouldContain "## Does it depend on how they were trained?"

[<Fact>]
let ``an arm that no primary contrast has stands in the exploratory ones, and the answer's sentence leaves it out`` () =
    let compared = study.Parts[0]
    let middle = [| Architecture.QuantumMid; Architecture.Parse "mid-fc" |]

    let contrast reference =
        Contrast("quantum-mid", reference, "In the middle?")

    let study =
        StudyDefinition(
            study.Name,
            study.Title,
            study.Dataset,
            null,
            [|
                StudyPart(
                    compared.Name,
                    compared.Role,
                    compared.Arms.AddRange middle,
                    compared.Protocol,
                    compared.Changes,
                    compared.Rates,
                    compared.Splits
                )
                StudyPart(
                    "middle",
                    StudyRole.Sensitivity,
                    [| Architecture.QuantumMid |].ToImmutableArray(),
                    compared.Protocol,
                    SettingsChanges(CircuitLearningRate = 0.1),
                    compared.Rates,
                    compared.Splits
                )
            |]
                .ToImmutableArray(),
            StudyAnalysis(
                study.Analysis.Margin,
                study.Analysis.WholeRepeats,
                study.Analysis.Primary,
                [|
                    contrast "mid-fc"
                    contrast "baseline"
                    Contrast("end-tanh", "baseline", "?")
                |]
                    .ToImmutableArray()
            )
        )

    let findings = Findings.ofStudy (all even study)
    let variation = List.exactlyOne (variations findings)

    [
        for varied in variation.Contrasts -> varied.Arm.Name, varied.Reference.Name, varied.Standing
    ]
        .ShouldBe
        [ "quantum-mid", "mid-fc", Exploratory; "quantum-mid", "baseline", Exploratory ]

    (value variation.Contrasts[0].Otherwise)
        .ShouldBe(auc findings "middle" "quantum-mid" 6 - auc findings "comparison" "mid-fc" 6, 1e-12)

    (sentence [ variation ]).ShouldBe None
    let page, _ = FindingsPage.write findings
    page.ShouldContain "Quantum-Mid − Mid-FC"
    page.ShouldContain "in Quantum-Mid by 0.008 rad at 1e-1."

let private difference value : Result<SeedVariance.Difference, string> =
    Ok
        {
            Value = value
            StandardError = 0.01
            Df = 20.0
        }

let private variation otherwise asCompared =
    {
        Part = study.Parts[1]
        Change = "something"
        Repeats = 5
        Arms = []
        Contrasts =
            [
                {
                    Arm = Architecture.QuantumEnd
                    Reference = Architecture.Baseline
                    Standing = Main
                    Otherwise = difference otherwise
                    AsCompared = difference asCompared
                }
            ]
        Moved = []
    }

let private control otherwise asCompared (variation: Variation) =
    let main = List.exactlyOne variation.Contrasts

    { variation with
        Contrasts =
            [
                main
                { main with
                    Standing = Control
                    Reference = Architecture.Parse "end-separable"
                    Otherwise = difference otherwise
                    AsCompared = difference asCompared
                }
            ]
    }

[<Fact>]
let ``the sentence names a control that does not always lie where it does in the comparison`` () =
    let holds = variation -0.06 -0.05 |> control 0.0 -0.03
    let keeps = variation -0.06 -0.05 |> control -0.04 -0.03
    let turns = variation -0.06 -0.05 |> control 0.04 -0.03

    let words =
        "Other than in the comparison, the interval of Quantum-End less End-Separable"

    (sentence [ keeps; keeps ]).Value.ShouldNotContain words
    let sentence = (sentence [ holds; keeps; turns; holds ]).Value
    sentence.ShouldContain $"as in the comparison. {words} holds 0 in 2 of 4."
    sentence.ShouldEndWith $" {words} lies wholly above 0 in 1 of 4."

[<Fact>]
let ``the sentence says whether the comparison's side is kept`` () =
    (sentence []).ShouldBe None

    (sentence [ variation -0.06 -0.05; variation -0.04 -0.05 ])
        .ShouldBe(
            Some
                "With arms trained in 2 other ways the AUC of Quantum-End less that of Baseline is between -0.060 and -0.040, and each interval lies wholly below 0, as in the comparison."
        )

    (sentence [ variation -0.06 -0.05; variation 0.01 -0.05; variation 0.05 -0.05 ])
        .ShouldBe(
            Some
                "With arms trained in 3 other ways the AUC of Quantum-End less that of Baseline is between -0.060 and 0.050; the interval lies wholly below 0 in 1, wholly above it in 1, and holds 0 in 1. That is what the comparison shows in 1 of 3, so the answer holds for the way of training that was compared."
        )
