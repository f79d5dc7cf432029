/// The chapters of a study's report, in their order.
module internal QImpact.Analysis.Study.StudyChapters

open QImpact.Analysis.Audit
open QImpact.Analysis.Document
open QImpact.Analysis.Study.Findings

/// What the paper's own table says, in short; of the paper's data alone.
let private audit (findings: Findings) =
    if findings.Study.Dataset <> Paper.dataset then
        None
    else
        [
            paragraph
                $"{Paper.audit.Value.Table.Title}: what its printed figures show when they are taken at their word."
            Bullets(QImpact.Analysis.Audit.Findings.all Paper.audit.Value)
            remark "The tables behind it: docs/results/audit.md, or `qimpact audit`."
        ]
        |> chapter "audit" "The paper's table, audited"
        |> listedAs "The paper, audited"
        |> Some

/// Chapters that rest on whole repeats.
let private compared (findings: Findings) (comparison: Comparison) =
    if comparison.Runs.Whole.IsEmpty then
        []
    else
        [
            Some(ContrastChapters.parts comparison)
            Some(ContrastChapters.arms comparison)
            SensitivityChapter.ofVariations comparison.Sensitivity
            Some(CurveChapters.roc findings comparison)
            Some(CurveChapters.calibration findings comparison)
            Some(CurveChapters.training comparison)
            CircuitChapters.expectations findings comparison
            CircuitChapters.computes comparison
        ]
        |> List.choose id

let ofFindings (findings: Findings) look devices =
    let comparison = Option.toList findings.Comparison

    [
        ContrastChapters.answer findings
        yield! comparison |> List.map ContrastChapters.primary
        DesignChapters.design findings look
        yield! Option.toList (DesignChapters.rateChapter findings)
        yield! comparison |> List.collect (compared findings)
        yield! Option.toList (DeviceChapter.ofRuns devices)
        yield! Option.toList (OfficialChapters.official findings look)
        yield! Option.toList (LiteralChapter.ofFindings findings)
        yield! Option.toList (OfficialChapters.benchmark findings)
        yield! comparison |> List.map CostChapters.cost
        yield! Option.toList (audit findings)
        yield! comparison |> List.map (CostChapters.limits findings)
    ]
