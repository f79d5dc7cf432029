/// <summary>
/// The colours of models and of the page: Okabe and Ito's set, which colour-blind readers can tell apart. A model's
/// colour goes by its family, an architecture with a protocol; seeds share it and differ in the line. The paper's architectures come first,
/// in the order of its table, so that a row of the table has the colour of what was measured for it.
/// </summary>
module QImpact.Analysis.Document.Palette

let private colours =
    [|
        "#0072b2"
        "#d55e00"
        "#009e73"
        "#cc79a7"
        "#e69f00"
        "#56b4e9"
        "#6b5b95"
        "#8c6d31"
    |]

/// <summary>The colour of a family by its place.</summary>
let colour (family: int) = colours[family % colours.Length]

/// <summary>The line of a model by its place in its family.</summary>
let dash (sibling: int) =
    [| "solid"; "dash"; "dot"; "dashdot" |][sibling % 4]

let ink = "#1f2933"
/// <summary>Axes, and what has no place in the comparison.</summary>
let muted = "#6b7785"
let grid = "#e4e9ee"
