/// The charts of an audit.
module internal QImpact.Analysis.Audit.AuditCharts

open XPlot.Plotly
open QImpact.Analysis.Document
open QImpact.Analysis.Audit.Audit
open QImpact.Statistics

let private captioned id caption draw =
    { chart $"audit-{id}" "audit-chart" caption draw with
        Caption = plain caption
    }

/// A horizontal line across the chart.
let private level height dash =
    Plotly.across ("paper", 0.0, 1.0) ("y", height, height) Palette.ink dash

/// Number of matrices by the number of cells that they agree with.
let private drawMatrices (audit: Audit) () =
    let models = audit.Reconstruction.Models
    let most = models |> List.map _.Cells |> List.max

    let trace index (model: Reconstruction.ModelMatrices) =
        let counts =
            [
                for cells in 0..most -> if cells <= model.Cells then model.Histogram[cells] else 0L
            ]

        Bar(
            x = [ for cells in 0..most -> $"{cells}" ],
            // On a logarithmic axis 0 has no bar; null leaves it out.
            y =
                [
                    for count in counts ->
                        if count = 0L then
                            System.Nullable()
                        else
                            System.Nullable count
                ],
            text = [ for count in counts -> if count = 0L then "" else Format.whole count ],
            name = model.Model,
            hoverinfo = "y+name",
            marker = Marker(color = Palette.colour index)
        )
        :> Trace

    let layout = Plotly.layout ()
    layout.barmode <- "group"
    layout.margin <- Margin(l = 64.0, r = 20.0, t = 28.0, b = 48.0)
    let x = Plotly.xaxis "printed cells that the matrix agrees with"
    x.``type`` <- "category"
    layout.xaxis <- x
    let y = Plotly.yaxis "confusion matrices"
    y.``type`` <- "log"
    y.dtick <- 1.0
    layout.yaxis <- y
    layout, List.mapi trace models

/// At most so many points of a range.
let private steps low high =
    let step = max 1 ((high - low) / 200)
    [ low..step..high ] @ (if (high - low) % step = 0 then [] else [ high ])

/// The exact p-value of every pairing.
let private drawPairings (audit: Audit) () =
    let traces index (pair: PairAudit) : Trace list =
        match pair.All with
        | Error _ -> []
        | Ok bounds ->
            bounds.Exact.Ranges
            |> List.truncate 20
            |> List.mapi (fun place (gain, low, high) ->
                Scatter(
                    x = [ for b in steps low high -> b + b + gain ],
                    y = [ for b in steps low high -> McNemar.exact b (b + gain) ],
                    mode = "lines+markers",
                    name = $"{pair.Second} against {pair.First}",
                    legendgroup = string index,
                    showlegend = (place = 0),
                    line = Line(color = Palette.colour index, width = 1.6),
                    marker = Marker(color = Palette.colour index, size = 5.0)
                )
                :> Trace)

    let layout = Plotly.layout ()
    layout.margin <- Margin(l = 72.0, r = 20.0, t = 12.0, b = 48.0)
    layout.xaxis <- Plotly.xaxis $"{audit.Table.Unit} that exactly one of the two judges rightly"
    let y = Plotly.yaxis "exact p-value"
    y.``type`` <- "log"
    y.dtick <- 1.0
    y.exponentformat <- "power"
    y.hoverformat <- ".3g"
    layout.yaxis <- y
    layout.shapes <- [ level audit.Settings.Alpha "dash" ]
    layout, audit.Pairs |> List.mapi traces |> List.concat

/// Accuracy and AUC with their intervals, a dot per model.
let private drawMetrics (audit: Audit) () =
    let table = audit.Table
    let models = audit.Reconstruction.Models

    let accuracy (model: Reconstruction.ModelMatrices) =
        match model.Nearest with
        | (right, _) :: _ ->
            let right = right.Right0 + right.Right1
            let value = float right / float table.Counts.Total

            Proportion.wilson Confidence.Default right table.Counts.Total
            |> Result.toOption
            |> Option.map (fun interval -> value, interval.Lower, interval.Upper)
        | [] -> None

    let auc (model: Reconstruction.ModelMatrices) =
        audit.Aucs
        |> List.tryFind (fun auc -> auc.Model = model.Model)
        |> Option.map (fun auc ->
            match auc.Intervals with
            | Ok(first, second) -> auc.Printed.Value, min first.Lower second.Lower, max first.Upper second.Upper
            | Error _ -> auc.Printed.Value, auc.Printed.Value, auc.Printed.Value)

    let width = 0.6 / float models.Length

    let trace index (model: Reconstruction.ModelMatrices) =
        let offset = (float index - float (models.Length - 1) / 2.0) * width

        let points =
            [
                for place, point in [ 0.0, accuracy model; 1.0, auc model ] do
                    for value, lower, upper in Option.toList point -> place + offset, value, lower, upper
            ]

        Scatter(
            x = [ for place, _, _, _ in points -> place ],
            y = [ for _, value, _, _ in points -> value ],
            mode = "markers",
            name = model.Model,
            hoverinfo = "y+name",
            marker = Marker(color = Palette.colour index, size = 11.0),
            error_y =
                Plotly.errorBars
                    (Palette.colour index)
                    (2.0, 6.0)
                    [ for _, value, _, upper in points -> upper - value ]
                    [ for _, value, lower, _ in points -> value - lower ]
        )
        :> Trace

    let layout = Plotly.layout ()
    let x = Plotly.xaxis ""
    x.range <- [ -0.6; 1.6 ]
    x.tickvals <- [ 0.0; 1.0 ]
    x.ticktext <- [ "Accuracy"; "AUC" ]
    x.showgrid <- false
    layout.xaxis <- x
    let y = Plotly.yaxis ""
    y.hoverformat <- ".4f"
    layout.yaxis <- y
    layout, List.mapi trace models

/// Cases needed by discordance.
let private drawSampleSize (audit: Audit) () =
    let traces index (pair: PairAudit, need: SampleNeed) : Trace list =
        let title = $"{pair.Second} against {pair.First}"
        let colour = Palette.colour index

        let line label dash mode (cases: SampleRow -> float option) =
            let points =
                need.Rows
                |> List.choose (fun row -> cases row |> Option.map (fun cases -> 100.0 * row.Discordance, cases))

            Scatter(
                x = List.map fst points,
                y = List.map snd points,
                mode = mode,
                name = $"{title}, {label}",
                line = Line(color = colour, width = 2.0, dash = dash),
                marker = Marker(color = colour, size = 7.0)
            )
            :> Trace

        [
            line "exact test" "solid" "lines+markers" (fun row ->
                row.Exact |> Result.toOption |> Option.map (fun size -> float size.First))
            line "Connor's formula" "dot" "lines" (fun row -> Result.toOption row.Connor)
        ]

    let layout = Plotly.layout ()
    layout.margin <- Margin(l = 72.0, r = 20.0, t = 12.0, b = 48.0)
    layout.xaxis <- Plotly.xaxis $"%% of the {audit.Table.Unit} that exactly one of the two judges rightly"
    layout.xaxis.rangemode <- "tozero"
    let y = Plotly.yaxis $"{audit.Table.Unit} needed"
    y.rangemode <- "tozero"
    y.hoverformat <- ",.0f"
    y.tickformat <- ",.0f"
    layout.yaxis <- y
    layout.shapes <- [ level (float audit.Table.Counts.Total) "dot" ]

    layout,
    audit.Pairs
    |> List.choose (fun pair -> pair.Need |> Option.map (fun need -> pair, need))
    |> List.mapi traces
    |> List.concat

let matrices (audit: Audit) =
    captioned "matrices" "How many matrices agree with how many printed cells of a model." (drawMatrices audit)

let pairings (audit: Audit) =
    captioned
        "pairings"
        $"The exact p-value under every possible pairing, by the number of {audit.Table.Unit} that exactly one of the two judges rightly. Dashed: the level {Format.percent audit.Settings.Alpha}."
        (drawPairings audit)

let metrics (audit: Audit) =
    captioned
        "metrics"
        "Accuracy with Wilson's 95 % interval and AUC with Hanley and McNeil's, the wider of the two. Each interval is its model's own and does not compare two models."
        (drawMetrics audit)

let sampleSize (audit: Audit) =
    captioned
        "sample-size"
        $"{Findings.sentence audit.Table.Unit} needed, by how often exactly one of the two is right. Dotted: the {Format.whole (int64 audit.Table.Counts.Total)} that there are."
        (drawSampleSize audit)
