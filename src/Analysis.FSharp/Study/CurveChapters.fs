/// ROC, precision, calibration and training as curves with bands.
module internal QImpact.Analysis.Study.CurveChapters

open System
open XPlot.Plotly
open QImpact.Data.Runs
open QImpact.Metrics
open QImpact.Analysis.Document
open QImpact.Analysis.Study.Findings
open QImpact.Analysis.Study.JudgedRun
open QImpact.Analysis.Study.ArmEstimates

/// The arms of the primary contrasts, and those in the middle, each group in one chart: more lines can't be told apart.
let private groups (comparison: Comparison) =
    let asked =
        comparison.Primary
        |> List.collect (fun contrast -> [ contrast.Arm; contrast.Reference ])

    let primary =
        comparison.Arms |> List.filter (fun arm -> List.contains arm.Arm asked)

    let middle =
        comparison.Arms
        |> List.filter (fun arm -> arm.Arm.Stages < 4 && not (List.contains arm.Arm asked))

    [
        "primary", "The arms of the primary contrasts", primary
        "middle", "In the middle of the network", middle
    ]
    |> List.filter (fun (_, _, arms) -> not arms.IsEmpty)

let private drawn curve x y (arms: ArmEstimate list) () =
    let traces (arm: ArmEstimate) =
        match curve arm with
        | None -> []
        | Some band -> Curves.traces arm.Arm arm.Arm.Title (Curves.dash arm.Arm) band

    Plotly.Frame.Of(x, y), List.collect traces arms

let private unit title =
    Plotly.Frame.X(title, range = [ -0.01; 1.01 ], dtick = 0.2)

let private unitHeight title =
    Plotly.Frame.Y(title, range = [ -0.01; 1.01 ], dtick = 0.2, hoverformat = ".3f")

let roc (findings: Findings) (comparison: Comparison) =
    let positive, name, other =
        match findings.Data with
        | Some data ->
            let names = data.Description.ClassNames

            let positive =
                Option.ofNullable data.Description.PositiveClass |> Option.defaultValue 1

            positive, names[positive], names[1 - positive]
        | None -> 1, "class 1", "class 0"

    [
        for id, title, arms in groups comparison do
            Heading(plain title)

            SideBySide
                [
                    Chart(
                        chart
                            $"roc-{id}"
                            "roc"
                            $"ROC curves with bands: {title}"
                            (drawn
                                (fun arm -> Curves.overRepeats (Curves.roc positive) arm.Runs)
                                (unit $"{other}, taken for {name}")
                                (unitHeight $"{name}, found")
                                arms)
                    )
                    Chart(
                        chart
                            $"precision-{id}"
                            "roc"
                            $"Precision by recall with bands: {title}"
                            (drawn
                                (fun arm -> Curves.overRepeats (Curves.precision positive) arm.Runs)
                                (unit $"{name}, found (recall)")
                                (unitHeight "precision")
                                arms)
                    )
                ]
        remark
            $"Positive class: {name}. Each curve: the mean over the folds of a repeat, then over the whole repeats; band: the middle 95 %% of the repeats, which is how far they differ, not an interval of the mean. Areas stand in the table of all arms."
    ]
    |> chapter "roc" "ROC and precision"
    |> listedAs "ROC"

/// Scores in ten bins of equal width: their mean, and the part of class 1 among them. Bins of few images say nothing and are left out.
let private reliability (correct: JudgedRun -> float -> float) (runs: JudgedRun list) =
    let cases =
        [
            for run in runs do
                for label, score in Array.zip run.Test.Labels run.Test.Scores -> correct run score, float label
        ]

    cases
    |> List.groupBy (fun (score, _) -> min 9 (int (10.0 * score)))
    |> List.filter (fun (_, inBin) -> inBin.Length >= 20)
    |> List.sortBy fst
    |> List.map (fun (_, inBin) -> List.averageBy fst inBin, List.averageBy snd inBin)

let private corrected (run: JudgedRun) score =
    match run.Shift with
    | Some shift -> shift.Correct score
    | None -> score

let private calibrationChart (arms: ArmEstimate list) name () =
    let line (arm: ArmEstimate) title dash points =
        let look = ArmLook.ofArchitecture arm.Arm

        Scatter(
            x = List.map fst points,
            y = List.map snd points,
            mode = "lines+markers",
            name = $"{look.Title}, {title}",
            hoverinfo = "x+y+name",
            line = Line(color = look.Colour, width = 2.0, dash = dash),
            marker = Marker(color = look.Colour, symbol = look.Symbol, size = 7.0)
        )
        :> Trace

    let ideal =
        Scatter(
            x = [ 0.0; 1.0 ],
            y = [ 0.0; 1.0 ],
            mode = "lines",
            hoverinfo = "skip",
            showlegend = false,
            line = Line(color = Palette.muted, width = 1.0, dash = "dash")
        )
        :> Trace

    Plotly.Frame.Of(
        unit $"P({name}), as the network gives it",
        Plotly.Frame.Y($"part that is {name}", range = [ -0.01; 1.01 ], dtick = 0.2, hoverformat = ".3f")
    ),
    ideal
    :: [
        for arm in arms do
            line arm "as trained" "dot" (reliability (fun _ score -> score) arm.Runs)
            line arm "corrected" "solid" (reliability corrected arm.Runs)
    ]

let private meanOf metric (runs: JudgedRun list) =
    let values =
        [
            for run in runs ->
                (Classification.Evaluate(
                    [ metric ],
                    run.Test.Labels,
                    run.Test.Scores,
                    Classification.DefaultThreshold,
                    ?shift = run.Shift
                ))
                    .Item
                    metric
        ]

    match
        values
        |> List.tryPick (fun value -> if value.Reason = "" then None else Some value.Reason)
    with
    | Some reason -> Missing reason
    | None when values.IsEmpty -> Missing ""
    | None -> Number(values |> List.averageBy (fun value -> value.ValueOr nan), 3)

let calibration (findings: Findings) (comparison: Comparison) =
    let columns: (string * (ArmEstimate -> Cell)) list =
        ("Arm", (fun arm -> Text [ ArmLook.title arm.Arm ]))
        :: [
            for title, metric in
                [
                    "Log loss, as trained", MetricTable.logLoss
                    "corrected", MetricTable.logLossCorrected
                    "Brier score, as trained", MetricTable.brier
                    "Brier, corrected", MetricTable.brierCorrected
                ] -> title, (fun (arm: ArmEstimate) -> meanOf metric arm.Runs)
        ]

    let shown =
        match comparison.Primary with
        | [] -> []
        | main :: _ ->
            comparison.Arms
            |> List.filter (fun arm -> arm.Arm = main.Arm || arm.Arm = main.Reference)

    let name =
        findings.Data
        |> Option.map (fun data -> data.Description.ClassNames[1])
        |> Option.defaultValue "class 1"

    [
        if not shown.IsEmpty then
            Chart(
                chart
                    "calibration-chart"
                    "roc"
                    "Reliability of the main contrast's two arms, before and after the correction"
                    (calibrationChart shown name)
            )
        Grid(grid columns comparison.Arms)
        remark
            "Training sees both classes alike often, test images do not: as trained, the rarer class is too likely. Corrected, probabilities are moved to the parts that the classes have in the whole training split (Elkan 2001); order and AUC stay as they are. Points: ten bins of equal width over all test images of the whole repeats, those of fewer than 20 left out. 0 is the best log loss and Brier score."
    ]
    |> chapter "calibration" "Calibration"

let private longest (arms: ArmEstimate list) =
    arms
    |> List.collect _.Runs
    |> List.map (fun run -> run.Run.History.Length)
    |> List.fold max 1

/// A figure of each epoch that all runs have, as a band over the runs.
let private overEpochs (read: HistoryRow -> Nullable<float>) (runs: JudgedRun list) =
    match runs with
    | [] -> None
    | runs ->
        let epochs = runs |> List.map (fun run -> run.Run.History.Length) |> List.min

        let curves =
            [
                for run in runs do
                    let values = [ for row in Seq.truncate epochs run.Run.History -> read row ]

                    if values |> List.forall _.HasValue then
                        [ for value in values -> value.Value ]
            ]

        if curves.IsEmpty || epochs = 0 then
            None
        else
            Some(Curves.band [ for epoch in 1..epochs -> float epoch ] curves)

let training (comparison: Comparison) =
    let curve id label axis read arms =
        Chart(
            chart
                id
                "curve"
                label
                (drawn
                    (fun (arm: ArmEstimate) -> overEpochs read arm.Runs)
                    (Plotly.Frame.Whole("epoch", 1, longest arms))
                    (Plotly.Frame.Y(axis, hoverformat = ".3f"))
                    arms)
        )

    [
        for id, title, arms in groups comparison do
            Heading(plain title)

            SideBySide
                [
                    curve
                        $"training-loss-{id}"
                        $"Training loss per epoch: {title}"
                        "training loss"
                        (fun row -> Nullable row.TrainLoss)
                        arms
                    curve
                        $"validation-auc-{id}"
                        $"Validation AUC per epoch: {title}"
                        "validation AUC"
                        _.ValidationAuc
                        arms
                ]
        remark
            "Means over the runs of the whole repeats; band: the middle 95 % of the runs. The epoch with the best validation AUC is the one that is kept, so the curves say how training goes, not what is reported."
    ]
    |> chapter "training" "Training"
