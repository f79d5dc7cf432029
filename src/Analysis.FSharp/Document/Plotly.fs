/// <summary>Charts of XPlot as parts of a page, and the one copy of plotly.js that draws them.</summary>
module QImpact.Analysis.Document.Plotly

open System
open System.Globalization
open System.Reflection
open System.Net
open XPlot.Plotly

/// plotly.js 2.28.0 (MIT), which draws the string titles that XPlot writes. Plotly.NET carries it as a resource; the
/// script that XPlot itself names is an old one from the network.
let library =
    lazy (Resource.read (Assembly.Load "Plotly.NET") "Plotly.NET.plotly-2.28.0.min.js")

/// plotly.js reads a subset of HTML in its texts.
let private encoded (text: string) =
    match WebUtility.HtmlEncode text with
    | null -> ""
    | encoded -> encoded

/// <summary>Lines of a label, one below the other.</summary>
let lines (texts: string list) =
    texts |> List.map encoded |> String.concat "<br>"

/// plotly.js writes its colours into each element: where one is no model's, the page's own takes its place, light or dark. What it
/// writes on a coloured ground stays.
let internal rules =
    let rgb (colour: string) =
        let part place =
            Int32.Parse(colour.AsSpan(place, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture)

        $"rgb({part 1}, {part 3}, {part 5})"

    [
        for name, light, _ in Palette.neutrals do
            for property in [ "fill"; "stroke" ] do
                $".chart [style*=\"{property}: {rgb light}\"]:not(.hoverlayer *, .bartext-inside) {{ {property}: var(--{name}) !important; }}"
    ]
    |> String.concat "\n"

/// <summary>The axes and the layout of a chart in the page's style. Further properties are named in the call.</summary>
type Frame =

    /// <summary>A horizontal axis with its title, a text.</summary>
    static member X title =
        Xaxis(
            title = encoded title,
            gridcolor = Palette.grid,
            zeroline = false,
            linecolor = Palette.muted,
            fixedrange = true
        )

    /// <summary>A vertical axis with its title, a text.</summary>
    static member Y title =
        Yaxis(
            title = encoded title,
            gridcolor = Palette.grid,
            zeroline = false,
            linecolor = Palette.muted,
            fixedrange = true
        )

    /// <summary>A horizontal axis of whole numbers from the first to the last, with whole numbers at its ticks.</summary>
    static member Whole(title, first: int, last: int) =
        let step =
            Seq.initInfinite (fun power -> [ 1; 2; 5 ] |> List.map ((*) (pown 10 power)))
            |> Seq.concat
            |> Seq.find (fun step -> (last - first) / step <= 10)

        let room = max 0.5 (0.02 * float (last - first))

        Xaxis(
            title = encoded title,
            gridcolor = Palette.grid,
            zeroline = false,
            linecolor = Palette.muted,
            fixedrange = true,
            range = [ float first - room; float last + room ],
            tick0 = (if step = 1 then float first else 0.0),
            dtick = float step,
            tickformat = "d"
        )

    /// <summary>The layout; the chart takes the size of its box.</summary>
    static member Of(x, y) =
        Layout(
            xaxis = x,
            yaxis = y,
            font =
                Font(
                    family = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif",
                    size = 13.0,
                    color = Palette.ink
                ),
            paper_bgcolor = "rgba(0,0,0,0)",
            plot_bgcolor = "rgba(0,0,0,0)",
            autosize = true,
            margin = Margin(l = 52.0, r = 20.0, t = 12.0, b = 44.0),
            hovermode = "closest",
            showlegend = false
        )

/// <summary>Error bars that reach so far to the right and to the left.</summary>
let sideBars colour (thickness: float, width: float) (right: float list) (left: float list) =
    Error_x(
        ``type`` = "data",
        symmetric = false,
        array = right,
        arrayminus = left,
        color = colour,
        thickness = thickness,
        width = width
    )

/// <summary>Error bars that reach so far up and down.</summary>
let errorBars colour (thickness: float, width: float) (up: float list) (down: float list) =
    Error_y(
        ``type`` = "data",
        symmetric = false,
        array = up,
        arrayminus = down,
        color = colour,
        thickness = thickness,
        width = width
    )

/// <summary>A thin line across the chart: an axis' name, or "paper" for parts of the whole, with the line's ends, for x and y.</summary>
let across (xref, x0: 'x, x1: 'x) (yref, y0: float, y1: float) colour dash =
    Shape(
        ``type`` = "line",
        xref = xref,
        yref = yref,
        x0 = box x0,
        x1 = box x1,
        y0 = y0,
        y1 = y1,
        line = Line(color = colour, width = 1.2, dash = dash)
    )

/// <summary>The script that draws a chart into the box of its id. The id is given, so that equal inputs make equal pages.</summary>
let script id (layout: Layout, traces: Trace list) =
    for trace in traces do
        if trace.ShouldSerializename() then
            trace.name <- encoded trace.name

    let chart = PlotlyChart()
    chart.Plot(traces, layout)
    chart.Id <- id
    // "<" stands in strings only; written so, no name from outside can end the script element or open another.
    let drawing =
        chart.GetPlottingJS().Replace("<", "\\u003c", StringComparison.Ordinal)

    $"(() => {{{drawing}}})(); scalable('{id}');"
