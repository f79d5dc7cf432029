/// How the models came about: training curves, settings, checksums.
module internal QImpact.Analysis.Report.RunSections

open System
open System.Globalization
open QImpact.Data.Runs
open QImpact.Analysis.Comparison
open QImpact.Analysis.Input

/// One run of the report.
type private Entry =
    {
        Label: string
        Run: Runs.Run
        /// None where it has no predictions for the split.
        Model: Model option
    }

    /// Its label, with its colour where the comparison gives it one.
    member this.Title =
        match this.Model with
        | Some model -> Tables.modelName model
        | None -> Html.encode this.Label

/// Every run of the report, those without predictions last.
let private runs (comparison: Comparison) =
    let judged =
        comparison.Models
        |> List.choose (fun model ->
            model.Run
            |> Option.map (fun run ->
                {
                    Label = model.Label
                    Run = run
                    Model = Some model
                }))

    let others =
        comparison.RunsWithoutPredictions
        |> List.map (fun (label, run) ->
            {
                Label = label
                Run = run
                Model = None
            })

    judged @ others

let private curves index (entry: Entry) =
    let run = entry.Run

    let figure kind name (layout, traces) =
        Plotly.figure $"{kind}-{index}" "curve" $"{name} per epoch of {entry.Label}" "" layout traces

    let colour =
        entry.Model |> Option.map Palette.colour |> Option.defaultValue Palette.neutral

    let chosen =
        match run.Result with
        | Some result ->
            $"epoch {result.ChosenEpoch} of {result.EpochsRun} was kept; {Html.encode (result.StopReason.TrimEnd '.')}"
        | None -> "the run has not ended"

    Html.classed
        "div"
        "card wide"
        [
            Html.element "h3" [] [ entry.Title; Html.classed "small" "origin" [ chosen ] ]
            (if run.History.Length = 0 then
                 Html.classed "p" "missing" [ "No history.csv in this run's folder." ]
             else
                 Html.classed
                     "div"
                     "pair"
                     [
                         figure "loss" "Loss" (TrainingCharts.loss run colour)
                         figure "quality" "Validation G-mean and AUC" (TrainingCharts.quality run colour)
                     ])
        ]

let training (comparison: Comparison) =
    match runs comparison with
    | [] -> Html.section "training" "Training" [ Html.p "No run folders were read, only prediction tables." ]
    | runs ->
        Html.section
            "training"
            "Training"
            ((runs |> List.mapi curves)
             @ [
                 Html.note
                     "Left: cross-entropy of training and validation. Right: validation G-mean and AUC. The dotted line and the dots mark the epoch whose weights were kept; validation alone chose it."
             ])

let private number (value: float) =
    value.ToString("R", CultureInfo.InvariantCulture).Replace("E-0", "e-", StringComparison.Ordinal)

let private yes flag = if flag then "yes" else "no"

let private mono (text: string) =
    Html.classed "code" "checksum" [ Html.encode text ]

let private selection =
    function
    | Selection.Gmean -> "best validation G-mean"
    | Selection.Auc -> "best validation AUC"
    | Selection.Loss -> "lowest validation loss"
    | Selection.Last -> "last epoch"
    | other -> string other

let private rates (settings: TrainingSettings) =
    match List.ofSeq settings.LearningRateMilestones with
    | [] -> number settings.LearningRate
    | milestones ->
        let at =
            milestones
            |> List.map (fun milestone -> $"{number (100.0 * milestone)} %%")
            |> String.concat ", "

        $"{number settings.LearningRate}, × 0.1 at {at} of the epochs"

/// Rows of the table: heading, cell of a run.
let private facts: (string * (Runs.Run -> Model option -> string)) list =
    let config read =
        fun (run: Runs.Run) (_: Model option) -> Html.encode (read run.Config)

    let settings read =
        config (fun (config: RunConfig) -> read config.Settings)

    let result read =
        fun (run: Runs.Run) (_: Model option) ->
            match run.Result with
            | Some result -> Html.encode (read result)
            | None -> "not ended"

    [
        "Run", (fun run _ -> mono run.Config.Name)
        "Folder", (fun run _ -> mono run.Folder)
        "Architecture", config _.Architecture
        "Quantum circuit",
        (fun run _ ->
            match run.Config.Circuit with
            | null -> "none"
            | circuit -> mono circuit)
        "Trained parameters", config (fun config -> config.Parameters.ToString("N0", CultureInfo.InvariantCulture))
        "Protocol", config _.Protocol
        "Seed", config (fun config -> string config.Seed)
        "Training images", config (fun config -> string config.Dataset.TrainImages)
        "Classes balanced", settings (fun settings -> yes settings.Balance)
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
            Html.encode run.Config.Dataset.Description.Name
            + " "
            + mono run.Config.Dataset.Description.Md5)
        "Model file, SHA-256",
        (fun _ model ->
            match model with
            | Some model -> mono model.Predictions.ModelChecksum
            | None -> "no predictions")
        "Decision",
        (fun _ model ->
            match model with
            | Some model -> $"class 1 where score_1 ≥ {number model.Predictions.Threshold}"
            | None -> "no predictions")
        "Code version", (fun run _ -> mono run.Config.CodeVersion)
    ]

let provenance (comparison: Comparison) =
    let body =
        match runs comparison with
        | [] ->
            [
                Html.table
                    [ "Model"; "Seed"; "Model file, SHA-256" ]
                    [
                        for model in comparison.Models ->
                            [
                                Tables.modelName model
                                model.Predictions.Seed |> Option.map string |> Option.defaultValue "unknown"
                                mono model.Predictions.ModelChecksum
                            ]
                    ]
            ]
        | runs ->
            [
                Html.table
                    ("Setting" :: (runs |> List.map _.Title))
                    [
                        for heading, cell in facts ->
                            Html.encode heading
                            :: (runs |> List.map (fun entry -> cell entry.Run entry.Model))
                    ]
            ]

    Html.section "runs" "How each run was made" body

let private noteItems (comparison: Comparison) =
    let subject = comparison.Subject

    [
        "<strong>Scores and decisions.</strong> score_1 is the probability of class 1; a model decides 1 where it is at or above the threshold. The predictions are those of the exported ONNX files."
        "<strong>Undefined.</strong> A metric that is 0/0 is n/a with its reason, never 0."
        "<strong>AUC.</strong> P(s<sub>1</sub> &gt; s<sub>0</sub>) + P(s<sub>1</sub> = s<sub>0</sub>)/2; the same for either positive class, never flipped below one half."
        "<strong>Intervals.</strong> 95 %. Wilson (1927) for accuracy, precision, recall and specificity; DeLong, DeLong and Clarke-Pearson (1988), clipped to [0, 1], for the AUC. They hold the uncertainty from the images, not that from training again."
        "<strong>Log loss.</strong> Natural logarithm, scores clipped to [2<sup>−52</sup>, 1 − 2<sup>−52</sup>], as in scikit-learn since 1.2."
        if subject.IsPhantom then
            "<strong>Data.</strong> Phantom: images generated by QImpact with BreastMNIST's shapes, split sizes and class ratio. No figure here says anything about real images."
        else
            "<strong>Data.</strong> MedMNIST v2, licence CC BY 4.0: J. Yang, R. Shi, D. Wei, Z. Liu, L. Zhao, B. Ke, H. Pfister, B. Ni, “MedMNIST v2 – A large-scale lightweight benchmark for 2D and 3D biomedical image classification”, Scientific Data 10, 41 (2023), doi 10.1038/s41597-023-01795-8. BreastMNIST comes from W. Al-Dhabyani, M. Gomaa, H. Khaled, A. Fahmy, “Dataset of breast ultrasound images”, Data in Brief 28, 104863 (2020)."
        "<strong>Paper.</strong> D. Nowak, “The impact of a quantum layer on classification performance”."
        "<strong>Use.</strong> Research only. Not a medical device; not for diagnosis."
        "<strong>This page</strong> is complete in itself: it loads nothing from a network. Charts by XPlot.Plotly and plotly.js 2.28.0 (MIT)."
    ]

let notes (comparison: Comparison) =
    Html.section
        "notes"
        "Notes"
        [
            Html.element
                "ul"
                [ "class", "notes" ]
                (noteItems comparison |> List.map (fun item -> Html.element "li" [] [ item ]))
        ]
