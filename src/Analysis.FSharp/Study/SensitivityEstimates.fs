/// What the contrasts of a study show where their arms are trained otherwise.
module internal QImpact.Analysis.Study.SensitivityEstimates

open System
open QImpact.Data.Runs
open QImpact.Data.Studies
open QImpact.Metrics
open QImpact.Statistics
open QImpact.Analysis.Study.JudgedRun
open QImpact.Analysis.Study.WholeRepeats
open QImpact.Analysis.Study.StudyWords

/// What a contrast is to the study's answer.
type Standing =
    | Main
    | Control
    | Exploratory

/// A difference in AUC with arms trained otherwise, beside the same one as compared, on the same repeats.
type Varied =
    {
        Arm: Architecture
        Reference: Architecture
        Standing: Standing
        Otherwise: Result<SeedVariance.Difference, string>
        AsCompared: Result<SeedVariance.Difference, string>
    }

/// A part of the role, over the repeats that are whole in it and in the comparison.
type Variation =
    {
        Part: StudyPart
        /// What was changed, in words: "learning rate 1e-3".
        Change: string
        Repeats: int
        /// Of each arm that it has: less the same arm as compared.
        Arms: (Architecture * Result<SeedVariance.Difference, string>) list
        /// The primary contrasts with an arm of it on either side; of an arm that no primary contrast has, the exploratory ones.
        Contrasts: Varied list
        /// Of each arm that trains a circuit the largest change of an angle in each run, radians.
        Moved: (Architecture * float list) list
    }

/// What a part changes of how the comparison trains its first arm; those of the others are alike but for the rate that was chosen.
let private change (comparison: StudyPart) (part: StudyPart) =
    let arm = part.Arms[0]
    let settings = part.SettingsOf arm

    let inWords =
        [
            match part.Rates with
            | :? RatePlan.Listed as listed -> $"learning rate {rate listed.Rates[0]}"
            | :? RatePlan.OfProtocol when not (comparison.Rates :? RatePlan.OfProtocol) ->
                $"learning rate {rate settings.LearningRate}"
            | _ -> ()
            match Option.ofNullable settings.CircuitLearningRate with
            | Some circuit -> $"circuit's learning rate {rate circuit}"
            | None -> ()
            if settings.Epochs <> (comparison.SettingsOf arm).Epochs then
                $"{settings.Epochs} epochs"
        ]

    let marks =
        SettingsMarks.Of(settings, comparison.SettingsOf arm)
        |> Seq.filter (fun mark ->
            mark <> $"e{settings.Epochs}"
            && not (mark.StartsWith("clr", StringComparison.Ordinal)))
        |> List.ofSeq

    let circuit =
        if part.Circuit = comparison.Circuit then
            []
        else
            [ "another circuit" ]

    match inWords @ marks @ circuit with
    | [] -> "nothing"
    | changes -> String.concat ", " changes

/// The comparison's runs, and those of the part under names that no architecture has.
let private both (comparison: Runs) (own: Runs) =
    let name arm = $"{arm} otherwise"

    let found =
        (comparison.Found, own.Found)
        ||> Map.fold (fun all (arm, repeat, fold) run -> all |> Map.add (name arm, repeat, fold) run)

    let whole =
        own.Repeats
        |> List.filter (fun repeat -> repeat.IsWhole && List.contains repeat.Number comparison.Whole)

    { comparison with
        Found = found
        Repeats = whole
    },
    name

/// The contrasts in which a part's arms stand.
let private contrastsOf (analysis: StudyAnalysis) (part: StudyPart) =
    let names (contrast: Contrast) = [ contrast.Arm; contrast.Reference ]
    let primary = analysis.Primary |> List.ofSeq
    let arms = [ for arm in part.Arms -> arm.Name ]
    let others = arms |> List.except (List.collect names primary)

    let hasOneOf arms contrast =
        names contrast |> List.exists (fun name -> List.contains name arms)

    (primary |> List.filter (hasOneOf arms))
    @ (analysis.Exploratory |> Seq.filter (hasOneOf others) |> List.ofSeq)

let private variation (comparison: Runs) groups (judged: JudgedRun list) (analysis: StudyAnalysis) (part: StudyPart) =
    let own = WholeRepeats.runs groups part judged
    let runs, name = both comparison own
    let has arm = part.Arms |> Seq.contains arm

    let side arm =
        if has arm then name arm.Name else arm.Name

    let moved arm =
        [
            for repeat in runs.Whole do
                for run in runs.Of(name arm, repeat) do
                    yield!
                        Option.ofObj run.Run.Result.Training
                        |> Option.bind (fun facts -> Option.ofNullable facts.CircuitChange)
                        |> Option.toList
        ]

    {
        Part = part
        Change = change comparison.Part part
        Repeats = runs.Whole.Length
        Arms =
            [
                for arm in part.Arms -> arm, ContrastEstimates.difference runs (name arm.Name) arm.Name
            ]
        Contrasts =
            [
                for contrast in contrastsOf analysis part do
                    let arm, reference =
                        Architecture.Parse contrast.Arm, Architecture.Parse contrast.Reference

                    {
                        Arm = arm
                        Reference = reference
                        Standing =
                            match Seq.tryFindIndex ((=) contrast) analysis.Primary with
                            | Some 0 -> Main
                            | Some _ -> Control
                            | None -> Exploratory
                        Otherwise = ContrastEstimates.difference runs (side arm) (side reference)
                        AsCompared = ContrastEstimates.difference runs arm.Name reference.Name
                    }
            ]
        Moved =
            [
                for arm in part.Arms do
                    match moved arm.Name with
                    | moved when arm.TrainsCircuit && not moved.IsEmpty -> arm, moved
                    | _ -> ()
            ]
    }

/// Every part of the role, in the study's order.
let variations (found: StudyRuns) (judged: JudgedRun list) (comparison: Runs) =
    [
        for part in found.Study.Parts do
            if part.Role = StudyRole.Sensitivity then
                variation comparison (Option.ofObj found.Groups) judged found.Study.Analysis part
    ]

/// Whether a difference lies wholly below 0, wholly above it, or neither.
type Side =
    | Below
    | Above
    | Open

let side (difference: SeedVariance.Difference) =
    let interval = difference.Interval Confidence.Default

    if interval.Upper < 0.0 then Below
    elif interval.Lower > 0.0 then Above
    else Open

let private figuresOf standing (variations: Variation list) =
    [
        for variation in variations do
            for varied in variation.Contrasts |> List.filter (fun varied -> varied.Standing = standing) do
                match varied.Otherwise, varied.AsCompared with
                | Ok otherwise, Ok asCompared -> varied, otherwise, side otherwise = side asCompared
                | _ -> ()
    ]

let private lies side =
    match side with
    | Below -> "lies wholly below 0"
    | Above -> "lies wholly above 0"
    | Open -> "holds 0"

/// Of each control whose interval does not always lie where the comparison's does: where it lies then.
let private unlike (variations: Variation list) =
    [
        for (arm, reference), figures in
            variations
            |> figuresOf Control
            |> List.groupBy (fun (varied, _, _) -> varied.Arm, varied.Reference) do
            let others =
                [
                    for _, difference, alike in figures do
                        if not alike then
                            side difference
                ]

            for where, times in List.countBy id others do
                $" Other than in the comparison, the interval of {arm.Title} less {reference.Title} {lies where} in {times} of {figures.Length}."
    ]
    |> String.concat ""

/// What becomes of the primary contrasts, in a few sentences; None where no variation has a figure of the main one.
let sentence (variations: Variation list) =
    let figures = figuresOf Main variations

    match figures with
    | [] -> None
    | (first, _, _) :: _ ->
        let values = figures |> List.map (fun (_, difference, _) -> difference.Value)

        let count which =
            figures
            |> List.filter (fun (_, difference, _) -> side difference = which)
            |> List.length

        let alike = figures |> List.filter (fun (_, _, alike) -> alike) |> List.length

        let ways =
            if figures.Length = 1 then
                "another way"
            else
                $"{figures.Length} other ways"

        let lowest, highest =
            Decimals.shown 3 (List.min values), Decimals.shown 3 (List.max values)

        let range =
            if figures.Length = 1 then
                lowest
            else
                $"between {lowest} and {highest}"

        let verdict =
            match figures |> List.map (fun (_, difference, _) -> side difference) |> List.distinct with
            | [ same ] when alike = figures.Length ->
                let each = if figures.Length = 1 then "the" else "each"
                $", and {each} interval {lies same}, as in the comparison."
            | _ ->
                $"; the interval lies wholly below 0 in {count Below}, wholly above it in {count Above}, and holds 0 in {count Open}. That is what the comparison shows in {alike} of {figures.Length}, so the answer holds for the way of training that was compared."

        Some
            $"With arms trained in {ways} the AUC of {first.Arm.Title} less that of {first.Reference.Title} is {range}{verdict}{unlike variations}"
