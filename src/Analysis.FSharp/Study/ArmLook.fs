/// How an architecture is drawn, everywhere alike: a colour, a marker and its name. The twins of an arm in the middle of the network have its
/// colour and another marker, so that twelve arms need no more colours than stay apart for colour-blind readers.
module internal QImpact.Analysis.Study.ArmLook

open QImpact.Data.Runs
open QImpact.Analysis.Document

type Look =
    {
        Title: string
        Colour: string
        /// As plotly.js names it.
        Symbol: string
    }

/// Place of the colour in the palette, and marker; the paper's architectures have the colours that they have on other pages.
let private looks =
    Map
        [
            "baseline", (0, "circle")
            "end-linear", (5, "circle")
            "end-tanh", (3, "circle")
            "end-dense", (7, "circle")
            "quantum-end", (1, "circle")
            "end-separable", (4, "circle")
            "end-frozen", (6, "circle")
            "end-trigonometric", (6, "square")
            "mid-fc", (0, "diamond")
            "mid-linear", (5, "diamond")
            "mid-tanh", (3, "diamond")
            "quantum-mid", (2, "diamond")
        ]

let ofArchitecture (architecture: Architecture) =
    let place, symbol =
        Map.tryFind architecture.Name looks |> Option.defaultValue (7, "square")

    {
        Title = architecture.Title
        Colour = Palette.colour place
        Symbol = symbol
    }

let ofName (name: string) =
    ofArchitecture (Architecture.Parse name)

/// The name with its colour.
let title (architecture: Architecture) =
    let look = ofArchitecture architecture
    Inline.Model(look.Title, look.Colour)

/// The same for a name in a contrast; one that is no architecture stays as it is.
let named (name: string) =
    if Seq.contains name Architecture.Names then
        let look = ofName name
        Inline.Model(look.Title, look.Colour)
    else
        Plain name
