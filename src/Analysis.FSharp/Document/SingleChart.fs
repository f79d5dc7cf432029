module QImpact.Analysis.Document.SingleChart

open XPlot.Plotly
open QImpact.Data

let save (path: string) (title: string) (axes: string * string) (traces: Trace list) =
    let layout = Plotly.layout ()
    layout.xaxis <- Plotly.xaxis (fst axes)
    layout.yaxis <- Plotly.yaxis (snd axes)

    let page =
        { document title with
            Chapters =
                [
                    chapter "chart" title [ Block.Chart(chart "figure" "wide" title (fun () -> layout, traces)) ]
                ]
        }

    AtomicFile.WriteText(path, (fun writer -> writer.Write(Html.write page)))
