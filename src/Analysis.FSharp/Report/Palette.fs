/// One colour per model, the same in every chart: Okabe and Ito's set, which colour-blind readers can tell apart.
module internal QImpact.Analysis.Report.Palette

let private colours =
    [|
        "#0072b2"
        "#d55e00"
        "#009e73"
        "#cc79a7"
        "#e69f00"
        "#56b4e9"
        "#6b5b95"
        "#4d4d4d"
    |]

/// The colour of the model at this place of the comparison; from the ninth on they repeat, lines then being dashed.
let colour index = colours[index % colours.Length]

/// The line style of the model at this place.
let dash index =
    [| "solid"; "dash"; "dot"; "dashdot" |][index / colours.Length % 4]

let ink = "#1f2933"
let muted = "#6b7785"
let grid = "#e4e9ee"
