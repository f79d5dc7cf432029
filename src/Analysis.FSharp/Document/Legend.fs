/// The keys of a chart as part of the page: they wrap, print and follow the page's colours, which a legend inside the drawing does not.
module internal QImpact.Analysis.Document.Legend

open Giraffe.ViewEngine
open XPlot.Plotly

/// What one key names: the traces that it hides and shows, by their place.
type private Key =
    {
        Name: string
        Traces: int list
        Drawing: XmlNode list
    }

let private shape name attributes =
    voidTag name [ for name, value in attributes -> attr name value ]

let private lineKey colour dash =
    let pattern =
        match dash with
        | "dash" -> "6 4"
        | "dot" -> "2 3"
        | "dashdot" -> "6 3 2 3"
        | _ -> "none"

    shape
        "line"
        [
            "x1", "0"
            "x2", "24"
            "y1", "6"
            "y2", "6"
            "stroke", colour
            "stroke-width", "2.5"
            "stroke-dasharray", pattern
        ]

let private dotKey colour =
    shape "circle" [ "cx", "12"; "cy", "6"; "r", "4.5"; "fill", colour ]

let private barKey colour =
    shape "rect" [ "x", "6"; "y", "0"; "width", "12"; "height", "12"; "rx", "2"; "fill", colour ]

/// The colour of a line or a marker, which is set where the trace has none.
let private colourOf fallback (line: Line | null) (marker: Marker | null) =
    match line, marker with
    | NonNull line, _ when line.ShouldSerializecolor() -> string line.color
    | _, NonNull marker when marker.ShouldSerializecolor() -> string marker.color
    | _ -> fallback

let private scatterKey fallback (scatter: Scatter) =
    let line =
        if scatter.ShouldSerializeline() then
            scatter.line
        else
            Line()

    let marker =
        if scatter.ShouldSerializemarker() then
            scatter.marker
        else
            Marker()

    let colour = colourOf fallback line marker
    line.color <- colour
    scatter.line <- line

    if not (marker.ShouldSerializecolor()) then
        marker.color <- colour
        scatter.marker <- marker

    let mode =
        if scatter.ShouldSerializemode() then
            scatter.mode
        else
            "lines"

    [
        if mode.Contains "lines" then
            lineKey colour (if line.ShouldSerializedash() then line.dash else "solid")
        if mode.Contains "markers" then
            dotKey colour
    ]

let private barDrawing fallback (bar: Bar) =
    let marker = if bar.ShouldSerializemarker() then bar.marker else Marker()

    let colour = colourOf fallback null marker
    marker.color <- colour
    bar.marker <- marker
    [ barKey colour ]

/// Name, group and drawing of a trace that has a key. Traces without a colour get the palette's, by their place.
let private described index (trace: Trace) =
    let fallback = Palette.colour index

    match trace with
    | :? Scatter as scatter ->
        let drawing = scatterKey fallback scatter

        Some(
            (if scatter.ShouldSerializelegendgroup() then
                 scatter.legendgroup
             else
                 ""),
            not (scatter.ShouldSerializeshowlegend()) || scatter.showlegend,
            drawing
        )
    | :? Bar as bar -> Some("", true, barDrawing fallback bar)
    | _ -> None

let private keys (traces: Trace list) =
    let described =
        traces
        |> List.indexed
        |> List.choose (fun (index, trace) ->
            described index trace
            |> Option.map (fun (group, shown, drawing) -> index, trace, group, shown, drawing))

    [
        for index, trace, group, shown, drawing in described do
            if shown && trace.ShouldSerializename() then
                {
                    Name = trace.name
                    Traces =
                        [
                            for other, _, itsGroup, _, _ in described do
                                if other = index || (group <> "" && itsGroup = group) then
                                    other
                        ]
                    Drawing = drawing
                }
    ]

/// The legend of the traces, empty where only one has a name; the drawing has none of its own then.
let ofTraces (traces: Trace list) =
    match keys traces with
    | []
    | [ _ ] -> []
    | keys ->
        [
            ul
                [ _class "legend" ]
                [
                    for key in keys ->
                        li
                            []
                            [
                                button
                                    [
                                        _type "button"
                                        attr "aria-pressed" "true"
                                        attr "data-traces" (key.Traces |> List.map string |> String.concat " ")
                                    ]
                                    [
                                        tag
                                            "svg"
                                            [ attr "width" "24"; attr "height" "12"; attr "aria-hidden" "true" ]
                                            key.Drawing
                                        str key.Name
                                    ]
                            ]
                ]
        ]
