/// <summary>A chart of one's own as a file that needs nothing else.</summary>
module QImpact.Analysis.Document.SingleChart

open XPlot.Plotly
open QImpact.Data

/// <summary>Writes an HTML file with one chart, plotly.js inside, so that it opens without a network. The axes are the titles of both.</summary>
/// <exception cref="T:QImpact.Data.BadInputException">The file can't be written.</exception>
let save (path: string) (title: string) (axes: string * string) (traces: Trace list) =
    let draw () =
        Plotly.Frame.Of(Plotly.Frame.X(fst axes), Plotly.Frame.Y(snd axes)), traces

    let page =
        { document title with
            Chapters = [ chapter "chart" title [ Block.Chart(chart "figure" "wide" title draw) ] ]
        }

    AtomicFile.WriteText(path, (fun writer -> writer.Write(Html.write page)))
