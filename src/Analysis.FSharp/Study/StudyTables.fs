/// The figures of a study for programs.
module internal QImpact.Analysis.Study.StudyTables

open QImpact.Data.Studies
open QImpact.Metrics
open QImpact.Statistics
open QImpact.Analysis.Document
open QImpact.Analysis.Document.Facts
open QImpact.Analysis.Study.Findings
open QImpact.Analysis.Study.JudgedRun
open QImpact.Analysis.Study.ContrastEstimates

/// What the study is on, and how much of it there is.
let subtitle (findings: Findings) =
    let runs = findings.Runs
    $"{findings.Study.Dataset}: {runs.Found.Length} of {runs.All} runs are there"

/// Every run that can be judged.
let runs (findings: Findings) =
    findings.Judged.Runs
    |> Facts.table
        [
            "part", (fun run -> Word run.Plan.Part)
            "architecture", (fun run -> Word run.Arm)
            "learning_rate", (fun run -> Real run.Plan.Settings.LearningRate)
            "circuit_learning_rate",
            (fun run -> run.Plan.Settings.CircuitLearningRate |> Option.ofNullable |> optional Real)
            "seed", (fun run -> count run.Plan.Seed)
            "repeat", (fun run -> run.Fold |> optional (fst >> count))
            "fold", (fun run -> run.Fold |> optional (snd >> count))
            "auc", (fun run -> ofResult run.Auc)
            "threshold", (fun run -> ofResult run.Threshold)
            "gmean", (fun run -> ofResult run.Gmean)
            "log_loss_corrected", (fun run -> ofResult run.LogLoss)
            "validation_auc", (fun run -> run.Run.Result.Validation.Auc |> Option.ofNullable |> optional Real)
            "epochs_run", (fun run -> count run.Run.Result.EpochsRun)
            "chosen_epoch", (fun run -> count run.Run.Result.ChosenEpoch)
            "seconds", (fun run -> Real(Seq.sum run.Run.Seconds))
            "run", (fun run -> Word run.Plan.Name)
        ]

let private resampled title read (contrast: ContrastEstimate) =
    contrast.Resampled
    |> List.find (fun resampled -> resampled.Measure.Title = title)
    |> read
    |> ofResult

/// Every contrast, primary ones first; the forest plot's, which no question names, last.
let contrasts (margin: float) (comparison: Comparison) =
    let auc = WholeRepeats.auc.Title

    let interval read (contrast: ContrastEstimate) =
        contrast.Combined
        |> Result.map (fun difference -> difference.Interval Confidence.Default |> read)
        |> ofResult

    let posterior read =
        resampled auc (fun resampled ->
            resampled.Posterior
            |> Result.map (fun posterior -> posterior.Probabilities margin |> read))

    [
        for contrast in comparison.Primary -> "primary", contrast
        for contrast in comparison.Exploratory -> "exploratory", contrast
        for contrast in comparison.Forest -> "forest", contrast
    ]
    |> Facts.table
        [
            "family", (fst >> Word)
            "arm", (fun (_, contrast) -> Word contrast.Arm.Name)
            "reference", (fun (_, contrast) -> Word contrast.Reference.Name)
            "repeats", (fun (_, contrast) -> count contrast.OfRepeats.Length)
            "auc_difference", (fun (_, contrast) -> contrast.Combined |> Result.map _.Value |> ofResult)
            "standard_error", (fun (_, contrast) -> contrast.Combined |> Result.map _.StandardError |> ofResult)
            "df", (fun (_, contrast) -> contrast.Combined |> Result.map _.Df |> ofResult)
            "lower", snd >> interval _.Lower
            "upper", snd >> interval _.Upper
            "p", (fun (_, contrast) -> contrast.Combined |> Result.map _.PValue |> ofResult)
            "p_holm", (fun (_, contrast) -> optional Real contrast.Adjusted)
            "p_equivalence", (fun (_, contrast) -> ofResult contrast.Equivalence)
            "p_equivalence_holm", (fun (_, contrast) -> optional Real contrast.AdjustedEquivalence)
            "nadeau_bengio_p", snd >> resampled auc (fun own -> own.Test |> Result.map _.PValues.TwoSided)
            "nadeau_bengio_lower", snd >> resampled auc (fun own -> own.Test |> Result.map _.Interval.Lower)
            "nadeau_bengio_upper", snd >> resampled auc (fun own -> own.Test |> Result.map _.Interval.Upper)
            "bayes_worse", snd >> posterior _.Worse
            "bayes_equal", snd >> posterior _.Equal
            "bayes_better", snd >> posterior _.Better
            "gmean_difference", snd >> resampled WholeRepeats.gmean.Title _.Mean
            "log_loss_difference", snd >> resampled WholeRepeats.logLoss.Title _.Mean
        ]

/// Every arm over the whole repeats.
let arms (comparison: Comparison) =
    let mean index (estimate: ArmEstimates.ArmEstimate) =
        snd estimate.Means[index] |> Result.map List.average |> ofResult

    comparison.Arms
    |> Facts.table
        [
            "architecture", (fun estimate -> Word estimate.Arm.Name)
            "runs", (fun estimate -> count estimate.Runs.Length)
            "auc", mean 0
            "auc_standard_error", (fun estimate -> estimate.Auc |> Result.map _.StandardError |> ofResult)
            "gmean", mean 1
            "log_loss_corrected", mean 2
        ]

/// The primary contrasts with arms trained otherwise.
let sensitivity (comparison: Comparison) =
    let interval read (found: Result<SeedVariance.Difference, string>) =
        found
        |> Result.map (fun difference -> difference.Interval Confidence.Default |> read)
        |> ofResult

    [
        for variation in comparison.Sensitivity do
            for varied in variation.Contrasts -> variation, varied
    ]
    |> Facts.table
        [
            "part", (fun (variation, _) -> Word variation.Part.Name)
            "change", (fun (variation, _) -> Word variation.Change)
            "repeats", (fun (variation, _) -> count variation.Repeats)
            "arm", (fun (_, varied) -> Word varied.Arm.Name)
            "reference", (fun (_, varied) -> Word varied.Reference.Name)
            "auc_difference", (fun (_, varied) -> varied.Otherwise |> Result.map _.Value |> ofResult)
            "lower", (fun (_, varied) -> interval _.Lower varied.Otherwise)
            "upper", (fun (_, varied) -> interval _.Upper varied.Otherwise)
            "auc_difference_as_compared", (fun (_, varied) -> varied.AsCompared |> Result.map _.Value |> ofResult)
        ]

/// Names and tables of the CSV files.
let tables (findings: Findings) =
    [
        "runs", runs findings
        match findings.Comparison with
        | Some comparison ->
            "contrasts", contrasts comparison.Basis.Margin comparison
            "arms", arms comparison

            if not comparison.Sensitivity.IsEmpty then
                "sensitivity", sensitivity comparison
        | None -> ()
    ]

/// Everything for programs.
let facts (findings: Findings) =
    Fields
        [
            "study", Word findings.Study.Name
            "title", Word findings.Study.Title
            "dataset", Word findings.Study.Dataset
            "answer", Word findings.Answer
            "found", count findings.Runs.Found.Length
            "missing", count findings.Runs.Missing.Length
            "failed", count findings.Runs.Failed.Length
            "problems", words (List.ofSeq findings.Runs.Problems @ findings.Judged.Unusable)
            match findings.Comparison with
            | Some comparison ->
                "whole_repeats", counts comparison.Runs.Whole
                "margin", Real comparison.Basis.Margin

                "sentences",
                words
                    [
                        for verdict in comparison.Verdicts -> Verdict.sentence comparison.Basis verdict
                    ]
            | None -> ()
            for name, table in tables findings do
                name, Table table
        ]
