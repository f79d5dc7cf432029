/// One colour per architecture and protocol, the same in every chart: Okabe and Ito's set, which colour-blind readers can
/// tell apart. Seeds share their colour and differ in the line.
module internal QImpact.Analysis.Report.Palette

open QImpact.Analysis.Comparison

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

let ofIndex (index: int) = colours[index % colours.Length]

let colour (model: Model) = ofIndex model.Family

let dash (model: Model) =
    [| "solid"; "dash"; "dot"; "dashdot" |][model.Sibling % 4]

/// The colour of what has no place in the comparison.
let neutral = "#6b7785"

let ink = "#1f2933"
let muted = "#6b7785"
let grid = "#e4e9ee"
