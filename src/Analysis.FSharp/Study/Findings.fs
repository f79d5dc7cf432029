/// All that a study's report is made of, computed once.
module internal QImpact.Analysis.Study.Findings

open QImpact.Data.Studies
open QImpact.Analysis.Study.JudgedRun

/// What the comparison shows.
type Comparison =
    {
        Runs: WholeRepeats.Runs
        Arms: ArmEstimates.ArmEstimate list
        Primary: ContrastEstimates.ContrastEstimate list
        Exploratory: ContrastEstimates.ContrastEstimate list
        /// Every arm less its baseline.
        Forest: ContrastEstimates.ContrastEstimate list
        /// The same arms trained otherwise.
        Sensitivity: SensitivityEstimates.Variation list
        Basis: Verdict.Basis
    }

    /// The primary contrasts as sentences name them.
    member this.Verdicts = this.Primary |> List.map ContrastEstimates.toVerdict

type Findings =
    {
        Runs: StudyRuns
        Judged: JudgedRuns
        /// None where the study compares nothing over divisions or seeds.
        Comparison: Comparison option
    }

    member this.Study = this.Runs.Study

    /// The answer in one sentence.
    member this.Answer =
        match this.Comparison with
        | None -> "The study has no part that compares, so it has no answer."
        | Some comparison -> Verdict.answer comparison.Basis comparison.Verdicts

    /// The parts of a role, in the study's order.
    member this.Parts(role: StudyRole) =
        this.Study.Parts |> Seq.filter (fun part -> part.Role = role) |> List.ofSeq

    /// The runs of a part that can be judged.
    member this.Of(part: StudyPart) =
        this.Judged.Runs |> List.filter (fun run -> run.Plan.Part = part.Name)

    /// What a run says of the data; None where there is no run.
    member this.Data =
        this.Runs.Found
        |> Seq.tryHead
        |> Option.map (fun found -> found.Run.Config.Dataset)

let private compare (found: StudyRuns) (judged: JudgedRuns) (part: StudyPart) =
    let study = found.Study
    let runs = WholeRepeats.runs (Option.ofObj found.Groups) part judged.Runs
    let primary, exploratory = ContrastEstimates.contrasts runs study.Analysis

    {
        Runs = runs
        Arms = ArmEstimates.arms runs
        Primary = primary
        Exploratory = exploratory
        Forest = ContrastEstimates.forest runs study.Analysis.Margin
        Sensitivity = SensitivityEstimates.variations found judged.Runs runs
        Basis = ContrastEstimates.basis runs study.Analysis primary.Length
    }

/// What there is of a study, judged. Of several parts that compare the first is the one that is concluded from.
let ofStudy (runs: StudyRuns) =
    let judged = JudgedRun.ofStudy runs

    {
        Runs = runs
        Judged = judged
        Comparison =
            runs.Study.Parts
            |> Seq.tryFind (fun part -> part.Role = StudyRole.Comparison)
            |> Option.map (compare runs judged)
    }
