/// <summary>A chart of one's own as a file that needs nothing else.</summary>
module QImpact.Analysis.Document.SingleChart

open XPlot.Plotly
open QImpact.Data

/// The first and the last place on the horizontal axis, where every one is a whole number.
let private wholes (traces: Trace list) =
    let places (trace: Trace) =
        match trace with
        | :? Scatter as scatter ->
            match scatter.x with
            | :? seq<int> as places -> Some(List.ofSeq places)
            | _ -> None
        | _ -> None

    let all = List.map places traces

    match all |> List.choose id |> List.concat with
    | [] -> None
    | places when List.forall Option.isSome all -> Some(List.min places, List.max places)
    | _ -> None

/// <summary>Writes an HTML file with one chart, plotly.js inside, so that it opens without a network. The axes are the titles of both;
/// a horizontal axis of whole numbers, such as epochs, has no ticks between them.</summary>
/// <exception cref="T:QImpact.Data.BadInputException">The file can't be written.</exception>
let save (path: string) (title: string) (axes: string * string) (traces: Trace list) =
    let draw () =
        let horizontal =
            match wholes traces with
            | Some(first, last) -> Plotly.Frame.Whole(fst axes, first, last)
            | None -> Plotly.Frame.X(fst axes)

        Plotly.Frame.Of(horizontal, Plotly.Frame.Y(snd axes)), traces

    let page =
        { document title with
            Chapters = [ chapter "chart" title [ Block.Chart(chart "figure" "wide" title draw) ] ]
        }

    AtomicFile.WriteText(path, (fun writer -> writer.Write(Html.write page)))
