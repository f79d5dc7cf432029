/// The chapters of a study's report, in their order.
module internal QImpact.Analysis.Study.StudyChapters

open QImpact.Analysis.Study.Findings

let ofFindings (findings: Findings) =
    [
        ContrastChapters.answer findings
        match findings.Comparison with
        | Some comparison ->
            ContrastChapters.primary comparison
            ContrastChapters.parts comparison
            ContrastChapters.arms comparison
        | None -> ()
    ]
