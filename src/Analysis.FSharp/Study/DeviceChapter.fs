/// What the trained circuits would answer on a device with noise and with a limited number of measurements.
module internal QImpact.Analysis.Study.DeviceChapter

open XPlot.Plotly
open QImpact.Data.Runs
open QImpact.Data.Studies
open QImpact.Metrics
open QImpact.Analysis.Document
open QImpact.Analysis.Study.StudyWords

/// The test images of a run as a device scores them.
let private auc (run: DeviceRun) =
    let rows =
        [
            for row in run.Scores do
                if row.Split = "test" then
                    row
        ]

    if rows.IsEmpty then
        None
    else
        Classification
            .RocAuc([| for row in rows -> row.Label |], [| for row in rows -> float row.Scores[1] |])
            .ToOption()

let private accuracy (run: DeviceRun) =
    let rows =
        [
            for row in run.Scores do
                if row.Split = "test" then
                    row
        ]

    if rows.IsEmpty then
        None
    else
        (Classification.Evaluate(
            [ MetricTable.balancedAccuracy ],
            [| for row in rows -> row.Label |],
            [| for row in rows -> float row.Scores[1] |],
            Classification.DefaultThreshold
        ))
            .Item(MetricTable.balancedAccuracy)
            .ToOption()

let private conditions (runs: DeviceRun list) =
    runs
    |> List.map _.Condition
    |> List.distinct
    |> List.sortBy (fun condition ->
        condition.Depolarizing,
        (if condition.Shots.HasValue then
             -condition.Shots.Value
         else
             System.Int32.MinValue))

let private arms (runs: DeviceRun list) =
    let has arm =
        runs |> List.exists (fun run -> run.Plan.Architecture = arm)

    Architecture.All |> Seq.filter has |> List.ofSeq

let private table (runs: DeviceRun list) =
    let cell read (arm: Architecture) condition =
        runs
        |> List.filter (fun run -> run.Plan.Architecture = arm && run.Condition = condition)
        |> List.choose read
        |> function
            | [] -> Missing ""
            | values -> Number(List.average values, 3)

    let arms = arms runs

    groupedGrid
        [
            "Device", (fun (_, condition: DeviceCondition) -> text (string condition))
            for arm in arms do
                arm.Title, (fun (read, condition) -> cell read arm condition)
        ]
        [
            for title, read in [ "AUC", auc; "Balanced accuracy at 0.5", accuracy ] ->
                title, [ for condition in conditions runs -> read, condition ]
        ]

/// The mean AUC by the noise, for exact expectation values.
let private chartOf (runs: DeviceRun list) () =
    let trace arm =
        let look = ArmLook.ofArchitecture arm

        let points =
            [
                for condition in conditions runs do
                    if not condition.Shots.HasValue then
                        match
                            runs
                            |> List.filter (fun run -> run.Plan.Architecture = arm && run.Condition = condition)
                            |> List.choose auc
                        with
                        | [] -> ()
                        | values -> condition.Depolarizing, List.average values
            ]

        Scatter(
            x = List.map fst points,
            y = List.map snd points,
            mode = "lines+markers",
            name = look.Title,
            hoverinfo = "x+y+name",
            line = Line(color = look.Colour, width = 2.0, dash = Curves.dash arm),
            marker = Marker(color = look.Colour, symbol = look.Symbol, size = 8.0)
        )
        :> Trace

    Plotly.Frame.Of(
        Plotly.Frame.X("depolarizing noise after each layer, probability", rangemode = "tozero"),
        Plotly.Frame.Y("mean AUC", hoverformat = ".3f")
    ),
    arms runs |> List.map trace

/// None where no device was tried.
let ofRuns (runs: DeviceRun list) =
    match runs with
    | [] -> None
    | runs ->
        let levels =
            runs
            |> List.filter (fun run -> not run.Condition.Shots.HasValue)
            |> List.map _.Condition.Depolarizing
            |> List.distinct

        [
            if levels.Length > 1 then
                Chart(chart "devices" "wide" "Mean AUC by noise; the table below has the same figures" (chartOf runs))
            Grid(table runs)
            remark
                "Means over the test parts of the runs, the networks as they were trained, without noise: their circuits are run as a device would run them. Noise: depolarizing, after each layer on every wire. Shots: as many measurements for each image. No figure of a real device."
        ]
        |> chapter "devices-noise" "With noise, and with shots"
        |> listedAs "Noise and shots"
        |> Some
