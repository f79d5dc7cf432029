/// How the models came about: training curves, settings, checksums.
module internal QImpact.Analysis.Report.RunSections

open System
open System.Globalization
open QImpact.Data
open QImpact.Data.Runs
open QImpact.Metrics
open QImpact.Statistics
open QImpact.Analysis.Models
open QImpact.Analysis.Document
open QImpact.Analysis.Input

/// Every run of the report with its label and its model, those without predictions for the split last.
let private runs (comparison: Comparison) =
    [
        for model in comparison.Models do
            for run in Option.toList model.Run do
                model.Label, run, Some model
        for label, run in comparison.RunsWithoutPredictions do
            label, run, None
    ]

/// A label with its model's colour.
let private title label model =
    model |> Option.map Tables.modelName |> Option.defaultValue (Plain label)

let private curves index (label, run: Runs.Run, model: Model option) =
    let curve kind name draw =
        Chart(chart $"{kind}-{index}" "curve" $"{name} per epoch of {label}" (fun () -> draw run))

    let colour =
        model
        |> Option.map (fun model -> Palette.colour model.Family)
        |> Option.defaultValue Palette.muted

    let chosen =
        match run.Result with
        | Some result -> $"epoch {result.ChosenEpoch} of {result.EpochsRun} was kept; {result.StopReason.TrimEnd '.'}"
        | None -> "the run has not ended"

    Card(
        [ title label model; Aside chosen ],
        [
            if run.History.Length = 0 then
                warning "No history.csv in this run's folder."
            else
                SideBySide
                    [
                        curve "loss" "Loss" (TrainingCharts.loss colour)
                        curve "quality" "Validation G-mean and AUC" (TrainingCharts.quality colour)
                    ]
        ]
    )

let training (comparison: Comparison) =
    match runs comparison with
    | [] -> [ paragraph "No run folders were read, only prediction tables." ]
    | runs ->
        [
            yield! WhatTrainingDid.blocks (runs |> List.map (fun (label, run, model) -> title label model, run))
            yield! List.mapi curves runs
            remark
                "Left: cross-entropy of training and validation. Right: validation G-mean and AUC. The dotted line and the dots mark the epoch whose weights were kept; validation alone chose it."
        ]
    |> chapter "training" "Training"

let private number (value: float) =
    value.ToString("R", CultureInfo.InvariantCulture).Replace("E-0", "e-", StringComparison.Ordinal)

let private selection =
    function
    | Selection.Gmean -> "best validation G-mean"
    | Selection.Auc -> "best validation AUC"
    | Selection.Loss -> "lowest validation loss"
    | Selection.Last -> "last epoch"
    | other -> string other

let private rates (settings: TrainingSettings) =
    let rate =
        match Option.ofNullable settings.CircuitLearningRate with
        | None -> number settings.LearningRate
        | Some circuit -> $"{number settings.LearningRate}, circuit {number circuit}"

    match List.ofSeq settings.LearningRateMilestones with
    | [] -> rate
    | milestones ->
        let at =
            milestones
            |> List.map (fun milestone -> $"{number (100.0 * milestone)} %%")
            |> String.concat ", "

        $"{rate}, × 0.1 at {at} of the epochs"

/// Rows of the table: heading, cell of a run.
let private settings: (string * (Runs.Run -> Model option -> Line)) list =
    let config read =
        fun (run: Runs.Run) (_: Model option) -> plain (read run.Config)

    let settings read =
        config (fun (config: RunConfig) -> read config.Settings)

    let result read =
        fun (run: Runs.Run) (_: Model option) ->
            match run.Result with
            | Some result -> plain (read result)
            | None -> plain "not ended"

    let judged read =
        fun (_: Runs.Run) (model: Model option) ->
            model |> Option.map read |> Option.defaultValue (plain "no predictions")

    [
        "Run", (fun run _ -> [ Code run.Config.Name ])
        "Folder", (fun run _ -> [ Code run.Folder ])
        "Architecture", config _.Architecture
        "Quantum circuit",
        (fun run _ ->
            match run.Config.Circuit with
            | null -> plain "none"
            | circuit -> [ Code circuit ])
        "Trained parameters", config (fun config -> config.Parameters.ToString("N0", CultureInfo.InvariantCulture))
        "Protocol", config _.Protocol
        "Seed", config (fun config -> string config.Seed)
        "Training images", config (fun config -> string config.Dataset.TrainImages)
        "Balancing of classes", settings (fun settings -> (string settings.Balance).ToLowerInvariant())
        "Stem", settings (fun settings -> (string settings.Stem).ToLowerInvariant())
        "Normalisation",
        settings (fun settings -> $"(x − {number settings.Mean}) / {number settings.StandardDeviation}")
        "Optimiser", settings (fun settings -> $"Adam, learning rate {rates settings}")
        "Batch size", settings (fun settings -> string settings.BatchSize)
        "Epochs, at most", settings (fun settings -> string settings.Epochs)
        "Epoch kept", settings (fun settings -> selection settings.Select)
        "Stops above its baseline",
        config (fun config ->
            match config.Settings.StopAboveBaseline, config.Baseline with
            | true, NonNull baseline ->
                FormattableString.Invariant $"yes: {baseline.Run}, validation G-mean {baseline.ValidationGmean:F4}"
            | true, Null -> "yes"
            | false, _ -> "no")
        "Epochs run", result (fun result -> string result.EpochsRun)
        "Chosen epoch", result (fun result -> string result.ChosenEpoch)
        "Why it ended", result _.StopReason
        "Threads", config (fun config -> string config.Threads)
        "Data set, MD5",
        (fun run _ ->
            let data = run.Config.Dataset.Description
            [ Plain $"{data.Name} "; Code data.Md5 ])
        "Model file, SHA-256", judged (fun model -> [ Code model.Predictions.ModelChecksum ])
        "Decision",
        judged (fun model ->
            plain (
                match model.Scores with
                | OfTwo(_, threshold) -> $"class 1 where score_1 ≥ {number threshold}"
                | OfMore _ -> "the most probable class"
            ))
        "Code version", (fun run _ -> [ Code run.Config.CodeVersion ])
    ]

let provenance (comparison: Comparison) =
    let seed (model: Model) =
        model.Predictions.Seed |> Option.map string |> Option.defaultValue "unknown"

    match runs comparison with
    | [] ->
        grid
            [
                "Model", (fun model -> Text [ Tables.modelName model ])
                "Seed", seed >> text
                "Model file, SHA-256", (fun model -> Text [ Code model.Predictions.ModelChecksum ])
            ]
            comparison.Models
    | runs ->
        { grid
              [
                  "Setting", fst >> text
                  for label, run, model in runs do
                      label, (fun (_, cell) -> Text(cell run model))
              ]
              settings with
            Head = plain "Setting" :: [ for label, _, model in runs -> [ title label model ] ]
        }
    |> fun grid -> chapter "runs" "How each run was made" [ Grid grid ]
    |> listedAs "Runs"

/// How the intervals of the metrics are made.
let private intervals (comparison: Comparison) =
    let source (metric: Metric) =
        match metric.Interval with
        | IntervalMethod.Wilson _ -> "Wilson (1927)"
        | IntervalMethod.DeLong -> "DeLong, DeLong and Clarke-Pearson (1988), clipped to [0, 1],"
        | IntervalMethod.Bootstrap ->
            $"the bootstrap (BCa, {Format.whole (int64 MetricBootstrap.DefaultReplicates)} resamples within each class)"

    let made =
        comparison.Metrics
        |> List.filter _.IsReported
        |> List.groupBy source
        |> List.map (fun (source, metrics) ->
            let names = metrics |> List.map _.Phrase |> List.distinct |> Format.listed
            $"{source} for {names}")
        |> String.concat "; "

    $"95 %%. {made}. They hold the uncertainty from the images, not that from training again."

let private breastSource (subject: Subject) =
    if subject.Dataset.StartsWith(KnownDatasets.BreastMnist, StringComparison.Ordinal) then
        " BreastMNIST comes from W. Al-Dhabyani, M. Gomaa, H. Khaled, A. Fahmy, “Dataset of breast ultrasound images”, Data in Brief 28, 104863 (2020)."
    else
        ""

let notes (comparison: Comparison) =
    let subject = comparison.Subject
    let known = KnownDatasets.Find(subject.Dataset, subject.ClassNames.Length)

    let data =
        if subject.IsPhantom && subject.HasManyClasses then
            " Phantom: images generated by QImpact. No figure here says anything about real images."
        elif isNull known && not subject.IsPhantom then
            let classes = Format.listed (List.truncate 20 subject.ClassNames)

            let more =
                if subject.ClassNames.Length > 20 then
                    ", the first twenty"
                else
                    ""

            $" {subject.Dataset}, no published set that QImpact knows: {subject.ClassNames.Length} classes ({classes}{more})."
        elif subject.IsPhantom then
            " Phantom: images generated by QImpact with BreastMNIST's shapes, split sizes and class ratio. No figure here says anything about real images."
        else
            " MedMNIST v2, licence CC BY 4.0: J. Yang, R. Shi, D. Wei, Z. Liu, L. Zhao, B. Ke, H. Pfister, B. Ni, “MedMNIST v2 – A large-scale lightweight benchmark for 2D and 3D biomedical image classification”, Scientific Data 10, 41 (2023), doi 10.1038/s41597-023-01795-8."
            + breastSource subject

    let scores =
        if subject.HasManyClasses then
            " A model gives each class a probability and decides the most probable one, of equal ones the first. The predictions are those of the exported ONNX files."
        else
            " score_1 is the probability of class 1; a model decides 1 where it is at or above the threshold. The predictions are those of the exported ONNX files."

    chapter
        "notes"
        "Notes"
        [
            Bullets
                [
                    led "Scores and decisions." scores
                    led "Undefined." " A metric that is 0/0 is n/a with its reason, never 0."
                    if subject.HasManyClasses then
                        led
                            "AUC."
                            " Of a class: the chance that an image of it has a higher score of that class than an image of another, ties half. Macro: the mean over the classes, as MedMNIST has it."

                        led
                            "Means over the classes."
                            " Macro precision, macro F1 and balanced accuracy (the mean recall) count each class alike, however many images it has; the G-mean is the geometric mean of the recalls. Each is n/a where it is so for one class."

                        led
                            "Brier score."
                            " The mean over the images of the squared errors of all probabilities, summed over the classes: from 0 to 2."
                    else
                        [
                            Strong "AUC."
                            Plain " P(s"
                            Sub "1"
                            Plain " > s"
                            Sub "0"
                            Plain ") + P(s"
                            Sub "1"
                            Plain " = s"
                            Sub "0"
                            Plain ")/2; the same for either positive class, never flipped below one half."
                        ]
                    led "Intervals." $" {intervals comparison}"
                    [
                        Strong "Log loss."
                        Plain " Natural logarithm, scores clipped to [2"
                        Super "−52"
                        Plain ", 1 − 2"
                        Super "−52"
                        Plain "], as in scikit-learn since 1.2."
                    ]
                    led "Data." data
                    led "Paper." " D. Nowak, “The impact of a quantum layer on classification performance”."
                    led "Use." " Research only. Not a medical device; not for diagnosis."
                    led
                        "This page"
                        " is complete in itself: it loads nothing from a network. Charts by XPlot.Plotly and plotly.js 2.28.0 (MIT)."
                ]
        ]
