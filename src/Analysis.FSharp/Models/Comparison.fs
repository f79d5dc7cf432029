namespace QImpact.Analysis.Models

open QImpact.Data
open QImpact.Metrics
open QImpact.Statistics
open QImpact.Analysis.Input
open QImpact.Analysis.Input.Predictions
open QImpact.Analysis.Models.Entries

/// Models judged on the same images.
type Comparison =
    {
        Subject: Subject
        /// What the models were judged by.
        Metrics: Metric list
        /// The images that every model judged and whose class is known, in the order of the first model's table.
        SampleIds: string[]
        /// Their classes.
        Labels: int[]
        /// Images left out because their class is unknown.
        Unlabelled: int
        /// Images left out, for every model, because at least one model gave no score.
        LeftOut: int
        /// The models: baseline, quantum-end, quantum-mid, others; by protocol and seed.
        Models: Model list
        /// Runs without predictions for this split, with their label.
        RunsWithoutPredictions: (string * Runs.Run) list
        /// Every metric of every model, by its place in Models, on the same resampled images.
        Resamples: MetricBootstrap
    }

/// By what models are judged.
type ComparisonSettings =
    {
        /// The rows of the table of metrics, in the order of the files.
        Rows: MetricRow list
        /// Seed of the resamples' draws.
        Seed: int
        /// Number of resamples, at least 2.
        Replicates: int
    }

    /// The whole table, seed 0, 10,000 resamples: what reports use.
    static member Default =
        {
            Rows = MetricTable.rows
            Seed = 0
            Replicates = MetricBootstrap.DefaultReplicates
        }

/// The comparison of the runs' models and of further prediction tables on one split.
module Comparison =

    let private subject split (entries: Entry list) =
        let dataset = requireOneDataset entries
        let classes = requireOneNumberOfClasses entries
        let run = entries |> List.tryPick _.Run

        {
            Dataset = dataset
            Split = split
            IsPhantom =
                match run with
                | Some run -> run.Config.Dataset.Description.IsPhantom
                | None -> dataset = DatasetLocator.Phantom
            ClassNames = classNames dataset classes entries
            PositiveClass = requireOnePositiveClass entries
            Checksum = requireOneChecksum entries
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
                | Scores _ -> None)

        match reasons with
        | [||] -> None
        | reasons -> Some(reasons.Length, reasons[0])

    let private model metrics (cases: Row[]) (label: string) (entry: Entry) (set: PredictionSet) =
        let byId =
            set.Rows |> Array.map (fun row -> row.SampleId, row.Outcome) |> Map.ofArray

        let labels = cases |> Array.map (fun row -> Option.get row.Label)

        let scores =
            cases
            |> Array.choose (fun row ->
                match byId[row.SampleId] with
                | Scores scores -> Some scores
                | Failed _ -> None)
            |> set.ScoresOf

        {
            Label = label
            Predictions = set
            Run = entry.Run
            Scores = scores
            Metrics = Classification.Evaluate(metrics, labels, scores, ?shift = TrainedClasses.priorShift entry.Run)
            Estimates = []
            Family = 0
            FamilyName = label
            Sibling = 0
            Failures = failures set
        }

    /// Metrics with their intervals, from one pass of resamples over all models.
    let private withEstimates labels (resamples: MetricBootstrap) (models: Model list) =
        models
        |> List.mapi (fun index model ->
            { model with
                Estimates =
                    Estimate.ofCases labels model.Scores model.Metrics (fun metric ->
                        resamples.Distribution(metric, [| struct (index, 1.0) |]))
            })

    let private resample (settings: ComparisonSettings) metrics labels (models: Model list) =
        MetricBootstrap.Run(
            metrics,
            settings.Seed,
            settings.Replicates,
            labels,
            [|
                for model in models ->
                    {
                        Scores = model.Scores
                        Shift = TrainedClasses.priorShift model.Run
                    }
            |]
        )

    /// Makes it, by settings of one's own choice. BadInputException where there is nothing to compare for this split, the models saw
    /// different images, a model occurs twice, or runs and tables contradict one another.
    let buildWith (settings: ComparisonSettings) split runs tables =
        let entries = entriesOf split runs tables
        requireDistinct entries

        let families = Families.ofEntries entries
        Families.requireDistinctSeeds families entries
        let labelled = List.zip (Families.labels families entries) entries

        let judged =
            labelled
            |> List.choose (fun (label, entry) -> entry.Set |> Option.map (fun set -> label, entry, set))

        let judgedFamilies =
            List.zip families entries
            |> List.choose (fun (family, entry) -> entry.Set |> Option.map (fun _ -> family))

        match judged with
        | [] ->
            bad
                $"no run has predictions for the split {split}; write them with infer --split={split} --out=RUN/predictions.csv"
        | (_, _, first) :: others ->
            let subject = subject split entries

            for _, _, other in others do
                requireSameImages first other

            let broken =
                set
                    [
                        for _, _, set in judged do
                            for row in set.Rows do
                                if row.Outcome.IsFailed then
                                    row.SampleId
                    ]

            let scored, leftOut =
                first.Rows |> Array.partition (fun row -> not (broken.Contains row.SampleId))

            let cases, unlabelled = scored |> Array.partition (fun row -> row.Label.IsSome)

            if cases.Length = 0 then
                bad
                    $"no image of {subject.Dataset} {split} has both a label and a score of every model; metrics need both"

            let caseLabels = cases |> Array.map (fun row -> Option.get row.Label)

            let metrics = MetricTable.ofClasses subject.ClassNames.Length settings.Rows

            let models =
                judged
                |> List.map (fun (label, entry, set) -> model metrics cases label entry set)
                |> Families.place judgedFamilies

            let resamples = resample settings metrics caseLabels models

            {
                Subject = subject
                Metrics = metrics
                SampleIds = cases |> Array.map _.SampleId
                Labels = caseLabels
                Unlabelled = unlabelled.Length
                LeftOut = leftOut.Length
                Models = withEstimates caseLabels resamples models
                Resamples = resamples
                RunsWithoutPredictions =
                    [
                        for label, entry in labelled do
                            match entry with
                            | Trained(run, None) -> label, run
                            | _ -> ()
                    ]
            }

    /// Makes it by the whole table.
    let build split runs tables =
        buildWith ComparisonSettings.Default split runs tables

    /// The same models on some of the images, chosen by their sample ids, such as those without a copy among the training images; with
    /// resamples of these alone. None where no image is left.
    let onImages (settings: ComparisonSettings) isKept (comparison: Comparison) =
        let places =
            [|
                for place, id in Array.indexed comparison.SampleIds do
                    if isKept id then
                        place
            |]

        if places.Length = 0 then
            None
        else
            let pick (values: 'a[]) =
                places |> Array.map (fun place -> values[place])

            let labels = pick comparison.Labels

            let models =
                comparison.Models
                |> List.map (fun model ->
                    let scores = model.Scores.Choose places

                    { model with
                        Scores = scores
                        Metrics =
                            Classification.Evaluate(
                                comparison.Metrics,
                                labels,
                                scores,
                                ?shift = TrainedClasses.priorShift model.Run
                            )
                    })

            let resamples = resample settings comparison.Metrics labels models

            Some
                { comparison with
                    SampleIds = pick comparison.SampleIds
                    Labels = labels
                    Models = withEstimates labels resamples models
                    Resamples = resamples
                }
