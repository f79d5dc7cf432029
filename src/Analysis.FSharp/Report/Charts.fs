/// The charts of the comparison.
module internal QImpact.Analysis.Report.Charts

open System
open XPlot.Plotly
open QImpact.Metrics
open QImpact.Analysis.Models
open QImpact.Analysis.Document

/// The bars of Figure 2: the headlines, those of a class for each, the positive one first.
let private bars (comparison: Comparison) =
    comparison.Metrics
    |> List.filter _.Headline.IsSome
    |> List.sortBy (fun metric -> metric.PositiveClass = Some(1 - comparison.Subject.PositiveClass))
    |> MetricTable.forReaders

let private heading (subject: Subject) (metric: Metric) =
    match metric.PositiveClass with
    | Some cls -> Plotly.lines [ metric.Title; subject.ClassNames[cls] ]
    | None -> Plotly.lines (List.ofArray (metric.Title.Split ' '))

/// A group of bars per metric, error bars where an interval exists.
let private drawMetrics (comparison: Comparison) () =
    let bars = bars comparison
    let headings = bars |> List.map (heading comparison.Subject)

    let trace (model: Model) =
        let estimates = bars |> List.map model.Estimate

        let reach (distance: QImpact.Statistics.Interval -> float) =
            [
                for estimate in estimates ->
                    match estimate.Value, estimate.Bounds with
                    | MetricValue.Defined value, Some interval -> abs (distance interval - value)
                    // plotly.js draws a cap for null or 0, nothing for NaN.
                    | _ -> nan
            ]

        Bar(
            x = [ for estimate in estimates -> estimate.Value.ToNullable() ],
            y = headings,
            orientation = "h",
            name = model.Label,
            hoverinfo = "x+name",
            marker = Marker(color = Palette.colour model.Family, line = Line(color = Palette.paper, width = 0.6)),
            error_x = Plotly.sideBars Palette.ink (1.3, 3.0) (reach _.Upper) (reach _.Lower)
        )
        :> Trace

    Plotly.Frame.Of(
        Plotly.Frame.X("", range = [ 0.0; 1.0 ], dtick = 0.2, hoverformat = ".4f"),
        Yaxis(
            autorange = "reversed",
            tickfont = Font(size = 12.0),
            fixedrange = true,
            linecolor = Palette.muted,
            showgrid = false
        ),
        barmode = "group",
        bargap = 0.22,
        margin = Margin(l = 96.0, r = 16.0, t = 6.0, b = 32.0)
    ),
    comparison.Models |> List.map trace

/// Room for a bar of each model below each heading, with the legend on one sheet of paper at most.
let private height (comparison: Comparison) =
    let group = 18 + max 22 (12 * comparison.Models.Length)
    min 760 (40 + group * (bars comparison).Length)

/// ROC curves with the headline's class as positive; dots are the decisions at the threshold.
let private drawRoc (comparison: Comparison) () =
    let positive = comparison.Subject.PositiveClass

    // With class 0 positive both axes swap and run backwards: TPR0 = 1 - FPR1, FPR0 = 1 - TPR1.
    let turn (point: RocPoint) =
        if positive = 1 then
            point.FalsePositiveRate, point.TruePositiveRate
        else
            1.0 - point.TruePositiveRate, 1.0 - point.FalsePositiveRate

    let traces (model: Model) : Trace list =
        let points =
            Classification.RocCurve(comparison.Labels, model.Scores)
            |> Seq.map turn
            |> List.ofSeq

        let colour = Palette.colour model.Family
        let auc = (model.Estimate MetricTable.auc).Value

        let recall cls =
            (model.Estimate(MetricTable.recall cls)).Value

        let curve =
            Scatter(
                x = List.map fst points,
                y = List.map snd points,
                mode = "lines",
                name = $"{model.Label}, AUC {auc}",
                legendgroup = model.Label,
                line = Line(color = colour, width = 2.4, dash = Palette.dash model.Sibling)
            )

        match recall positive, recall (1 - positive) with
        | MetricValue.Defined sensitivity, MetricValue.Defined specificity ->
            [
                curve
                Scatter(
                    x = [ 1.0 - specificity ],
                    y = [ sensitivity ],
                    mode = "markers",
                    name = $"{model.Label} at {model.Predictions.Threshold}",
                    legendgroup = model.Label,
                    showlegend = false,
                    marker = Marker(color = colour, size = 11.0, line = Line(color = Palette.paper, width = 2.0))
                )
            ]
        | _ -> []

    let chance =
        Scatter(
            x = [ 0.0; 1.0 ],
            y = [ 0.0; 1.0 ],
            mode = "lines",
            hoverinfo = "skip",
            showlegend = false,
            line = Line(color = Palette.muted, width = 1.0, dash = "dash")
        )

    let name, other =
        comparison.Subject.ClassNames[positive], comparison.Subject.ClassNames[1 - positive]

    Plotly.Frame.Of(
        Plotly.Frame.X($"{other}, taken for {name}", range = [ -0.01; 1.01 ], dtick = 0.2),
        Plotly.Frame.Y($"{name}, found", range = [ -0.01; 1.01 ], dtick = 0.2)
    ),
    (chance :> Trace) :: (comparison.Models |> List.collect traces)

let metrics comparison =
    [
        Chart
            { chart
                  "metrics-chart"
                  "bars"
                  "Bars of the metrics of every model; the table above has the same figures"
                  (drawMetrics comparison) with
                Height = Some(height comparison)
            }
        Remark(
            Plain "After Figure 2 of the paper. " :: Tables.intervals "Error bars"
            @ plain " A missing bar is an undefined metric."
        )
    ]
    |> chapter "figure2" "The metrics side by side"
    |> listedAs "Chart"

let roc (comparison: Comparison) =
    let positive = comparison.Subject.ClassNames[comparison.Subject.PositiveClass]

    [
        Chart(chart "roc-chart" "roc" "ROC curves of every model" (drawRoc comparison))
        remark
            $"Positive class: {positive}. The dots are the decisions at the threshold; the dashed diagonal is chance. Tied scores are one straight step. A model without a curve has an undefined AUC."
    ]
    |> chapter "roc" "ROC curves"
    |> listedAs "ROC"
