module QImpact.Analysis.Comparison

open QImpact.Data
open QImpact.Metrics
open QImpact.Analysis.Input
open QImpact.Analysis.Input.Predictions
open QImpact.Analysis.Entries
open QImpact.Statistics

type Subject =
    {
        Dataset: string
        Split: string
        IsPhantom: bool
        ClassNames: string list
        PositiveClass: int
        Checksum: string option
    }

type Model =
    {
        Label: string
        Predictions: PredictionSet
        Run: Runs.Run option
        Scores: float[]
        Metrics: MetricValues
        Estimates: Estimate list
        Family: int
        FamilyName: string
        Sibling: int
        Failures: (int * string) option
    }

    member this.Estimate metric =
        this.Estimates |> List.find (fun estimate -> estimate.Metric = metric)

type Comparison =
    {
        Subject: Subject
        Metrics: Metric list
        SampleIds: string[]
        Labels: int[]
        Unlabelled: int
        LeftOut: int
        Models: Model list
        RunsWithoutPredictions: (string * Runs.Run) list
        Resamples: MetricBootstrap
    }

type Settings =
    {
        Metrics: Metric list
        Seed: int
        Replicates: int
    }

    static member Default =
        {
            Metrics = MetricTable.all
            Seed = 0
            Replicates = MetricBootstrap.DefaultReplicates
        }

let private bad (message: string) = raise (BadInputException message)

let private subject split (entries: Entry list) =
    let dataset = requireOneDataset entries
    let checksum = requireOneChecksum entries

    match entries |> List.tryPick _.Run with
    | Some run ->
        let description = run.Config.Dataset.Description

        if description.ClassNames.Length <> 2 then
            bad $"{dataset} has {description.ClassNames.Length} classes; analyze compares models of two classes"

        {
            Dataset = dataset
            Split = split
            IsPhantom = description.IsPhantom
            ClassNames = List.ofSeq description.ClassNames
            PositiveClass = description.PositiveClass
            Checksum = checksum
        }
    | None ->
        let isPhantom = (dataset = DatasetLocator.Phantom)

        let names, positive =
            if isPhantom then
                let description = DatasetLocator.Load(dataset, null).Description
                description.ClassNames, description.PositiveClass
            else
                match KnownDatasets.ByName.TryGetValue dataset with
                | true, known -> known.ClassNames, known.PositiveClass
                | false, _ -> KnownDatasets.ClassNames(dataset, 2), 1

        {
            Dataset = dataset
            Split = split
            IsPhantom = isPhantom
            ClassNames = List.ofSeq names
            PositiveClass = positive
            Checksum = None
        }

/// The images of every table must be the same, with the same classes; their order may differ.
let private requireSameImages (first: PredictionSet) (other: PredictionSet) =
    let expected =
        first.Rows |> Array.map (fun row -> row.SampleId, row.Label) |> Map.ofArray

    if other.Rows.Length <> first.Rows.Length then
        bad
            $"{other.Model} judged {other.Rows.Length} images, {first.Model} {first.Rows.Length}; models can be compared on the same images only"

    for row in other.Rows do
        match Map.tryFind row.SampleId expected with
        | None ->
            bad
                $"{other.Model} judged image {row.SampleId}, {first.Model} did not; models can be compared on the same images only"
        | Some label when label <> row.Label ->
            let shown = Option.map string >> Option.defaultValue "unknown"

            bad
                $"image {row.SampleId} has label {shown row.Label} in {other.Source} and {shown label} in {first.Source}; expected the same images"
        | Some _ -> ()

let private failures (set: PredictionSet) =
    let reasons =
        set.Rows
        |> Array.choose (fun row ->
            match row.Outcome with
            | Failed reason -> Some reason
            | Score _ -> None)

    match reasons with
    | [||] -> None
    | reasons -> Some(reasons.Length, reasons[0])

let private isScored (row: Row) = row.Outcome.IsScore

let private model metrics (cases: Row[]) (label: string) (entry: Entry) (set: PredictionSet) =
    let byId =
        set.Rows |> Array.map (fun row -> row.SampleId, row.Outcome) |> Map.ofArray

    let labels = cases |> Array.map (fun row -> Option.get row.Label)

    let scores =
        cases
        |> Array.choose (fun row ->
            match byId[row.SampleId] with
            | Score score -> Some score
            | Failed _ -> None)

    {
        Label = label
        Predictions = set
        Run = entry.Run
        Scores = scores
        Metrics = Classification.Evaluate(metrics, labels, scores, set.Threshold)
        Estimates = []
        Family = 0
        FamilyName = label
        Sibling = 0
        Failures = failures set
    }

/// What models that differ in the seed alone have in common: architecture and protocol, or the model's name without the
/// seed where its run is unknown.
let private family (model: Model) =
    match model.Run, model.Predictions.Seed with
    | Some run, _ -> run.Config.Architecture, run.Config.Protocol
    | None, Some seed when model.Predictions.Model.EndsWith $"-s{seed}" ->
        "", model.Predictions.Model.Substring(0, model.Predictions.Model.Length - $"-s{seed}".Length)
    | None, _ -> "", model.Label

/// A label without the seed that tells it from its family.
let private familyName (model: Model) =
    let withoutSeed (separator: string) =
        match model.Predictions.Seed with
        | Some seed when model.Label.EndsWith $"{separator}s{seed}" ->
            Some(model.Label.Substring(0, model.Label.Length - $"{separator}s{seed}".Length))
        | _ -> None

    withoutSeed " "
    |> Option.orElse (withoutSeed "-")
    |> Option.defaultValue model.Label

/// Places the models in their families.
let private withFamilies (models: Model list) =
    let families = models |> List.map family |> List.distinct

    let isAlone model =
        (models |> List.filter (fun other -> family other = family model)).Length = 1

    models
    |> List.mapi (fun index model ->
        let earlier = models |> List.truncate index |> List.map family

        { model with
            Family = List.findIndex ((=) (family model)) families
            FamilyName = if isAlone model then model.Label else familyName model
            Sibling = earlier |> List.filter ((=) (family model)) |> List.length
        })

/// Metrics with their intervals, from one pass of resamples over all models.
let private withEstimates labels (resamples: MetricBootstrap) (models: Model list) =
    models
    |> List.mapi (fun index model ->
        { model with
            Estimates =
                Estimate.ofCases labels model.Scores model.Metrics (fun metric ->
                    resamples.Distribution(metric, [| struct (index, 1.0) |]))
        })

let private resample settings labels (models: Model list) =
    MetricBootstrap.Run(
        settings.Metrics,
        settings.Seed,
        settings.Replicates,
        labels,
        [|
            for model in models ->
                {
                    Scores = model.Scores
                    Threshold = model.Predictions.Threshold
                }
        |]
    )

let buildWith settings split runs tables =
    let entries = entriesOf split runs tables
    requireDistinct entries

    let judged =
        List.zip (labels entries) entries
        |> List.choose (fun (label, entry) -> entry.Set |> Option.map (fun set -> label, entry, set))

    match judged with
    | [] ->
        bad
            $"no run has predictions for the split {split}; write them with infer --split={split} --out=RUN/predictions.csv"
    | (_, _, first) :: others ->
        for _, _, other in others do
            requireSameImages first other

        let subject = subject split entries

        let broken =
            judged
            |> List.collect (fun (_, _, set) ->
                [
                    for row in set.Rows do
                        if not (isScored row) then
                            row.SampleId
                ])
            |> Set.ofList

        let scored, leftOut =
            first.Rows |> Array.partition (fun row -> not (broken.Contains row.SampleId))

        let cases, unlabelled = scored |> Array.partition (fun row -> row.Label.IsSome)

        if cases.Length = 0 then
            bad $"no image of {subject.Dataset} {split} has both a label and a score of every model; metrics need both"

        let caseLabels = cases |> Array.map (fun row -> Option.get row.Label)

        let models =
            judged
            |> List.map (fun (label, entry, set) -> model settings.Metrics cases label entry set)
            |> withFamilies

        let resamples = resample settings caseLabels models

        {
            Subject = subject
            Metrics = settings.Metrics
            SampleIds = cases |> Array.map _.SampleId
            Labels = caseLabels
            Unlabelled = unlabelled.Length
            LeftOut = leftOut.Length
            Models = withEstimates caseLabels resamples models
            Resamples = resamples
            RunsWithoutPredictions =
                List.zip (labels entries) entries
                |> List.choose (fun (label, entry) ->
                    match entry.Set, entry.Run with
                    | None, Some run -> Some(label, run)
                    | _ -> None)
        }

let build split runs tables =
    buildWith Settings.Default split runs tables
