/// <summary>A document in Markdown.</summary>
module QImpact.Analysis.Document.Markdown

open System
open System.IO
open System.Text.RegularExpressions

/// Markup wherever it stands; an underscore inside a word is none, "<" only where a tag may follow, "&" where an entity may, and "#", "+"
/// and "-" only where a heading or an item may begin.
let private special =
    Regex(
        @"[\\`*>\[\]|~$]|<(?=[A-Za-z/!?])|&(?=[#A-Za-z])|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|^#|^[+-](?=\s)|(?<=^\d+)[.)](?=\s)"
    )

let private escape (text: string) =
    special.Replace(text.ReplaceLineEndings " ", @"\$0")

let private line (parts: Line) =
    parts
    |> List.map (function
        | Strong text -> $"**{escape text}**"
        | Code text -> $"<code>{escape text}</code>"
        | Sub text -> $"<sub>{escape text}</sub>"
        | Super text -> $"<sup>{escape text}</sup>"
        | Aside text -> $" ({escape text})"
        | Reference(chapter, text) -> $"[{escape text}](#{chapter})"
        | Plain text
        | Published text
        | Model(text, _) -> escape text)
    |> String.Concat

let private cell =
    function
    | Text parts -> line parts
    | other -> escape (Format.cell other)

let private row (cells: string list) =
    let cells = cells |> List.map (fun cell -> if cell = "" then " " else $" {cell} ")
    "|" + String.Join("|", cells) + "|"

let private table (head: string list) (rows: string list list) =
    row head :: ("|" + String.replicate head.Length "---|") :: List.map row rows

let private grid (grid: Grid) =
    table
        (List.map line grid.Head)
        [
            for title, rows in grid.Groups do
                if title <> plain "" then
                    $"**{line title}**" :: List.replicate (grid.Head.Length - 1) ""

                yield! rows |> List.map (List.map cell)
        ]

let private confusion (confusion: Confusion) =
    table
        ("is, decided" :: List.map escape confusion.Classes)
        (List.map2 (fun name counts -> escape name :: List.map string counts) confusion.Classes confusion.Counts)

/// A block as paragraphs, each of some lines.
let rec private block (picture: string -> string option) part : string list list =
    let titled (title, blocks) =
        [ $"### {line title}" ] :: List.collect (block picture) blocks

    match part with
    | Paragraph parts -> [ [ line parts ] ]
    | Heading title -> [ [ $"### {line title}" ] ]
    | Bullets items -> [ items |> List.map (fun item -> "- " + line item) ]
    | Findings items -> [ items |> List.map (fun (_, item) -> "- " + line item) ]
    | Grid table ->
        let table, notes = Footnotes.ofGrid table
        [ grid table; (if notes.IsEmpty then [] else [ line notes ]) ]
    | Confusion counts -> [ confusion counts ]
    // A text has no room for them; what is said of them stands.
    | Pictures items ->
        match items |> List.map _.Caption |> List.filter (List.isEmpty >> not) with
        | [] -> []
        | captions -> [ captions |> List.map (fun caption -> "- " + line caption) ]
    | Remark parts -> [ [ $"*{line parts}*" ] ]
    | Warning parts -> [ [ $"> {line parts}" ] ]
    | Chart chart ->
        match picture chart.Id with
        | Some file -> [ [ $"![{escape chart.Label}]({file})" ]; [ $"*{line chart.Caption}*" ] ]
        | None -> []
    | SideBySide blocks -> List.collect (block picture) blocks
    | Caution(title, blocks)
    | Folded(title, blocks)
    | Card(title, blocks) -> titled (title, blocks)
    | Tiles cards -> List.collect titled cards

/// <summary>The document; a chart is shown by the picture that there is of it, if any: its file by the chart's id.</summary>
let write (picture: string -> string option) (document: Document) =
    let paragraphs =
        [
            [ $"# {escape document.Title}" ]
            match document.Banner with
            | Some(word, sentence) -> [ $"> **{escape word}** {escape sentence}" ]
            | None -> ()
            yield! List.collect (block picture) document.Opening
            for chapter in document.Chapters do
                [ $"## {escape chapter.Title}" ]
                yield! List.collect (block picture) chapter.Blocks
        ]
        |> List.filter (fun lines -> not lines.IsEmpty)
        |> List.map (String.concat "\n")

    String.Join("\n\n", paragraphs) + "\n"

/// <summary>The pictures that lie in a folder, ID.png.</summary>
let picturesIn (folder: string) id =
    Some $"{id}.png"
    |> Option.filter (fun name -> File.Exists(Path.Combine(folder, name)))
