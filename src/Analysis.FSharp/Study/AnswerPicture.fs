/// The forest plot as an SVG file by itself, equal for equal findings: for pages that have no script.
module internal QImpact.Analysis.Study.AnswerPicture

open System
open System.Globalization
open System.Net
open QImpact.Metrics
open QImpact.Statistics
open QImpact.Analysis.Document
open QImpact.Analysis.Study.ContrastEstimates

let private width, left, right = 880.0, 236.0, 190.0
let private rowHeight, top = 36.0, 34.0

let private number (value: float) =
    Math.Round(value, 2).ToString("0.##", CultureInfo.InvariantCulture)

let private encoded (text: string) =
    match WebUtility.HtmlEncode text with
    | null -> ""
    | encoded -> encoded

let private text x y anchor colour size (words: string) =
    $"""<text x="{number x}" y="{number y}" text-anchor="{anchor}" fill="{colour}" font-size="{number size}">{encoded words}</text>"""

let private line x0 y0 x1 y1 colour thickness =
    $"""<line x1="{number x0}" y1="{number y0}" x2="{number x1}" y2="{number y1}" stroke="{colour}" stroke-width="{number thickness}"/>"""

let private mark symbol x y size colour opacity =
    let fill = $"""fill="{colour}" fill-opacity="{number opacity}" """.TrimEnd()

    match symbol with
    | "diamond" ->
        $"""<path d="M{number x} {number (y - size)}L{number (x + size)} {number y}L{number x} {number (y + size)}L{number (x - size)} {number y}Z" {fill}/>"""
    | "square" ->
        let side = 0.85 * size
        $"""<rect x="{number (x - side)}" y="{number (y - side)}" width="{number (2.0 * side)}" height="{number (2.0 * side)}" {fill}/>"""
    | _ -> $"""<circle cx="{number x}" cy="{number y}" r="{number size}" {fill}/>"""

/// A round step that makes at most eight ticks.
let private step span =
    [ 0.005; 0.01; 0.02; 0.05; 0.1; 0.2; 0.5 ]
    |> List.tryFind (fun step -> span / step <= 8.0)
    |> Option.defaultValue 0.5

/// What the axis has to hold: the margin, the intervals and the repeats, to the next hundredth.
let private reach margin (contrasts: ContrastEstimate list) =
    let ends (contrast: ContrastEstimate) =
        match contrast.Combined with
        | Ok difference ->
            let interval = difference.Interval Confidence.Default
            [ interval.Lower; interval.Upper ]
        | Error _ -> []

    let shown =
        contrasts
        |> List.collect (fun contrast -> ends contrast @ List.map snd contrast.OfRepeats)

    ceil (100.0 * List.max (margin :: List.map abs shown) + 1.0) / 100.0

let private row (place: float -> float) index (contrast: ContrastEstimate) =
    let look = ArmLook.ofArchitecture contrast.Arm
    let y = top + rowHeight * (float index + 0.5)

    [
        text (left - 14.0) (y + 5.0) "end" Palette.ink 14.0 (ForestChart.label contrast)
        for _, value in contrast.OfRepeats do
            mark look.Symbol (place value) (y + 8.0) 3.0 look.Colour 0.45
        match contrast.Combined with
        | Ok difference ->
            let interval = difference.Interval Confidence.Default
            line (place interval.Lower) (y - 3.0) (place interval.Upper) (y - 3.0) look.Colour 3.0
            mark look.Symbol (place difference.Value) (y - 3.0) 6.5 look.Colour 1.0

            text
                (width - right + 14.0)
                (y + 5.0)
                "start"
                Palette.ink
                13.0
                $"{Decimals.shown 3 difference.Value} ({Format.interval 3 interval})"
        | Error _ -> text (width - right + 14.0) (y + 5.0) "start" Palette.muted 13.0 "no interval"
    ]

/// The picture; white behind it, so that it reads on a dark page too.
let write title margin (contrasts: ContrastEstimate list) =
    let reach = reach margin contrasts
    let bottom = top + rowHeight * float contrasts.Length
    let height = bottom + 52.0

    let place value =
        left + (value + reach) / (2.0 * reach) * (width - left - right)

    let step = step (2.0 * reach)
    let most = int (floor (reach / step + 1e-9))

    [
        $"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {number width} {number height}" width="{number width}" height="{number height}" font-family="system-ui, 'Segoe UI', 'DejaVu Sans', Arial, sans-serif" role="img">"""
        $"<title>{encoded title}</title>"
        $"""<rect width="{number width}" height="{number height}" fill="{Palette.paper}"/>"""
        $"""<rect x="{number (place -margin)}" y="{number top}" width="{number (place margin - place -margin)}" height="{number (bottom - top)}" fill="{Palette.grid}"/>"""
        text
            (place 0.0)
            (top - 12.0)
            "middle"
            Palette.muted
            12.0
            $"grey: within ±{Decimals.shown 2 margin}, counts as no difference"
        line (place 0.0) top (place 0.0) bottom Palette.ink 1.2
        line left bottom (width - right) bottom Palette.muted 1.0
        for tick in -most .. most do
            let value = float tick * step
            line (place value) bottom (place value) (bottom + 5.0) Palette.muted 1.0

            text
                (place value)
                (bottom + 19.0)
                "middle"
                Palette.muted
                12.0
                (value.ToString("0.###", CultureInfo.InvariantCulture))
        text
            (place 0.0)
            (bottom + 40.0)
            "middle"
            Palette.ink
            13.0
            "difference in AUC from the baseline, 95 % interval; small: each repeat"
        yield! contrasts |> List.mapi (row place) |> List.concat
        "</svg>"
        ""
    ]
    |> String.concat "\n"
