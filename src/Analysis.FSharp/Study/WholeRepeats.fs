/// The comparison of a study: its runs by repeat and fold, and which repeats are whole.
module internal QImpact.Analysis.Study.WholeRepeats

open System
open QImpact.Data.Folds
open QImpact.Data.Runs
open QImpact.Data.Studies
open QImpact.Metrics
open QImpact.Statistics
open QImpact.Analysis.Study.JudgedRun

/// A repeat of the division, or a seed on the published split, and how many of its runs can be judged.
type Repeat =
    {
        /// As the runs number it.
        Number: int
        Judged: int
        Planned: int
    }

    member this.IsWhole = this.Judged = this.Planned

/// A metric of a run.
type Measure =
    {
        Title: string
        /// Inside a sentence.
        Phrase: string
        Direction: Direction
        Of: JudgedRun -> Result<float, string>
    }

let auc =
    {
        Title = "AUC"
        Phrase = "AUC"
        Direction = HigherIsBetter
        Of = _.Auc
    }

let gmean =
    {
        Title = "G-mean"
        Phrase = "G-mean at the threshold chosen on validation"
        Direction = HigherIsBetter
        Of = _.Gmean
    }

let logLoss =
    {
        Title = "Log loss, prior-corrected"
        Phrase = "prior-corrected log loss"
        Direction = LowerIsBetter
        Of = _.LogLoss
    }

let measures = [ auc; gmean; logLoss ]

/// The runs of the comparison.
type Runs =
    {
        Part: StudyPart
        Repeats: Repeat list
        /// Runs in a repeat of one arm: folds that are tested, or 1.
        Folds: int
        /// Test images of a fold / all others, a mean over the runs; None on a published split, where training sets do not overlap by halves.
        Overlap: float option
        /// By arm, repeat and fold.
        Found: Map<string * int * int, JudgedRun>
        /// Test images of a repeat.
        Images: int
        /// The group of an image by its id, where images are drawn in groups.
        GroupOf: (string -> string) option
    }

    /// How many groups the test images are, one by itself being one.
    member this.Drawn =
        this.Found.Values
        |> Seq.collect _.Test.Ids
        |> Seq.map (Option.defaultValue id this.GroupOf)
        |> Seq.distinct
        |> Seq.length

    member this.Whole = this.Repeats |> List.filter _.IsWhole |> List.map _.Number

    /// The runs of an arm in whole repeats, in the order of repeats and folds.
    member this.Of(arm: string, repeat: int) =
        [
            for KeyValue((its, number, _), run) in this.Found do
                if its = arm && number = repeat then
                    run
        ]

/// Repeat and fold of a run; on a published split the seed stands for the repeat.
let place (run: JudgedRun) =
    run.Fold |> Option.defaultValue (run.Plan.Seed, 1)

let private placesOf (plan: SplitPlan) =
    match plan with
    | :? SplitPlan.Folds as folds -> [ 0 .. folds.Repeats - 1 ], List.ofSeq folds.Tested
    | :? SplitPlan.Published as published -> List.ofSeq published.Seeds, [ 1 ]
    | other -> invalidOp $"{other} is no plan of splits."

let private overlap (runs: JudgedRun list) =
    runs
    |> List.filter (fun run -> run.Fold.IsSome)
    |> List.map (fun run ->
        let data = run.Run.Config.Dataset

        // Those that balancing left out may be trained on in the next run.
        let training =
            match data.TrainClasses with
            | null -> data.TrainImages
            | classes -> Seq.sum classes.Split

        float data.TestImages / float (training + data.ValidationImages))
    |> function
        | [] -> None
        | overlaps -> Some(List.average overlaps)

/// The runs of a part, as far as they are there, and the groups that their images are drawn in, if any. A repeat is whole where every arm has an AUC in each of its folds.
let runs (groups: ImageGroups option) (part: StudyPart) (judged: JudgedRun list) =
    let own =
        judged
        |> List.filter (fun run -> run.Plan.Part = part.Name && Result.isOk run.Auc)

    let found =
        Map
            [
                for run in own do
                    let repeat, fold = place run
                    (run.Arm, repeat, fold), run
            ]

    let numbers, folds = placesOf part.Splits

    let repeat number =
        {
            Number = number
            Judged =
                List.allPairs [ for arm in part.Arms -> arm.Name ] folds
                |> List.filter (fun (arm, fold) -> found.ContainsKey(arm, number, fold))
                |> List.length
            Planned = part.Arms.Length * folds.Length
        }

    let repeats = List.map repeat numbers

    {
        Part = part
        Repeats = repeats
        Folds = folds.Length
        Overlap = overlap own
        Found = found
        Images =
            own
            |> List.groupBy (fun run -> run.Arm, fst (place run))
            |> List.map (snd >> List.sumBy (fun run -> run.Test.Labels.Length))
            |> List.fold max 0
        GroupOf = groups |> Option.map _.GroupOf().Invoke
    }

let internal sequence results =
    (results, Ok [])
    ||> List.foldBack (fun result all ->
        result
        |> Result.bind (fun value -> all |> Result.map (fun rest -> value :: rest)))

let private cases (run: JudgedRun) : CrossedAuc.Case[] =
    Array.map3
        (fun id label score ->
            {
                Id = id
                Label = label
                Score = score
            })
        run.Test.Ids
        run.Test.Labels
        run.Test.Scores

/// An arm's AUC in each whole repeat, with what each image does to it.
let private estimates (runs: Runs) arm =
    runs.Whole
    |> List.map (fun repeat ->
        [|
            for run in runs.Of(arm, repeat) -> cases run :> Collections.Generic.IReadOnlyList<_>
        |]
        |> CrossedAuc.estimate
        |> Result.bind (runs.GroupOf |> Option.map GroupedAuc.ofGroups |> Option.defaultValue Ok))
    |> sequence

/// Arms crossed with the whole repeats.
let crossed (runs: Runs) arms =
    match runs.Whole with
    | [] -> Error "no repeat is whole"
    | _ ->
        arms
        |> List.map (fun arm ->
            estimates runs arm
            |> Result.map (fun repeats -> arm, (Array.ofList repeats :> Collections.Generic.IReadOnlyList<_>)))
        |> sequence
        |> Result.bind (Array.ofList >> CrossedAuc.cross)

/// Of a measure the mean over the folds of each whole repeat.
let repeatMeans (runs: Runs) arm (measure: Measure) =
    match runs.Whole with
    | [] -> Error "no repeat is whole"
    | whole ->
        whole
        |> List.map (fun repeat ->
            runs.Of(arm, repeat)
            |> List.map measure.Of
            |> sequence
            |> Result.map List.average)
        |> sequence
