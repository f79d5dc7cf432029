/// The charts of the comparison.
module internal QImpact.Analysis.Report.Charts

open System
open XPlot.Plotly
open QImpact.Metrics
open QImpact.Analysis.Models
open QImpact.Analysis.Document

/// The most classes that have a chart of curves each.
[<Literal>]
let private mostCurves = 12

/// The bars of Figure 2: the headlines, those of a class for each, the positive one first.
let private bars (comparison: Comparison) =
    comparison.Metrics
    |> List.filter _.Headline.IsSome
    |> List.sortBy (fun metric ->
        metric.PositiveClass.IsSome
        && metric.PositiveClass <> comparison.Subject.PositiveClass)
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

/// The corners of a curve: points within a straight step say nothing.
let private corners (points: (float * float) list) =
    let isCorner ((x0, y0), (x1, y1), (x2, y2)) =
        not ((x0 = x1 && x1 = x2) || (y0 = y1 && y1 = y2))

    match points with
    | first :: _ :: _ ->
        let inner =
            List.windowed 3 points
            |> List.filter (fun three -> isCorner (three[0], three[1], three[2]))

        first :: [ for three in inner -> three[1] ] @ [ List.last points ]
    | points -> points

let private chance =
    lazy
        (Scatter(
            x = [ 0.0; 1.0 ],
            y = [ 0.0; 1.0 ],
            mode = "lines",
            hoverinfo = "skip",
            showlegend = false,
            line = Line(color = Palette.muted, width = 1.0, dash = "dash")
        ))

/// ROC curves of a class against the others; dots are the decisions.
let private drawRoc (comparison: Comparison) cls titles names () =
    let isOwn =
        comparison.Labels |> Array.map (fun label -> if label = cls then 1 else 0)

    let auc =
        comparison.Metrics
        |> List.find (fun metric ->
            metric.Name = MetricTable.auc.Name
            && (metric.PositiveClass = Some cls || not comparison.Subject.HasManyClasses))

    let traces (model: Model) : Trace list =
        let points =
            [
                for point in Classification.RocCurve(isOwn, model.Scores.OrderOf cls) ->
                    point.FalsePositiveRate, point.TruePositiveRate
            ]
            |> corners

        let colour = Palette.colour model.Family
        let counts = model.Metrics.Counts.Against cls

        if points.IsEmpty then
            []
        else
            [
                Scatter(
                    x = List.map fst points,
                    y = List.map snd points,
                    mode = "lines",
                    name = $"{model.Label}, AUC {(model.Estimate auc).Value}",
                    legendgroup = model.Label,
                    showlegend = names,
                    line = Line(color = colour, width = 2.4, dash = Palette.dash model.Sibling)
                )
                Scatter(
                    x = [ float counts.FalsePositives / float counts.Negatives ],
                    y = [ float counts.TruePositives / float counts.Positives ],
                    mode = "markers",
                    name = $"{model.Label}, as decided",
                    legendgroup = model.Label,
                    showlegend = false,
                    marker = Marker(color = colour, size = 11.0, line = Line(color = Palette.paper, width = 2.0))
                )
            ]

    let x, y = titles

    Plotly.Frame.Of(
        Plotly.Frame.X(x, range = [ -0.01; 1.01 ], dtick = 0.2),
        Plotly.Frame.Y(y, range = [ -0.01; 1.01 ], dtick = 0.2)
    ),
    (chance.Value :> Trace) :: (comparison.Models |> List.collect traces)

let metrics (comparison: Comparison) =
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
            (if comparison.Subject.HasManyClasses then
                 []
             else
                 plain "After Figure 2 of the paper. ")
            @ Tables.intervals "Error bars"
            @ plain " A missing bar is an undefined metric."
        )
    ]
    |> chapter "figure2" "The metrics side by side"
    |> listedAs "Chart"

/// The classes that have curves: where they are many, those with the lowest areas.
let private curved (comparison: Comparison) =
    let worst cls =
        comparison.Models
        |> List.map (fun model -> (model.Estimate(MetricTable.aucOf cls)).Value.ValueOr 1.0)
        |> List.min

    let shown =
        comparison.Subject.Classes
        |> List.sortBy worst
        |> List.truncate mostCurves
        |> set

    comparison.Subject.Classes |> List.filter shown.Contains

/// A small chart for each class of many.
let private rocOfEach (comparison: Comparison) =
    let subject = comparison.Subject
    let classes = curved comparison
    let names = comparison.Models.Length <= 3

    let area cls =
        match comparison.Models with
        | [ model ] -> [ Aside $"AUC {(model.Estimate(MetricTable.aucOf cls)).Value}" ]
        | _ -> []

    [
        Tiles
            [
                for cls in classes ->
                    Plain subject.ClassNames[cls] :: area cls,
                    [
                        drawRoc comparison cls ("others, taken for it", "found") names
                        |> chart
                            $"roc-{cls}"
                            "roc"
                            $"ROC curves of class {cls}, {subject.ClassNames[cls]}, against the others"
                        |> Chart
                    ]
            ]
        if classes.Length < subject.ClassNames.Length then
            remark $"Of {subject.ClassNames.Length} classes the {classes.Length} with the lowest areas."
        remark
            "Each class against all others together. The dots are the decisions, the most probable class each; the dashed diagonal is chance. Tied scores are one straight step. Colours are those of the models above."
    ]

let roc (comparison: Comparison) =
    let subject = comparison.Subject

    match subject.Classes with
    | [ positive; other ] ->
        let name, other = subject.ClassNames[positive], subject.ClassNames[other]

        [
            drawRoc comparison positive ($"{other}, taken for {name}", $"{name}, found") true
            |> chart "roc-chart" "roc" "ROC curves of every model"
            |> Chart
            remark
                $"Positive class: {name}. The dots are the decisions at the threshold; the dashed diagonal is chance. Tied scores are one straight step. A model without a curve has an undefined AUC."
        ]
    | _ -> rocOfEach comparison
    |> chapter "roc" "ROC curves"
    |> listedAs "ROC"
