/// The picture of the answer: every arm less its baseline, with the interval, the margin and every run.
module internal QImpact.Analysis.Study.ForestChart

open XPlot.Plotly
open QImpact.Metrics
open QImpact.Statistics
open QImpact.Analysis.Document
open QImpact.Analysis.Study.ContrastEstimates

/// An arm and what it is less.
let label (contrast: ContrastEstimate) =
    $"{contrast.Arm.Title} − {contrast.Reference.Title}"

/// The height of a row from the bottom: the first row is the highest.
let private height rows row = float (rows - 1 - row)

let private band margin rows =
    Scatter(
        x = [ -margin; margin; margin; -margin; -margin ],
        y = [ -0.6; -0.6; float rows - 0.4; float rows - 0.4; -0.6 ],
        mode = "lines",
        fill = "toself",
        fillcolor = Palette.grid,
        line = Line(color = Palette.grid, width = 0.0),
        hoverinfo = "skip",
        showlegend = false
    )
    :> Trace

/// Dots in a row, one below the other as far as the room reaches, in their order.
let private spread (low: float) (high: float) count =
    [
        for i in 0 .. count - 1 -> low + (high - low) * (float i + 0.5) / float count
    ]

let private dots colour symbol size opacity (places: float list) (values: (string * float) list) =
    Scatter(
        x = List.map snd values,
        y = places,
        mode = "markers",
        text = [ for name, value in values -> $"{name}: {Decimals.shown 3 value}" ],
        hoverinfo = "text",
        showlegend = false,
        marker = Marker(color = colour, symbol = symbol, size = size, opacity = opacity)
    )
    :> Trace

let private row rows index (contrast: ContrastEstimate) : Trace list =
    let look = ArmLook.ofArchitecture contrast.Arm
    let at = height rows index

    [
        dots
            look.Colour
            look.Symbol
            4.0
            0.35
            (spread (at - 0.42) (at - 0.18) contrast.OfRuns.Length)
            [
                for repeat, fold, value in contrast.OfRuns -> $"{label contrast}, repeat {repeat}, fold {fold}", value
            ]
        dots
            look.Colour
            look.Symbol
            7.0
            0.8
            (spread (at - 0.06) (at - 0.06) contrast.OfRepeats.Length)
            [
                for repeat, value in contrast.OfRepeats -> $"{label contrast}, repeat {repeat}", value
            ]
        match contrast.Combined with
        | Error _ -> ()
        | Ok difference ->
            let interval = difference.Interval Confidence.Default

            Scatter(
                x = [ difference.Value ],
                y = [ at + 0.2 ],
                mode = "markers",
                text =
                    [
                        $"{label contrast}: {Decimals.shown 3 difference.Value} ({Format.interval 3 interval})"
                    ],
                hoverinfo = "text",
                showlegend = false,
                marker = Marker(color = look.Colour, symbol = look.Symbol, size = 12.0),
                error_x =
                    Plotly.sideBars
                        look.Colour
                        (2.5, 7.0)
                        [ interval.Upper - difference.Value ]
                        [ difference.Value - interval.Lower ]
            )
    ]

let private draw margin (contrasts: ContrastEstimate list) () =
    let rows = contrasts.Length

    Plotly.Frame.Of(
        Plotly.Frame.X("AUC less the baseline's", hoverformat = ".3f"),
        Yaxis(
            title = "",
            range = [ -0.6; float rows - 0.4 ],
            tickvals = [ for index in 0 .. rows - 1 -> height rows index ],
            ticktext =
                [
                    for contrast in contrasts -> Plotly.lines [ contrast.Arm.Title; $"− {contrast.Reference.Title}" ]
                ],
            tickfont = Font(size = 12.0),
            fixedrange = true,
            showgrid = false,
            zeroline = false,
            linecolor = Palette.muted
        ),
        margin = Margin(l = 128.0, r = 16.0, t = 8.0, b = 48.0),
        shapes = [ Plotly.across ("x", 0.0, 0.0) ("paper", 0.0, 1.0) Palette.ink "solid" ]
    ),
    band margin rows :: (contrasts |> List.mapi (row rows) |> List.concat)

let private caption margin : Line =
    [
        Plain
            $"Each arm's AUC less its baseline's, over the whole repeats: right of 0 is better. Large mark and bar: the mean with its 95 %% interval from repeats and images together, not adjusted for the number of arms. Below it each repeat and, in the page with charts, small, each pair of runs on a fold. Grey band: differences below ±{Decimals.shown 2 margin} count as none."
    ]

let chart margin (contrasts: ContrastEstimate list) =
    { QImpact.Analysis.Document.Document.chart
          "forest"
          "wide"
          "Forest plot: every arm's AUC less its baseline's with interval, margin and repeats; the table below has the same figures"
          (draw margin contrasts) with
        Caption = caption margin
        Height = Some(60 + 58 * contrasts.Length)
    }
