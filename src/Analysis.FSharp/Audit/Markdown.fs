/// The audit in Markdown.
module internal QImpact.Analysis.Audit.Markdown

open System
open System.IO
open QImpact.Analysis.Audit.Document

let private special = [ '\\'; '`'; '*'; '_'; '<'; '>'; '['; ']'; '|' ]

let private escape (text: string) =
    String.collect
        (fun character ->
            if List.contains character special then
                $"\\{character}"
            else
                string character)
        text

let private line (parts: Line) =
    parts
    |> List.map (function
        | Plain text -> escape text
        | Strong text -> $"**{escape text}**")
    |> String.Concat

let private tableRow (cells: string list) =
    let cells = cells |> List.map (fun cell -> if cell = "" then " " else $" {cell} ")
    "|" + String.Join("|", cells) + "|"

let private block (picture: string -> string option) block =
    match block with
    | Paragraph parts -> [ line parts ]
    | Bullets items -> items |> List.map (fun item -> "- " + line item)
    | Grid(head, rows) ->
        [
            tableRow (List.map escape head)
            "|" + String.replicate head.Length "---|"
            for row in rows do
                tableRow (List.map line row)
        ]
    | Remark text -> [ $"*{escape text}*" ]
    | Figure(id, caption) ->
        match picture id with
        | Some file -> [ $"![{escape caption}]({file})"; ""; $"*{escape caption}*" ]
        | None -> []

/// The document; a chart is shown by the picture that there is of it, if any.
let render (title: string) (picture: string -> string option) (chapters: Chapter list) =
    let blocks =
        [
            [ $"# {escape title}" ]
            for chapter in chapters do
                [ $"## {escape chapter.Title}" ]
                yield! chapter.Blocks |> List.map (block picture)
        ]
        |> List.filter (fun lines -> not lines.IsEmpty)
        |> List.map (fun lines -> String.Join("\n", lines))

    String.Join("\n\n", blocks) + "\n"

/// The picture of a chart that lies in the folder that the document goes to: audit-ID.png.
let pictureIn (folder: string) id =
    let name = $"audit-{id}.png"

    if File.Exists(Path.Combine(folder, name)) then
        Some name
    else
        None
