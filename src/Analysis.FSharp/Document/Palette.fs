/// <summary>
/// The colours of models and of the page. A model's colour goes by its family; seeds share it and differ in the line. The first six are
/// Okabe and Ito's; every two of the eight stay apart for colour-blind readers (a test simulates them), on white and on dark paper.
/// The paper's architectures come first, in the order of its table, so that a row of the table has the colour of what was measured for it.
/// </summary>
module QImpact.Analysis.Document.Palette

let internal colours =
    [|
        "#0072b2"
        "#d55e00"
        "#009e73"
        "#cc79a7"
        "#e69f00"
        "#56b4e9"
        "#8c6d31"
        "#666666"
    |]

/// <summary>The colour of a family by its place.</summary>
let colour (family: int) = colours[family % colours.Length]

/// <summary>The line of a model by its place in its family.</summary>
let dash (sibling: int) =
    [| "solid"; "dash"; "dot"; "dashdot" |][sibling % 4]

let ink = "#1f2933"
/// <summary>Axes, and what has no place in the comparison.</summary>
let muted = "#5d6a77"
let grid = "#dfe5ea"
/// <summary>What everything stands on.</summary>
let paper = "#ffffff"

/// <summary>The colours that are no model's: name in the style sheet, on light and on dark paper. Charts are drawn with the light ones.</summary>
let neutrals =
    [
        "ink", ink, "#e6ebf0"
        "muted", muted, "#9fabb7"
        "line", grid, "#2d3843"
        "paper", paper, "#13181e"
    ]
