/// What copies in the training set do to the figures, in a document.
module internal QImpact.Analysis.Models.CopiesChapter

open QImpact.Data.Duplicates
open QImpact.Metrics
open QImpact.Analysis.Document
open QImpact.Analysis.Document.Format
open QImpact.Analysis.Models.Copies

let private id = "copies"

let private metrics =
    [
        MetricTable.accuracy
        MetricTable.balancedAccuracy
        MetricTable.gmean
        MetricTable.auc
    ]

let private estimate metric (model: Model) =
    model.Estimates |> List.tryFind (fun estimate -> estimate.Metric = metric)

let private some (low, high) =
    if high = 0 then "None" else range (low, high)

/// What to think of figures that copies touch; None where there are none.
let sentence (copies: Copies) =
    copies.Range
    |> Option.filter (fun _ -> copies.IsContaminated)
    |> Option.map (fun counts ->
        $"{some counts} of these {whole (int64 copies.Images)} images have a near-duplicate in the training set of the model that judged them, so these figures count memory too")

/// The same as a sentence by itself.
let told (copies: Copies) =
    sentence copies |> Option.map (fun sentence -> sentence + ".") |> Option.toList

let private warningLine (copies: Copies) =
    sentence copies
    |> Option.map (fun sentence ->
        Warning [ Plain $"{sentence}: "; Reference(id, "the figures without them"); Plain "." ])

let private table (copies: Copies) =
    let columns =
        [
            "Images", (fun (name: string, _) -> text name)
            for metric in metrics do
                metric.Title,
                (fun (_, model: Model) ->
                    match estimate metric model with
                    | Some estimate -> Estimated(estimate.Value, estimate.Bounds)
                    | None -> Missing "")
        ]

    let rows (sensitivity: Sensitivity) =
        let count = sensitivity.Copied.Count

        [
            $"all {copies.Images}", Some sensitivity.Model
            $"the {copies.Images - count} without a copy in training", sensitivity.Without
            $"the {count} with a copy", sensitivity.OnlyCopied
        ]
        |> List.choose (fun (name, model) -> model |> Option.map (fun model -> name, model))

    copies.Checked
    |> List.map (fun sensitivity -> sensitivity.Model.Label, rows sensitivity)
    |> groupedGrid columns
    |> Grid

/// The chapter; none where no model has a run.
let ofCopies (copies: Copies) =
    let bound =
        NearDuplicates.DefaultCorrelation.ToString System.Globalization.CultureInfo.InvariantCulture

    match copies.Range with
    | None when copies.Unknown.IsEmpty -> []
    | counts ->
        [
            match counts with
            | Some counts when copies.IsContaminated ->
                paragraph
                    $"{some counts} of the {whole (int64 copies.Images)} images have a near-duplicate among the images that the model was trained on: pixels that correlate above {bound} whatever the brightness and contrast, upright, mirrored or turned. Each model is held against the images of its own run."

                table copies

                remark
                    "Without the copies fewer images are left, so the figures are less certain. train --fold=1/5 divides a set so that no near-duplicate is on two sides."
            | Some _ ->
                paragraph
                    $"None of the {whole (int64 copies.Images)} images has a near-duplicate (correlation above {bound}) among the images that its model was trained on."
            | None -> ()
            for reason, models in copies.Unknown |> List.groupBy snd do
                let labels = models |> List.map fst |> listed
                warning $"Whether there are copies is not known for {labels}: {reason}."
        ]
        |> chapter id "Images that training saw"
        |> listedAs "Copies in training"
        |> List.singleton

let private facts (copies: Copies) =
    Items
        [
            for sensitivity in copies.Checked ->
                Fields
                    [
                        "model", Word sensitivity.Model.Label
                        "images", Facts.count copies.Images
                        "with_copy_in_training", Facts.count sensitivity.Copied.Count
                        for metric in metrics do
                            let figure model =
                                model
                                |> Option.bind (estimate metric)
                                |> Option.bind _.Value.ToOption()
                                |> Facts.optional Real

                            metric.Name,
                            Fields
                                [
                                    "all", figure (Some sensitivity.Model)
                                    "without", figure sensitivity.Without
                                    "only", figure sensitivity.OnlyCopied
                                ]
                    ]
        ]

/// Figures for programs with those of the copies among them, where anything was checked.
let addFacts (copies: Copies) figures =
    match figures with
    | Fields fields when not copies.Checked.IsEmpty -> Fields(("copies_in_training", facts copies) :: fields)
    | other -> other

/// The chapter behind another one, and the sentence at the head of those whose figures copies touch.
let addTo (touched: string list) (behind: string) (copies: Copies) (chapters: Chapter list) =
    [
        for chapter in chapters do
            match warningLine copies with
            | Some line when List.contains chapter.Id touched ->
                { chapter with
                    Blocks = line :: chapter.Blocks
                }
            | _ -> chapter

            if chapter.Id = behind then
                yield! ofCopies copies
    ]
