/// The answer, and what the contrasts behind it show.
module internal QImpact.Analysis.Study.ContrastChapters

open QImpact.Data.Folds
open QImpact.Data.Runs
open QImpact.Data.Studies
open QImpact.Metrics
open QImpact.Statistics
open QImpact.Analysis.Document
open QImpact.Analysis.Study.Findings
open QImpact.Analysis.Study.WholeRepeats
open QImpact.Analysis.Study.ContrastEstimates

let private named (contrast: ContrastEstimate) =
    Text [ ArmLook.title contrast.Arm; Plain " − "; ArmLook.title contrast.Reference ]

let private three = orMissing (fun value -> Number(value, 3))
let private p = orMissing PValue

let private adjusted = Option.map PValue >> Option.defaultValue (Missing "")

let private range = orMissing (fun interval -> text (Format.interval 3 interval))

let private combined (contrast: ContrastEstimate) =
    contrast.Combined
    |> Result.map (fun difference -> difference.Interval Confidence.Default)

/// The method that conclusions rest on, then p-values: adjusted ones for the primary family, others as they are.
let private mainColumns isPrimary : (string * (ContrastEstimate -> Cell)) list =
    [
        "Contrast", named
        "Question", (fun contrast -> text contrast.Question)
        "Difference in AUC", (fun contrast -> contrast.Combined |> Result.map _.Value |> three)
        "95 % interval", combined >> range
        if isPrimary then
            "p, Holm", (fun contrast -> adjusted contrast.Adjusted)
            "p of equivalence, Holm", (fun contrast -> adjusted contrast.AdjustedEquivalence)
        else
            "p, not adjusted", (fun contrast -> contrast.Combined |> Result.map _.PValue |> p)
            "p of equivalence, not adjusted", (fun contrast -> p contrast.Equivalence)
    ]

let private resampledOf measure (contrast: ContrastEstimate) =
    contrast.Resampled
    |> List.find (fun resampled -> resampled.Measure.Title = measure.Title)

/// What stands beside it: the same question asked of the folds.
let private besideColumns margin : (string * (ContrastEstimate -> Cell)) list =
    let auc = resampledOf auc

    let posterior contrast =
        (auc contrast).Posterior
        |> Result.map (fun posterior -> posterior.Probabilities margin)

    [
        "Contrast", named
        "Folds' mean difference", (fun contrast -> three (auc contrast).Mean)
        "95 %, Nadeau and Bengio", (fun contrast -> (auc contrast).Test |> Result.map _.Interval |> range)
        "p", (fun contrast -> (auc contrast).Test |> Result.map _.PValues.TwoSided |> p)
        "P(worse)", (fun contrast -> posterior contrast |> Result.map _.Worse |> three)
        $"P(within ±{Decimals.shown 2 margin})", (fun contrast -> posterior contrast |> Result.map _.Equal |> three)
        "P(better)", (fun contrast -> posterior contrast |> Result.map _.Better |> three)
    ]

let private otherMeasures (contrasts: ContrastEstimate list) =
    let columns: (string * (ContrastEstimate * Resampled -> Cell)) list =
        [
            "Contrast", fst >> named
            "Mean difference", (fun (_, resampled) -> three resampled.Mean)
            "95 %, Nadeau and Bengio", (fun (_, resampled) -> resampled.Test |> Result.map _.Interval |> range)
            "p, not adjusted", (fun (_, resampled) -> resampled.Test |> Result.map _.PValues.TwoSided |> p)
        ]

    let heading (measure: Measure) =
        match measure.Direction with
        | HigherIsBetter -> $"{measure.Title} (higher is better)"
        | LowerIsBetter -> $"{measure.Title} (lower is better)"

    groupedGrid
        columns
        [
            for measure in [ gmean; logLoss ] ->
                heading measure, [ for contrast in contrasts -> contrast, resampledOf measure contrast ]
        ]

/// Why a conclusion has to wait, or what is missing from the repeats.
let private progress (comparison: Comparison) =
    let repeats = comparison.Runs.Repeats
    let whole = comparison.Runs.Whole.Length

    let begun =
        repeats |> List.filter (fun repeat -> not repeat.IsWhole && repeat.Judged > 0)

    let begunWords =
        match begun with
        | [] -> ""
        | begun ->
            $" Begun and left out of every figure here: {begun.Length}, with {begun |> List.sumBy _.Judged} of {begun |> List.sumBy _.Planned} runs."

    if whole = repeats.Length then
        []
    else
        [
            warning
                $"{whole} of the study's {repeats.Length} repeats are whole: every arm was trained and judged on each of their folds.{begunWords}"
        ]

/// What is drawn anew where images are.
let private drawn (runs: WholeRepeats.Runs) =
    match runs.GroupOf, runs.Part.Splits with
    | Some _, _ ->
        $"Images that belong together, near copies or those of a patient, are drawn together and count as one: {runs.Drawn} groups."
    | None, (:? SplitPlan.Folds as folds) when folds.Groups <> GroupSource.None ->
        $"Near copies count as images of their own here, which makes the intervals a little too short: {ImageGroups.FileName} is not beside the archives (study run writes it)."
    | None, _ -> "Each image counts by itself."

let private methodNote (comparison: Comparison) =
    remark
        $"Differences are the first's less the second's. Mean over the folds of a repeat, then over the {comparison.Runs.Whole.Length} whole repeats. Interval and p-value: Obuchowski and Rockette's analysis of repeats and images, both random, with Hillis' degrees of freedom. {drawn comparison.Runs} Equivalence: two one-sided tests of the same difference against the margin ±{Decimals.shown 2 comparison.Basis.Margin}, which was stated before any result. p-values of the primary family are Holm's, over {comparison.Basis.Family} contrasts; an interval is of its contrast alone."

let answer (findings: Findings) =
    [
        Paragraph [ Strong findings.Answer ]
        match findings.Comparison with
        | None -> ()
        | Some comparison ->
            yield! progress comparison

            if not comparison.Runs.Whole.IsEmpty then
                Chart(ForestChart.chart comparison.Basis.Margin comparison.Forest)
                Heading(plain "The primary contrasts")
                Grid(grid (mainColumns true |> List.filter (fst >> (<>) "Question")) comparison.Primary)

                remark "What each of them allows to be said, and how the figures are made, stands in the next chapter."
    ]
    |> chapter "answer" "The answer"
    |> listedAs "Answer"

let primary (comparison: Comparison) =
    [
        Bullets
            [
                for verdict in comparison.Verdicts -> plain (Verdict.sentence comparison.Basis verdict)
            ]
        if not comparison.Runs.Whole.IsEmpty then
            Grid(grid (mainColumns true) comparison.Primary)
            methodNote comparison
            Heading(plain "Beside it: other methods")
            Grid(grid (besideColumns comparison.Basis.Margin) comparison.Primary)

            remark
                "Nothing is concluded from these. Nadeau and Bengio's t test widens the spread of the folds' differences by test / other images; the Bayesian correlated t test (Corani, Benavoli 2015) takes the differences as correlated by the part of the images in a fold, and gives the probability that the mean difference lies below, within and above the margin."

            Heading(plain "Other measures")
            Grid(otherMeasures comparison.Primary)

            remark
                "G-mean at the threshold that each run chose on its own validation images (Youden's). Log loss of probabilities that are moved from the balanced training set to the parts of the classes in the whole training split. Both are secondary: described, not claimed."
    ]
    |> chapter "primary" "The primary contrasts"
    |> listedAs "Primary"

/// Which part of the layer helps.
let parts (comparison: Comparison) =
    [
        warning
            "Exploratory: these contrasts were not the question, their p-values are not adjusted, and nothing is claimed by them."
        Grid(grid (mainColumns false) comparison.Exploratory)
        Heading(plain "Other methods")
        Folded(
            plain "The same contrasts fold by fold",
            [ Grid(grid (besideColumns comparison.Basis.Margin) comparison.Exploratory) ]
        )
        remark "An arm less another that differs from it in one thing: what that thing does, if anything does."
    ]
    |> chapter "parts" "Which part helps?"
    |> listedAs "Which part"

let private mean (measure: Measure) (estimate: ArmEstimates.ArmEstimate) =
    estimate.Means
    |> List.find (fun (other, _) -> other.Title = measure.Title)
    |> snd

let private armColumns: (string * (ArmEstimates.ArmEstimate -> Cell)) list =
    let spread values =
        match values with
        | Ok values when List.length values > 1 ->
            let mean = List.average values

            let variance =
                (values |> List.sumBy (fun value -> (value - mean) ** 2.0))
                / float (values.Length - 1)

            Number(sqrt variance, 3)
        | Ok _ -> Missing "one repeat"
        | Error reason -> Missing reason

    [
        "Arm", (fun estimate -> Text [ ArmLook.title estimate.Arm ])
        "AUC", (fun estimate -> mean auc estimate |> Result.map List.average |> three)
        "95 % interval",
        (fun estimate ->
            estimate.Auc
            |> Result.map (fun difference -> (difference.Interval Confidence.Default).Clipped(0.0, 1.0))
            |> range)
        "SD between repeats", mean auc >> spread
        "G-mean", (fun estimate -> mean gmean estimate |> Result.map List.average |> three)
        "Log loss, corrected", (fun estimate -> mean logLoss estimate |> Result.map List.average |> three)
        "What it is there for", (fun estimate -> text estimate.Arm.Head.Controls)
    ]

let private heaps (comparison: Comparison) =
    [
        for arm in comparison.Arms do
            match arm.Heaps with
            | Some heaps ->
                warning
                    $"The runs of {arm.Arm.Title} fall in two heaps by their AUC, {heaps.Lower} low and {heaps.Upper} high, with nothing between {Decimals.shown 3 heaps.Between.Lower} and {Decimals.shown 3 heaps.Between.Upper}: a mean and its interval describe neither."
            | None -> ()
    ]

let arms (comparison: Comparison) =
    [
        Grid(grid armColumns comparison.Arms)
        yield! heaps comparison
        remark
            "Each interval is its arm's own, from repeats and images. Two arms judged the same images, so whether they differ is a question for the contrasts, not for whether intervals overlap."
    ]
    |> chapter "arms" "Every arm"
    |> listedAs "Arms"
