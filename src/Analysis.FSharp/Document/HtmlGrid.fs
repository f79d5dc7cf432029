/// Tables of the page.
module internal QImpact.Analysis.Document.HtmlGrid

open Giraffe.ViewEngine
open QImpact.Metrics

/// Columns beside the first that a sheet of paper has room for.
[<Literal>]
let private Room = 6

let private cell line shown =
    match shown with
    | Cell.Text parts -> line parts
    | Estimated(value, bounds) ->
        [
            match value with
            | MetricValue.Defined _ -> str (string value)
            | MetricValue.Undefined reason ->
                span [ _class "undefined" ] [ str "n/a"; small [ _class "reason" ] [ str reason ] ]
            match bounds with
            | Some bounds -> small [ _class "interval" ] [ str (Format.interval 3 bounds) ]
            | None -> ()
        ]
    | PValue _ -> [ span [ _class "whole" ] [ str (Format.cell shown) ] ]
    | other -> [ str (Format.cell other) ]

let private heading scope = th [ attr "scope" scope ]

/// A cell with its column's heading, which stands beside it where the table is too narrow for columns.
let private labelled (label: Line) content =
    match content with
    | [] -> td [] []
    | content -> td [ attr "data-label" (Format.line label) ] [ div [] content ]

let private table (line: Line -> XmlNode list) (head: Line list) (groups: (Line * Cell list list) list) =
    let row cells =
        match cells, head with
        | first :: rest, _ :: labels ->
            tr
                []
                (heading "row" (cell line first)
                 :: List.map2 labelled labels (List.map (cell line) rest))
        | _ -> tr [] []

    let group (title, rows) =
        tbody
            []
            [
                if title <> [] && title <> plain "" then
                    tr
                        []
                        [
                            th
                                [ _class "group"; attr "scope" "rowgroup"; attr "colspan" (string head.Length) ]
                                (line title)
                        ]
                yield! List.map row rows
            ]

    table
        []
        (thead [] [ tr [] (head |> List.map (line >> heading "col")) ]
         :: List.map group groups)

/// The table, or several below each other where it has more columns than a sheet of paper has room for, each with the first column;
/// then the reasons that several cells have.
let write (line: Line -> XmlNode list) (grid: Grid) =
    let grid, notes = Footnotes.ofGrid grid

    let tables =
        match grid.Head with
        | first :: others when others.Length > Room ->
            let parts = (others.Length + Room - 1) / Room

            [
                for columns in [ 0 .. others.Length - 1 ] |> List.splitInto parts do
                    let pick (cells: 'cell list) =
                        cells.Head :: [ for column in columns -> cells.Tail[column] ]

                    table line (pick (first :: others)) [ for title, rows in grid.Groups -> title, List.map pick rows ]
            ]
        | head -> [ table line head grid.Groups ]

    div
        [ _class ($"grid {grid.Look}".TrimEnd()) ]
        [
            yield! tables
            if not notes.IsEmpty then
                p [ _class "note" ] (line notes)
        ]
