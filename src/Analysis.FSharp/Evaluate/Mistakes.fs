/// The mistakes of which a model was most certain: labels that may be wrong, images that differ from the others.
module internal QImpact.Analysis.Evaluate.Mistakes

open QImpact.Metrics
open QImpact.Analysis.Models
open QImpact.Analysis.Report
open QImpact.Analysis.Document
open QImpact.Analysis.Document.Facts

/// An image that was decided wrongly.
type Mistake =
    {
        Model: Model
        SampleId: string
        Actual: int
        Decided: int
        /// The probabilities of the class that it is of, and of the one that was decided.
        OfActual: float
        OfDecided: float
    }

/// The mistakes of a model, the least probable true class first; of equal ones in the order of the table.
let ofModel (comparison: Comparison) (model: Model) =
    let rows =
        [| for cls in 0 .. model.Scores.Classes - 1 -> model.Scores.OfClass cls |]

    [
        for image, decided in Seq.indexed model.Scores.Decisions do
            let actual = comparison.Labels[image]

            if decided <> actual then
                {
                    Model = model
                    SampleId = comparison.SampleIds[image]
                    Actual = actual
                    Decided = decided
                    OfActual = rows[actual].[image]
                    OfDecided = rows[decided].[image]
                }
    ]
    |> List.sortBy _.OfActual

/// All mistakes of all models: mistakes.csv.
let table (comparison: Comparison) (mistakes: Mistake list) =
    let name cls = comparison.Subject.ClassNames[cls]

    Facts.table
        [
            "model", (fun (mistake: Mistake) -> Word mistake.Model.Predictions.Model)
            "seed", (fun mistake -> optional count mistake.Model.Predictions.Seed)
            "sample_id", (fun mistake -> Word mistake.SampleId)
            "label", (fun mistake -> count mistake.Actual)
            "label_name", (fun mistake -> Word(name mistake.Actual))
            "decision", (fun mistake -> count mistake.Decided)
            "decision_name", (fun mistake -> Word(name mistake.Decided))
            "score_of_label", (fun mistake -> Real mistake.OfActual)
            "score_of_decision", (fun mistake -> Real mistake.OfDecided)
        ]
        mistakes

let private picture (comparison: Comparison) (source: string -> string option) (mistake: Mistake) : Picture option =
    let name cls = comparison.Subject.ClassNames[cls]

    source mistake.SampleId
    |> Option.map (fun source ->
        {
            Source = source
            Alternative = $"Image {mistake.SampleId}, {name mistake.Actual}, decided {name mistake.Decided}"
            Caption =
                [
                    Strong(name mistake.Actual)
                    Plain $" taken for {name mistake.Decided} (P = {Decimals.shown 3 mistake.OfDecided}) "
                    Aside mistake.SampleId
                ]
        })

/// The chapter: of each model its worst mistakes, as the network sees the images.
let chapterOf (comparison: Comparison) (worst: (Model * int * Mistake list) list) (source: string -> string option) =
    [
        for model, all, shown in worst do
            let count =
                match all, shown.Length with
                | 0, _ -> "no image decided wrongly"
                | all, shown when all = shown -> $"all {all} images decided wrongly"
                | all, shown -> $"{shown} of {all} images decided wrongly"

            Card([ Tables.modelName model; Aside count ], [ Pictures(List.choose (picture comparison source) shown) ])
        remark
            "Those first whose own class the model held least probable. Look at the images before you trust the figures: a label can be wrong, an image cut off or of another kind. As the networks see them, after resizing. mistakes.csv has all of them."
    ]
    |> chapter "mistakes" "The most confident mistakes"
    |> listedAs "Mistakes"
