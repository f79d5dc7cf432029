module QImpact.Analysis.Report.SingleChart

open XPlot.Plotly
open QImpact.Data

let save (path: string) (title: string) (axes: string * string) (traces: Trace list) =
    let layout = Plotly.layout ()
    layout.xaxis <- Plotly.xaxis (fst axes)
    layout.yaxis <- Plotly.yaxis (snd axes)

    let page =
        Page.render
            title
            []
            [
                Html.element
                    "section"
                    []
                    [
                        Html.element "h2" [] [ Html.encode title ]
                        Plotly.figure "figure" "wide" title "" layout traces
                    ]
            ]

    AtomicFile.WriteText(path, (fun writer -> writer.Write page))
