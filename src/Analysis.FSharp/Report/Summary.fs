/// The opening of the report: what may be said, and what each model did.
module internal QImpact.Analysis.Report.Summary

open QImpact.Data
open QImpact.Metrics
open QImpact.Analysis.Models
open QImpact.Analysis.Compare
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

/// The split as a name of its own: test split, all splits.
let splitName =
    function
    | "all" -> "all splits"
    | split -> $"{splitTitle split} split"

let private counted (subject: Subject) (labels: int[]) =
    let count cls =
        labels |> Array.filter ((=) cls) |> Array.length

    if subject.ClassNames.Length <= 4 then
        subject.Classes
        |> List.map (fun cls -> $"{count cls} {subject.ClassNames[cls]}")
        |> Format.listed
    else
        let counts = subject.Classes |> List.map count

        let each =
            if List.min counts = List.max counts then
                string counts.Head
            else
                $"{List.min counts} to {List.max counts}"

        $"{each} of each of {subject.ClassNames.Length} classes"

let private interval (bounds: Interval option) =
    bounds
    |> Option.map (fun bounds -> $", 95 %% interval {Format.interval 3 bounds}")
    |> Option.defaultValue ""

/// The area under the curve, by this name.
let private area name (model: Model) =
    let auc = model.Estimate MetricTable.auc

    match auc.Value, auc.Uncertainty with
    | MetricValue.Undefined reason, _ -> $"{name} n/a ({reason})"
    | _, Interval bounds -> $"{name} {auc.Value}, 95 %% interval {Format.interval 3 bounds}"
    | _, NoInterval reason -> $"{name} {auc.Value}, without an interval ({reason})"

/// What one model of more than two classes did, in whole images.
let private sentenceOnMany (subject: Subject) (model: Model) : Line =
    let counts = model.Metrics.Counts
    let accuracy = model.Estimate MetricTable.accuracy

    let weakest =
        match subject.Classes |> List.filter (fun cls -> counts.Actual cls > 0L) with
        | [] -> ""
        | known ->
            let part cls =
                float counts[cls, cls] / float (counts.Actual cls)

            let cls = List.minBy part known

            $" Least often recognised: {subject.ClassNames[cls]}, {counts[cls, cls]} of {counts.Actual cls} images."

    let area = area "macro AUC" model

    led
        model.Label
        $" decided {counts.Correct} of {counts.Total} images rightly (accuracy {accuracy.Value}{interval accuracy.Bounds}); {area}.{weakest}"

/// What one model of two classes did, in whole images.
let private sentenceOnTwo (subject: Subject) (model: Model) : Line =
    let found cls =
        let confusion = model.Metrics.Confusion
        let matrix = if cls = 1 then confusion else confusion.SwapPositive()
        let recall = model.Estimate(MetricTable.recall cls)

        $"{matrix.TruePositives} of {matrix.Positives} {subject.ClassNames[cls]} images (recall {recall.Value}{interval recall.Bounds})"

    let found = subject.Classes |> List.map found |> Format.listed
    let area = area "ROC AUC" model
    led model.Label $" recognised {found}; {area}."

let private sentence (subject: Subject) =
    if subject.HasManyClasses then
        sentenceOnMany subject
    else
        sentenceOnTwo subject

/// One seed says nothing about an architecture; several show their spread.
let private seeds (comparison: Comparison) =
    let groups = comparison.Models |> List.groupBy _.FamilyName

    let spread (family: string, models: Model list) =
        match models |> List.choose (fun model -> model.Metrics[MetricTable.auc].ToOption()) with
        | [] -> None
        | [ auc ] -> Some $"{family} (1 seed) {MetricValue.Defined auc}"
        | aucs ->
            Some
                $"{family} ({models.Length} seeds) {MetricValue.Defined(List.min aucs)} to {MetricValue.Defined(List.max aucs)}"

    if comparison.Models |> List.forall _.Run.IsNone then
        "How the models were trained is not known here, only what they said of the images."
    elif groups |> List.forall (fun (_, models) -> models.Length = 1) then
        "Each architecture was trained once. Another seed gives other weights and other figures; this page describes these trained models."
    else
        let listed = groups |> List.choose spread |> String.concat "; "
        let title = (comparison.Models.Head.Estimate MetricTable.auc).Metric.Title
        $"{title} from the lowest to the highest seed: {listed}. The intervals above hold the uncertainty from the images only, not that between seeds."

/// What speaks against the figures: a split that the models know, images and runs that were left out.
let private reservations (comparison: Comparison) =
    [
        match comparison.Subject.Split with
        | "val" -> "The validation split chose the epochs, so its figures flatter the models."
        | "train" -> "The models were trained on this split, so its figures flatter them."
        | _ -> ()
        match KnownDatasets.Find(comparison.Subject.Dataset, comparison.Subject.ClassNames.Length) with
        | NonNull known -> yield! known.Notice |> Option.ofObj |> Option.toList
        | Null -> ()
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

/// The opening, with what the paired tests show where there are several models.
let section (paired: PairedComparison option) (comparison: Comparison) =
    let subject = comparison.Subject

    let source =
        if subject.IsPhantom then
            "the phantom (generated, not ultrasound)"
        else
            datasetTitle subject.Dataset

    let judgedAs =
        match subject.Split with
        | "all" -> "images"
        | split -> $"{splitTitle split} images"

    let who =
        match comparison.Models.Length with
        | 1 -> "One model"
        | count -> $"{count} models"

    [
        paragraph
            $"{who} judged {comparison.Labels.Length} {judgedAs} of {source}: {counted subject comparison.Labels}."
        Caution(
            plain "What may be said",
            [
                match paired with
                | Some paired ->
                    for sentence in paired.Opening do
                        paragraph sentence
                | None -> paragraph "One model was judged, so nothing is compared here."
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
        Findings
            [
                for model in comparison.Models -> Palette.colour model.Family, sentence subject model
            ]
    ]
    |> chapter "summary" "In short"
