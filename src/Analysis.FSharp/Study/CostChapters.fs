/// What the arms cost, and what the data can't say.
module internal QImpact.Analysis.Study.CostChapters

open QImpact.Data.Runs
open QImpact.Data.Studies
open QImpact.Metrics
open QImpact.Statistics
open QImpact.Analysis.Document
open QImpact.Analysis.Study.Findings
open QImpact.Analysis.Study.JudgedRun
open QImpact.Analysis.Study.ContrastEstimates
open QImpact.Analysis.Study.StudyWords

let private facts (runs: JudgedRun list) =
    runs |> List.tryPick (fun run -> Option.ofObj run.Run.Result.Training)

let private weights (read: TrainingFacts -> int64) (runs: JudgedRun list) =
    match facts runs with
    | Some facts -> text (Format.whole (read facts))
    | None -> Missing ""

let private changes (runs: JudgedRun list) =
    runs
    |> List.choose (fun run -> Option.ofObj run.Run.Result.Training)
    |> List.map _.CircuitChange
    |> some

let cost (comparison: Comparison) =
    let arms =
        [
            for arm in comparison.Runs.Part.Arms do
                let own =
                    [
                        for KeyValue((name, _, _), run) in comparison.Runs.Found do
                            if name = arm.Name then
                                run
                    ]

                if not own.IsEmpty then
                    arm, own
        ]

    let columns: (string * (Architecture * JudgedRun list -> Cell)) list =
        [
            "Arm", (fun (arm, _) -> Text [ ArmLook.title arm ])
            "Seconds per epoch",
            (fun (_, runs) -> runs |> List.collect (fun run -> List.ofSeq run.Run.Seconds) |> medianAndRange 2)
            "Chosen epoch",
            (fun (_, runs) -> [ for run in runs -> float run.Run.Result.ChosenEpoch ] |> medianAndRange 0)
            "Weights", snd >> weights _.Weights
            "alive", snd >> weights _.LiveWeights
            "dead", snd >> weights (fun facts -> facts.Weights - facts.LiveWeights)
            "Circuit moved, rad",
            (fun (_, runs) ->
                match changes runs with
                | [] -> Missing ""
                | changes -> medianAndRange 3 changes)
        ]

    [
        if arms.IsEmpty then
            paragraph "No run of the comparison is there yet."
        else
            Grid(grid columns arms)
        remark
            "Median and range over the runs of the comparison. Runs go side by side, one thread each, so seconds compare arms with each other and no machine with another. Alive: weights that can change an output at this size of image; the others only ever see padding. Circuit moved: the largest change of an angle from its first value to that of the kept epoch."
    ]
    |> chapter "cost" "Time and parameters"
    |> listedAs "Cost"

/// The smallest true difference that a contrast's error finds with this chance.
let detectable power (difference: SeedVariance.Difference) =
    let t p =
        Distributions.studentQuantile difference.Df p

    (t (1.0 - Verdict.Alpha / 2.0) + t power) * difference.StandardError

/// The margin at which the two would just have been shown to be the same.
let equivalentAt (difference: SeedVariance.Difference) =
    abs difference.Value
    + Distributions.studentQuantile difference.Df (1.0 - Verdict.Alpha)
      * difference.StandardError

let private powerColumns: (string * (ContrastEstimate -> Cell)) list =
    let of' read (contrast: ContrastEstimate) =
        contrast.Combined
        |> Result.map read
        |> orMissing (fun value -> Number(value, 3))

    [
        "Contrast", (fun contrast -> Text [ ArmLook.title contrast.Arm; Plain " − "; ArmLook.title contrast.Reference ])
        "Standard error", of' _.StandardError
        "Degrees of freedom",
        (fun contrast -> contrast.Combined |> Result.map _.Df |> orMissing (fun df -> Number(df, 1)))
        "Found with a chance of 80 %", of' (detectable 0.8)
        "Same within, at the least", of' equivalentAt
    ]

let limits (findings: Findings) (comparison: Comparison) =
    [
        Grid(grid powerColumns comparison.Primary)
        remark
            "Found with a chance of 80 %: a true difference in AUC of this size, by a single test at the level of 5 %; after Holm it has to be larger. Same within: the smallest margin at which these figures would show equivalence, unadjusted. Smaller differences than these can't be told from none by this study."
        Bullets
            [
                plain
                    "One data set of one kind of image at one size, one backbone, one circuit, simulated without noise: nothing here is about quantum layers in general."
                plain
                    "The trained models are taken as given where images are drawn: what other training images would do is in the spread of the repeats only as far as the repeats' training sets differ, and they overlap. Nadeau and Bengio's test and the Bayesian one beside it allow for that in another way."
                plain
                    "Learning rates were chosen on inner validation parts of the same images, which are test images of other folds."
                yield! TrainingLimits.sentences findings comparison |> List.map plain
                plain
                    "Near-duplicates above a correlation of 0.99 are kept on one side; crops, shifts and other pictures of the same patient are not known, so some likeness between training and test images may be left."
                plain
                    "Repeats that are not whole are left out for every arm, so an arm whose training fails is judged by the times that it did not."
                plain "A difference that is not shown may be there; only the test of equivalence says that it is small."
            ]
    ]
    |> chapter "limits" "What the data can't say"
    |> listedAs "Limits"
