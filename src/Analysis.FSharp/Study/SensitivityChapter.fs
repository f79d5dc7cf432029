/// Whether the answer depends on how the networks were trained.
module internal QImpact.Analysis.Study.SensitivityChapter

open QImpact.Metrics
open QImpact.Statistics
open QImpact.Data.Runs
open QImpact.Analysis.Document
open QImpact.Analysis.Study.SensitivityEstimates
open QImpact.Analysis.Study.StudyWords

let private contrastColumns: (string * (Varied -> Cell)) list =
    [
        "Contrast", (fun varied -> Text [ ArmLook.title varied.Arm; Plain " − "; ArmLook.title varied.Reference ])
        "AUC, difference (95 %)", (fun varied -> difference varied.Otherwise)
        "as compared, on the same repeats", (fun varied -> difference varied.AsCompared)
    ]

let private heading (variation: Variation) =
    let arms = Format.listed [ for arm in variation.Part.Arms -> arm.Title ]
    $"{variation.Change} for {arms}: {countedRepeats variation.Repeats}"

/// The primary contrasts, variation by variation.
let contrasts (variations: Variation list) =
    groupedGrid contrastColumns [ for variation in variations -> heading variation, variation.Contrasts ]

type private ArmRow =
    {
        Arm: Architecture
        Less: Result<SeedVariance.Difference, string>
        Moved: float list
    }

let private armColumns: (string * (ArmRow -> Cell)) list =
    [
        "Arm", (fun row -> Text [ ArmLook.title row.Arm ])
        "AUC less its own as compared (95 %)", (fun row -> difference row.Less)
        "Circuit moved, rad",
        (fun row ->
            if row.Moved.IsEmpty then
                text ""
            else
                medianAndRange 3 row.Moved)
    ]

let private arms (variations: Variation list) =
    groupedGrid
        armColumns
        [
            for variation in variations ->
                heading variation,
                [
                    for arm, less in variation.Arms ->
                        {
                            Arm = arm
                            Less = less
                            Moved =
                                variation.Moved
                                |> List.tryFind (fst >> (=) arm)
                                |> Option.map snd
                                |> Option.defaultValue []
                        }
                ]
        ]

/// None where the study has no such part, or no repeat of one is whole.
let ofVariations (variations: Variation list) =
    match variations |> List.filter (fun variation -> variation.Repeats > 0) with
    | [] -> None
    | variations ->
        [
            warning
                "Exploratory: these runs were not the question, nothing is adjusted, and nothing is claimed by them. They ask whether the answer depends on how the networks were trained."
            yield! sentence variations |> Option.map paragraph |> Option.toList
            Grid(contrasts variations)
            Heading(plain "The arms themselves")
            Grid(arms variations)
            remark
                "Each run is paired with the comparison's run on the same fold with the same seed, and differs from it in what the line says alone. An arm that a part does not train otherwise is the comparison's. Intervals: repeats and images together, as in the comparison. Circuit moved: the largest change of an angle from its first value to that of the kept epoch, median and range over runs."
        ]
        |> chapter "sensitivity" "Does it depend on how they were trained?"
        |> listedAs "Trained otherwise"
        |> Some
