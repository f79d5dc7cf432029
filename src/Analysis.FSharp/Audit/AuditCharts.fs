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

/// Room for long numbers on the left.
let private wide = Margin(l = 72.0, r = 20.0, t = 12.0, b = 48.0)

let matrices (audit: Audit) =
    let models = audit.Reconstruction.Models
    let most = models |> List.map _.Cells |> List.max

    let trace index (model: Reconstruction.ModelMatrices) =
        // On a logarithmic axis 0 has no bar; null leaves it out.
        let counts =
            [
                for cells in 0..most ->
                    Array.tryItem cells model.Histogram
                    |> Option.filter (fun count -> count > 0L)
                    |> Option.toNullable
            ]

        Bar(
            x = [ for cells in 0..most -> $"{cells}" ],
            y = counts,
            text =
                [
                    for count in counts -> if count.HasValue then Format.whole count.Value else ""
                ],
            name = model.Model,
            hoverinfo = "y+name",
            marker = Marker(color = Palette.colour index)
        )
        :> Trace

    captioned "matrices" "How many matrices agree with how many printed cells of a model." (fun () ->
        Plotly.Frame.Of(
            Plotly.Frame.X("printed cells that the matrix agrees with", ``type`` = "category"),
            Plotly.Frame.Y("confusion matrices", ``type`` = "log", dtick = 1.0),
            barmode = "group",
            margin = Margin(l = 64.0, r = 20.0, t = 28.0, b = 48.0)
        ),
        List.mapi trace models)

/// At most so many points of a range.
let private steps low high =
    let step = max 1 ((high - low) / 200)
    [ low..step..high ] @ (if (high - low) % step = 0 then [] else [ high ])

let pairings (audit: Audit) =
    let traces index (pair: PairAudit) : Trace list =
        let ranges =
            match pair.All with
            | Ok bounds -> List.truncate 20 bounds.Exact.Ranges
            | Error _ -> []

        [
            for place, (gain, low, high) in List.indexed ranges ->
                // The more joint pairings have a total, the larger its point.
                let joint =
                    match pair.All with
                    | Ok {
                             Exact = { Known = Some classes; Pairings = all }
                         } -> [ for b in steps low high -> Pairings.joint classes b, all ]
                    | _ -> []

                let sizes =
                    match joint with
                    | [] -> [ for _ in steps low high -> 5.0 ]
                    | joint ->
                        let most = joint |> List.map fst |> List.max |> float
                        [ for count, _ in joint -> 2.5 + 6.5 * sqrt (float count / most) ]

                Scatter(
                    x = [ for b in steps low high -> b + b + gain ],
                    y = [ for b in steps low high -> McNemar.exact b (b + gain) ],
                    mode = "lines+markers",
                    name = pair.Title,
                    legendgroup = string index,
                    showlegend = (place = 0),
                    line = Line(color = Palette.colour index, width = 1.6),
                    text =
                        [
                            for count, all in joint -> $"{Format.whole count} of {Format.whole all} joint pairings"
                        ],
                    marker = Marker(color = Palette.colour index, size = sizes)
                )
        ]

    captioned
        "pairings"
        $"The exact p-value under every possible pairing, by the number of {audit.Table.Unit} that exactly one of the two judges rightly. The larger a point, the more joint pairings of the classes have that number. Dashed: the level {Format.percent audit.Settings.Alpha}."
        (fun () ->
            Plotly.Frame.Of(
                Plotly.Frame.X $"{audit.Table.Unit} that only one judges rightly",
                Plotly.Frame.Y(
                    "exact p-value",
                    ``type`` = "log",
                    dtick = 1.0,
                    exponentformat = "power",
                    hoverformat = ".3g"
                ),
                margin = wide,
                shapes = [ level audit.Settings.Alpha "dash" ]
            ),
            audit.Pairs |> List.mapi traces |> List.concat)

/// A dot per model with its interval, for accuracy and for AUC.
let metrics (audit: Audit) =
    let total = audit.Table.Counts.Total
    let models = audit.Reconstruction.Models

    let accuracy (model: Reconstruction.ModelMatrices) =
        List.tryHead model.Nearest
        |> Option.bind (fun (right, _) ->
            let right = right.Right0 + right.Right1

            Proportion.wilson Confidence.Default right total
            |> Result.toOption
            |> Option.map (fun interval -> float right / float total, interval.Lower, interval.Upper))

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

    captioned
        "metrics"
        "Accuracy with Wilson's 95 % interval and AUC with Hanley and McNeil's, the wider of the two. Each interval is its model's own and does not compare two models."
        (fun () ->
            Plotly.Frame.Of(
                Plotly.Frame.X(
                    "",
                    range = [ -0.6; 1.6 ],
                    tickvals = [ 0.0; 1.0 ],
                    ticktext = [ "Accuracy"; "AUC" ],
                    showgrid = false
                ),
                Plotly.Frame.Y("", hoverformat = ".4f")
            ),
            List.mapi trace models)

let sampleSize (audit: Audit) =
    let unit, total = audit.Table.Unit, audit.Table.Counts.Total

    let traces index (pair: PairAudit, need: SampleNeed) =
        let line label dash mode (cases: SampleRow -> float option) =
            let points =
                need.Rows
                |> List.choose (fun row -> cases row |> Option.map (fun cases -> 100.0 * row.Discordance, cases))

            Scatter(
                x = List.map fst points,
                y = List.map snd points,
                mode = mode,
                name = $"{pair.Title}, {label}",
                line = Line(color = Palette.colour index, width = 2.0, dash = dash),
                marker = Marker(color = Palette.colour index, size = 7.0)
            )
            :> Trace

        [
            line "exact test" "solid" "lines+markers" (fun row ->
                row.Exact |> Result.toOption |> Option.map (fun size -> float size.First))
            line "Connor's formula" "dot" "lines" (fun row -> Result.toOption row.Connor)
        ]

    captioned
        "sample-size"
        $"{Findings.sentence unit} needed, by how often exactly one of the two is right. Dotted: the {Format.whole (int64 total)} that there are."
        (fun () ->
            Plotly.Frame.Of(
                Plotly.Frame.X("% that only one judges rightly", rangemode = "tozero"),
                Plotly.Frame.Y($"{unit} needed", rangemode = "tozero", hoverformat = ",.0f", tickformat = ",.0f"),
                margin = wide,
                shapes = [ level (float total) "dot" ]
            ),
            audit.Pairs
            |> List.choose (fun pair -> pair.Need |> Option.map (fun need -> pair, need))
            |> List.mapi traces
            |> List.concat)
