/// The opening of the report: what was found, and what may not be claimed from it.
module internal QImpact.Analysis.Report.Summary

open QImpact.Metrics
open QImpact.Analysis.Models
open QImpact.Analysis.Document
open QImpact.Analysis.Input
open QImpact.Statistics

/// The data set's name as its authors write it, where it is known.
let datasetTitle =
    function
    | "breastmnist" -> "BreastMNIST"
    | "phantom" -> "PHANTOM"
    | other -> other

let splitTitle =
    function
    | "val" -> "validation"
    | other -> other

let private counted (subject: Subject) (labels: int[]) =
    let count cls =
        let n = labels |> Array.filter ((=) cls) |> Array.length
        $"{n} {subject.ClassNames[cls]}"

    $"{count subject.PositiveClass} and {count (1 - subject.PositiveClass)}"

/// What one model did, in whole images.
let private sentence (subject: Subject) (model: Model) : Line =
    let found cls =
        let confusion = model.Metrics.Confusion
        let matrix = if cls = 1 then confusion else confusion.SwapPositive()
        let recall = model.Estimate(MetricTable.recall cls)

        let interval =
            recall.Bounds
            |> Option.map (fun bounds -> $", 95 %% interval {Format.interval 3 bounds}")
            |> Option.defaultValue ""

        $"{matrix.TruePositives} of {matrix.Positives} {subject.ClassNames[cls]} images (recall {recall.Value}{interval})"

    let auc = model.Estimate MetricTable.auc

    let aucText =
        match auc.Value, auc.Uncertainty with
        | MetricValue.Undefined reason, _ -> $"ROC AUC n/a ({reason})"
        | _, Interval bounds -> $"ROC AUC {auc.Value}, 95 %% interval {Format.interval 3 bounds}"
        | _, NoInterval reason -> $"ROC AUC {auc.Value}, without an interval ({reason})"

    let positive = subject.PositiveClass

    led model.Label $" recognised {found positive} and {found (1 - positive)}; {aucText}."

/// What the intervals allow to be said of differences.
let private differences (comparison: Comparison) =
    let intervals =
        comparison.Models
        |> List.choose (fun model ->
            (model.Estimate MetricTable.auc).Bounds
            |> Option.map (fun interval -> model.Label, interval))

    let apart =
        [
            for i, (first, a: Interval) in List.indexed intervals do
                for second, b in List.skip (i + 1) intervals do
                    if not (a.Overlaps b) then
                        $"{first} and {second}"
        ]

    match comparison.Models.Length, intervals.Length, apart with
    | 1, _, _ -> "One model was judged, so nothing is compared here."
    | _, count, _ when count < 2 -> "There are too few AUC intervals to set models side by side."
    | _, _, [] ->
        $"All AUC intervals overlap. On {comparison.Labels.Length} images, AUC differences of this size may come from which images happen to be in the split; neither “better” nor “as good” follows from them."
    | _, _, apart ->
        let listed = String.concat "; " apart
        $"The AUC intervals of {listed} do not overlap. The other differences are within what the choice of {comparison.Labels.Length} images can make."

/// One seed says nothing about an architecture; several show their spread.
let private seeds (comparison: Comparison) =
    let groups = comparison.Models |> List.groupBy _.FamilyName

    let spread (family: string, models: Model list) =
        match models |> List.choose (fun model -> model.Metrics[MetricTable.auc].ToOption()) with
        | [] -> None
        | aucs ->
            let count =
                if models.Length = 1 then
                    "1 seed"
                else
                    $"{models.Length} seeds"

            Some $"{family} ({count}) {MetricValue.Defined(List.min aucs)} to {MetricValue.Defined(List.max aucs)}"

    if comparison.Models |> List.forall _.Run.IsNone then
        "How the models were trained is not known here, only what they said of the images."
    elif groups |> List.forall (fun (_, models) -> models.Length = 1) then
        "Each architecture was trained once. Another seed gives other weights and other figures, so nothing on this page is a claim about an architecture; it describes these trained models."
    else
        let listed = groups |> List.choose spread |> String.concat "; "
        $"AUC from the lowest to the highest seed: {listed}. The intervals above hold the uncertainty from the images only, not that between seeds."

/// What speaks against the figures: a split that the models know, images and runs that were left out.
let private reservations (comparison: Comparison) =
    [
        match comparison.Subject.Split with
        | "val" -> "The validation split chose the epochs, so its figures flatter the models."
        | "train" -> "The models were trained on this split, so its figures flatter them."
        | _ -> ()
        if comparison.LeftOut > 0 then
            let perModel =
                comparison.Models
                |> List.choose (fun model ->
                    model.Failures
                    |> Option.map (fun (count, reason) -> $"{model.Label}: {count} (the first: {reason})"))
                |> String.concat "; "

            $"Left out for every model: {comparison.LeftOut} images, because a model gave no score. {perModel}."
        if comparison.Unlabelled > 0 then
            $"Left out: {comparison.Unlabelled} images whose class is unknown."
        for label, run in comparison.RunsWithoutPredictions do
            $"{label} has no predictions for this split and is not in the comparison (run {run.Config.Name})."
    ]

/// The sentence that a phantom report can't be read without.
let banner (subject: Subject) =
    if subject.IsPhantom then
        Some(
            "PHANTOM",
            "These images were generated by a program. The figures below show that the software runs; they say nothing about ultrasound images, quantum layers or patients."
        )
    else
        None

let section (comparison: Comparison) =
    let subject = comparison.Subject

    let source =
        if subject.IsPhantom then
            "the phantom (generated, not ultrasound)"
        else
            datasetTitle subject.Dataset

    let who =
        match comparison.Models.Length with
        | 1 -> "One model"
        | count -> $"{count} models"

    [
        paragraph
            $"{who} judged {comparison.Labels.Length} {splitTitle subject.Split} images of {source}: {counted subject comparison.Labels}."
        Findings
            [
                for model in comparison.Models -> Palette.colour model.Family, sentence subject model
            ]
        Caution(
            plain "What may be said",
            [
                paragraph (differences comparison)
                paragraph (seeds comparison)
                Paragraph
                    [
                        Plain
                            "Each interval is its model's own. Whether two models differ is a question for the paired tests below, "
                        Reference("paired", "model against model")
                        Plain ": they judged the same images."
                    ]
                for remark in reservations comparison do
                    paragraph remark
            ]
        )
    ]
    |> chapter "summary" "In short"
