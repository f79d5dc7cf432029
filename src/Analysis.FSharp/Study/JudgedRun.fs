/// Runs of a study with what their scores say, as far as they say it.
module internal QImpact.Analysis.Study.JudgedRun

open System
open QImpact.Data.Runs
open QImpact.Data.Studies
open QImpact.Metrics
open QImpact.Statistics

/// Images of a split as a network scores them.
type Scored =
    {
        Ids: string[]
        /// 0 or 1.
        Labels: int[]
        /// P(class 1).
        Scores: float[]
    }

/// A run whose scores can be judged.
type JudgedRun =
    {
        Plan: PlannedRun
        Run: RunArchive
        Validation: Scored
        Test: Scored
        /// Of the test images; undefined where a class is absent.
        Auc: Result<float, string>
        /// Chosen on the run's own validation images: Youden's, ties to the higher sensitivity for the positive class.
        Threshold: Result<float, string>
        /// Of the test images at that threshold.
        Gmean: Result<float, string>
        /// Of the test images, in nats, the probabilities moved from the parts of the classes in training to those in the whole training split.
        LogLoss: Result<float, string>
        /// What moves them; None where the run does not say on which classes it trained, or has all images of both.
        Shift: PriorShift option
    }

    member this.Arm = this.Plan.Architecture.Name

    /// Repeat and fold, both as the study numbers them; None on a published split.
    member this.Fold =
        this.Plan.Fold
        |> Option.ofObj
        |> Option.map (fun fold -> fold.Repeat, fold.Fold)

let private ofValue (value: MetricValue) =
    match value with
    | MetricValue.Defined value -> Ok value
    | MetricValue.Undefined reason -> Error reason

let private scored split (rows: ScoreRow seq) =
    let rows = rows |> Seq.filter (fun row -> row.Split = split) |> Array.ofSeq

    {
        Ids = [| for row in rows -> row.SampleId |]
        Labels = [| for row in rows -> row.Label |]
        Scores = [| for row in rows -> float row.Scores[1] |]
    }

/// The first thing that makes scores useless; None where they can be judged.
let private fault split (rows: ScoreRow seq) =
    let rows = rows |> Seq.filter (fun row -> row.Split = split) |> List.ofSeq

    let twice =
        rows |> List.countBy _.SampleId |> List.tryFind (fun (_, count) -> count > 1)

    let isNoPair (row: ScoreRow) =
        row.Scores.Length <> 2
        || row.Scores |> Seq.exists (fun score -> not (score >= 0.0f && score <= 1.0f))

    if rows.IsEmpty then
        Some $"scores.csv has no image of {split}"
    else
        match twice, rows |> List.tryFind isNoPair with
        | Some(id, count), _ -> Some $"scores.csv has image {id} of {split} {count} times; expected each once"
        | _, Some row ->
            Some $"the scores of image {row.SampleId} of {split} are no probabilities of two classes, each in [0, 1]"
        | None, None -> None

/// The shift of the classes' parts from training to the training split.
let private shift (config: RunConfig) =
    Option.ofObj config.Dataset.TrainClasses
    |> Option.bind (fun classes -> PriorShift.OfCounts(classes.Used, classes.Split))

let private gmean (test: Scored) threshold =
    (Classification.Evaluate([ MetricTable.gmean ], test.Labels, test.Scores, (threshold: float))).Item
        MetricTable.gmean
    |> ofValue

let private logLoss shift (test: Scored) =
    (Classification.Evaluate(
        [ MetricTable.logLossCorrected ],
        test.Labels,
        test.Scores,
        Classification.DefaultThreshold,
        ?shift = shift
    ))
        .Item
        MetricTable.logLossCorrected
    |> ofValue

/// The run with what its scores of these test images say.
let private measured (run: JudgedRun) (test: Scored) =
    let hasImages = test.Labels.Length > 0

    let orNone (value: unit -> Result<float, string>) =
        if hasImages then value () else Error "no image"

    { run with
        Test = test
        Auc = orNone (fun () -> Classification.RocAuc(test.Labels, test.Scores) |> ofValue)
        Gmean = orNone (fun () -> run.Threshold |> Result.bind (gmean test))
        LogLoss = orNone (fun () -> logLoss run.Shift test)
    }

/// The same run judged on some of its test images, by their ids.
let onImages (isKept: string -> bool) (run: JudgedRun) =
    let kept = run.Test.Ids |> Array.map isKept

    let choose values =
        Array.zip kept values |> Array.filter fst |> Array.map snd

    measured
        run
        {
            Ids = choose run.Test.Ids
            Labels = choose run.Test.Labels
            Scores = choose run.Test.Scores
        }

/// The run with what its scores say, or why they say nothing.
let judge (found: FoundRun) : Result<JudgedRun, string> =
    let rows = found.Run.Scores
    let config = found.Run.Config
    let classes = config.Dataset.Description.ClassNames.Length

    if classes <> 2 then
        Error $"{classes} classes; a study is reported for two"
    else
        match [ "val"; "test" ] |> List.tryPick (fun split -> fault split rows) with
        | Some reason -> Error reason
        | None ->
            let validation = scored "val" rows

            let positive =
                Option.ofNullable config.Dataset.Description.PositiveClass
                |> Option.defaultValue 1

            let unmeasured = Error "not measured"

            let run =
                {
                    Plan = found.Plan
                    Run = found.Run
                    Validation = validation
                    Test = validation
                    Auc = unmeasured
                    Threshold =
                        ThresholdRule.Youden.TryChoose(validation.Labels, validation.Scores, positive)
                        |> Result.map _.Threshold
                    Gmean = unmeasured
                    LogLoss = unmeasured
                    Shift = shift config
                }

            Ok(measured run (scored "test" rows))

/// Runs that can be judged together, and a line for each that can't.
type JudgedRuns =
    {
        Runs: JudgedRun list
        Unusable: string list
    }

let private images (run: JudgedRun) =
    Array.zip run.Test.Ids run.Test.Labels |> Array.sort |> List.ofArray

/// Of runs that were tested on one part of the data, those that have the images, and the labels, that most have.
let private alike (runs: JudgedRun list) =
    let known = runs |> List.map (fun run -> run, images run)

    let usual = known |> List.countBy snd |> List.maxBy snd |> fst

    let complaint (run: JudgedRun, its) =
        let extra, missing = (set its - set usual).Count, (set usual - set its).Count

        if extra + missing = 0 then
            Ok run
        else
            Error
                $"{run.Plan.Name}: its test images are not those of the other runs of this part of the data ({missing} are missing, {extra} are others, each with its label); it is left out"

    List.map complaint known

/// Judges the runs. Those of one part of the data, a fold of a repeat or the published split, must have the same test images.
let ofStudy (runs: StudyRuns) =
    let judged =
        [
            for found in runs.Found ->
                judge found
                |> Result.mapError (fun reason -> $"{found.Plan.Name}: {reason}; it is left out")
        ]

    let held =
        judged
        |> List.choose Result.toOption
        |> List.groupBy (fun run -> run.Plan.Fold)
        |> List.collect (snd >> alike)

    let errors results =
        results
        |> List.choose (function
            | Error line -> Some line
            | Ok _ -> None)

    {
        Runs = List.choose Result.toOption held
        Unusable = errors judged @ errors held |> List.distinct
    }
