/// Training curves of one run.
module internal QImpact.Analysis.Report.TrainingCharts

open XPlot.Plotly
open QImpact.Analysis.Document
open QImpact.Analysis.Input.Runs

let private line (name: string) (colour: string) dash (epochs: Epoch[]) (value: Epoch -> float option) =
    Scatter(
        x = [ for epoch in epochs -> epoch.Number ],
        y = [ for epoch in epochs -> Option.toNullable (value epoch) ],
        mode = (if epochs.Length = 1 then "markers" else "lines"),
        name = name,
        line = Line(color = colour, width = 2.0, dash = dash)
    )
    :> Trace

/// A dot on a curve at the epoch whose weights were kept.
let private chosen (run: Run) colour (value: Epoch -> float option) : Trace list =
    match run.Result with
    | None -> []
    | Some result ->
        [
            for epoch in run.History do
                for height in Option.toList (value epoch) do
                    if epoch.Number = result.ChosenEpoch then
                        Scatter(
                            x = [ result.ChosenEpoch ],
                            y = [ height ],
                            mode = "markers",
                            name = $"chosen epoch {result.ChosenEpoch}",
                            showlegend = false,
                            marker =
                                Marker(color = colour, size = 10.0, line = Line(color = Palette.paper, width = 2.0))
                        )
        ]

/// A vertical line at the chosen epoch.
let private mark (run: Run) =
    [
        for result in Option.toList run.Result do
            Plotly.across ("x", result.ChosenEpoch, result.ChosenEpoch) ("paper", 0.0, 1.0) Palette.muted "dot"
    ]

let private layout run y =
    let last = run.History |> Array.map _.Number |> Array.fold max 1
    Plotly.Frame.Of(Plotly.Frame.Whole("epoch", 1, last), y, shapes = mark run)

/// Training and validation loss.
let loss colour (run: Run) =
    let validation (epoch: Epoch) = Some epoch.ValidationLoss

    layout run (Plotly.Frame.Y("cross-entropy", rangemode = "tozero")),
    line "training" Palette.muted "solid" run.History (fun epoch -> Some epoch.TrainLoss)
    :: line "validation" colour "solid" run.History validation
    :: chosen run colour validation

/// Validation G-mean and AUC.
let quality colour (run: Run) =
    layout run (Plotly.Frame.Y("validation", range = [ 0.0; 1.02 ])),
    line "G-mean" colour "solid" run.History _.ValidationGmean
    :: line "AUC" colour "dot" run.History _.ValidationAuc
    :: chosen run colour _.ValidationGmean
    @ chosen run colour _.ValidationAuc
