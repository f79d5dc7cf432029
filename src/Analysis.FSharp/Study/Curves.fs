/// Curves of many runs as a mean with a band, on a common grid.
module internal QImpact.Analysis.Study.Curves

open System
open System.Globalization
open XPlot.Plotly
open QImpact.Data.Runs
open QImpact.Metrics
open QImpact.Analysis.Document
open QImpact.Analysis.Study.JudgedRun

/// The mean of curves at each place, and where the middle 95 % of them lie.
type Band =
    {
        X: float list
        Mean: float list
        Low: float list
        High: float list
    }

/// From curves over the same places, at least one.
let band (x: float list) (curves: float list list) =
    let places = List.transpose curves

    {
        X = x
        Mean = List.map List.average places
        Low = places |> List.map (StudyWords.quantile 0.025)
        High = places |> List.map (StudyWords.quantile 0.975)
    }

let private transparent (colour: string) =
    let part place =
        Int32.Parse(colour.AsSpan(place, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture)

    $"rgba({part 1},{part 3},{part 5},0.16)"

/// The line and its band, under one key of the legend.
let traces (architecture: Architecture) (name: string) dash (band: Band) : Trace list =
    let look = ArmLook.ofArchitecture architecture

    let edge values fill =
        Scatter(
            x = band.X,
            y = values,
            mode = "lines",
            legendgroup = name,
            showlegend = false,
            hoverinfo = "skip",
            fill = fill,
            fillcolor = transparent look.Colour,
            line = Line(color = look.Colour, width = 0.0)
        )
        :> Trace

    [
        edge band.Low "none"
        edge band.High "tonexty"
        Scatter(
            x = band.X,
            y = band.Mean,
            mode = "lines",
            name = name,
            legendgroup = name,
            hoverinfo = "y+name",
            line = Line(color = look.Colour, width = 2.2, dash = dash)
        )
    ]

/// Arms in the middle of the network are drawn dashed, so that a twin does not look like its arm.
let dash (architecture: Architecture) =
    match (ArmLook.ofArchitecture architecture).Symbol with
    | "diamond" -> "dash"
    | "square" -> "dot"
    | _ -> "solid"

/// Places from 0 to 1.
let grid = [ for i in 0..50 -> float i / 50.0 ]

/// The ROC curve of the positive class as points from (0, 0) to (1, 1); empty where a class is absent.
let private points positive (test: Scored) =
    let labels, scores =
        if positive = 1 then
            test.Labels, test.Scores
        else
            test.Labels |> Array.map (fun label -> 1 - label), test.Scores |> Array.map (fun score -> -score)

    [|
        for point in Classification.RocCurve(labels, scores) -> point.FalsePositiveRate, point.TruePositiveRate
    |]

/// The height of the curve at a place, on the straight line between its points, at the top of a step.
let private at (points: (float * float)[]) x =
    let last = points |> Array.findIndexBack (fun (px, _) -> px <= x)
    let px, py = points[last]

    if last = points.Length - 1 then
        py
    else
        let nx, ny = points[last + 1]
        py + (x - px) / (nx - px) * (ny - py)

/// Recall at each rate of false alarms.
let roc positive (run: JudgedRun) =
    match points positive run.Test with
    | [||] -> None
    | points -> Some(List.map (at points) grid)

/// Precision at the first threshold that reaches each recall; never between two thresholds.
let precision positive (run: JudgedRun) =
    match points positive run.Test with
    | [||] -> None
    | points ->
        let positives =
            run.Test.Labels |> Array.filter ((=) positive) |> Array.length |> float

        let negatives = float run.Test.Labels.Length - positives

        let reached =
            [|
                for falseRate, recall in points do
                    let hits, alarms = recall * positives, falseRate * negatives

                    if hits > 0.0 then
                        recall, hits / (hits + alarms)
            |]

        Some
            [
                for wanted in grid -> reached |> Array.find (fun (recall, _) -> recall >= wanted - 1e-9) |> snd
            ]

/// The mean over the runs of each repeat, then the band over the repeats; None where no run has such a curve.
let overRepeats (curve: JudgedRun -> float list option) (runs: JudgedRun list) =
    let ofRepeat (_, runs: JudgedRun list) =
        match List.choose curve runs with
        | [] -> None
        | curves -> Some(curves |> List.transpose |> List.map List.average)

    match runs |> List.groupBy (WholeRepeats.place >> fst) |> List.choose ofRepeat with
    | [] -> None
    | curves -> Some(band grid curves)
