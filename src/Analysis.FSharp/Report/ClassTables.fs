/// What is told class by class: the metrics of each of many classes, and which class was taken for which.
module internal QImpact.Analysis.Report.ClassTables

open QImpact.Metrics
open QImpact.Analysis.Models
open QImpact.Analysis.Document

/// More classes than this have no picture of their matrix that a reader could read.
let private mostShown = 20

/// Models of which the details stand open.
let private fewModels = 3

/// Blocks of each model below its name, folded where there are many models.
let private perModel (comparison: Comparison) (blocks: Model -> Block list) =
    [
        for model in comparison.Models do
            if comparison.Models.Length <= fewModels then
                Heading [ Tables.modelName model ]
                yield! blocks model
            else
                Folded([ Tables.modelName model ], blocks model)
    ]

/// The metrics of each class against the others.
let metrics (comparison: Comparison) =
    let subject = comparison.Subject

    let ofClass cls =
        comparison.Metrics
        |> List.filter (fun metric -> metric.IsReported && metric.PositiveClass = Some cls)

    let table (model: Model) =
        [
            Grid
                {
                    Head =
                        plain "Class"
                        :: plain "Images"
                        :: [ for metric in ofClass subject.Classes.Head -> plain metric.Title ]
                    Groups =
                        [
                            plain "",
                            [
                                for cls in subject.Classes ->
                                    text subject.ClassNames[cls]
                                    :: text (string (model.Metrics.Counts.Actual cls))
                                    :: [
                                        for metric in ofClass cls ->
                                            let estimate = model.Estimate metric
                                            Estimated(estimate.Value, estimate.Bounds)
                                    ]
                            ]
                        ]
                    Look = "by-class"
                }
        ]

    perModel comparison table
    @ [
        Remark(
            Tables.intervals "Small figures"
            @ plain " Each class against all others together; no interval is adjusted for the number of classes."
        )
    ]
    |> chapter "classes" "Class by class"

/// The mistakes that a model made most often.
let private mistakes (subject: Subject) (model: Model) =
    let counts = model.Metrics.Counts

    [
        for actual in subject.Classes do
            for decided in subject.Classes do
                if actual <> decided && counts[actual, decided] > 0L then
                    actual, decided, counts[actual, decided]
    ]
    |> List.sortByDescending (fun (_, _, count) -> count)
    |> List.truncate mostShown
    |> grid
        [
            "Is", (fun (actual, _, _) -> text subject.ClassNames[actual])
            "Decided", (fun (_, decided, _) -> text subject.ClassNames[decided])
            "Images", (fun (_, _, count) -> text (string count))
            "Of its class", (fun (actual, _, _) -> text (string (counts.Actual actual)))
        ]
    |> Grid

let confusion (comparison: Comparison) =
    let subject = comparison.Subject

    let matrix (model: Model) =
        Confusion
            {
                Classes = [ for cls in subject.Classes -> subject.ClassNames[cls] ]
                Counts =
                    [
                        for actual in subject.Classes ->
                            [ for decided in subject.Classes -> model.Metrics.Counts[actual, decided] ]
                    ]
            }

    [
        if subject.ClassNames.Length <= 3 then
            Tiles
                [
                    for model in comparison.Models -> [ Tables.modelName model ], [ matrix model ]
                ]
        elif subject.ClassNames.Length <= mostShown then
            yield! perModel comparison (matrix >> List.singleton)
        else
            yield! perModel comparison (mistakes subject >> List.singleton)

        if subject.ClassNames.Length <= mostShown then
            remark "Percentages are of the true class: each row sums to 100 %."
        else
            remark $"The {mostShown} mistakes that each model made most often."
    ]
    |> chapter "confusion" "Right and wrong, image by image"
    |> listedAs "Right and wrong"
