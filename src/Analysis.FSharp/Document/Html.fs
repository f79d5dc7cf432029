/// <summary>A document as a page that needs nothing else, not even a network: its style and plotly.js stand in it.</summary>
module QImpact.Analysis.Document.Html

open Giraffe.ViewEngine
open QImpact.Metrics

/// The colours on light and on dark paper, the page's style, and the charts' colours by the page's. Paper in a printer is light.
let private stylesheet =
    lazy
        (let colours paper =
            [
                for name, light, dark in Palette.neutrals -> $"--{name}: {paper (light, dark)};"
            ]
            |> String.concat " "

         String.concat
             "\n"
             [
                 $":root {{ {colours fst} }}"
                 $"@media screen and (prefers-color-scheme: dark) {{ :root {{ {colours snd} }} }}"
                 Resource.own "page.css"
                 Plotly.rules
             ])

let private behaviour = lazy (Resource.own "page.js")

/// Nothing may be fetched: the browser itself holds the page to it.
let private policy =
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:"

let private piece =
    function
    | Plain text -> str text
    | Strong text -> strong [] [ str text ]
    | Code text -> code [ _class "checksum" ] [ str text ]
    | Sub text -> sub [] [ str text ]
    | Super text -> sup [] [ str text ]
    | Aside text -> small [ _class "origin" ] [ str text ]
    | Published text -> span [ _class "published" ] [ str text ]
    | Model(name, colour) -> span [ _class "model"; _style $"--model: {colour}" ] [ str name ]
    | Reference(chapter, text) -> a [ _href $"#{chapter}" ] [ str text ]

let private line (parts: Line) = List.map piece parts

let private heading scope = th [ attr "scope" scope ]

/// Shaded by the part of the true class.
let private confusion (confusion: Confusion) =
    let isLarge = confusion.Classes.Length > 4

    let cells actual counts =
        let total = List.sum counts

        counts
        |> List.mapi (fun decided count ->
            let part =
                if total = 0L then
                    "0"
                else
                    Decimals.shown 0 (100.0 * float count / float total)

            td
                [
                    _class (if actual = decided then "right" else "wrong")
                    _style $"--part: {part}%%"
                ]
                [
                    b [] [ str (string count) ]
                    if total = 0L then
                        small [] [ str "n/a" ]
                    // A matrix of many classes is mostly zeros, which say enough themselves.
                    elif count > 0L || not isLarge then
                        small [] [ str $"{part} %%" ]
                ])

    // A name such as normal/benign may break after its stroke.
    let named scope note (name: string) =
        let parts = name.Split '/' |> List.ofArray |> List.map str

        heading
            scope
            (small [] [ str note ]
             :: (parts.Head
                 :: List.collect (fun part -> [ str "/"; voidTag "wbr" []; part ]) parts.Tail))

    table
        [ _class (if isLarge then "confusion large" else "confusion") ]
        [
            thead [] [ tr [] (td [] [] :: List.map (named "col" "decided") confusion.Classes) ]
            tbody
                []
                [
                    for actual, (name, counts) in List.indexed (List.zip confusion.Classes confusion.Counts) ->
                        tr [] (named "row" "is" name :: cells actual counts)
                ]
        ]
    |> fun table ->
        if isLarge then
            div [ _class "scrolled"; attr "tabindex" "0" ] [ table ]
        else
            table

/// The box with its caption, and the script that draws into it.
let private chart (chart: Chart) =
    let layout, traces = chart.Draw()

    figure
        [ _class chart.Look ]
        [
            yield! Legend.ofTraces traces
            div
                [
                    _id chart.Id
                    _class "chart"
                    match chart.Aspect, chart.Height with
                    | Some(width, height), _ -> _style $"aspect-ratio: {width} / {height}"
                    | None, Some height -> _style $"height: {height}px"
                    | None, None -> ()
                    attr "role" "img"
                    attr "aria-label" chart.Label
                ]
                []
            if not chart.Caption.IsEmpty then
                figcaption [] (line chart.Caption)
            script [] [ rawText (Plotly.script chart.Id (layout, traces)) ]
        ]

let private picture (picture: Picture) =
    figure
        []
        [
            img [ _src picture.Source; _alt picture.Alternative ]
            if not picture.Caption.IsEmpty then
                figcaption [] (line picture.Caption)
        ]

let rec private block part =
    let card look (title, blocks) =
        div [ _class look ] (h3 [] (line title) :: List.map block blocks)

    match part with
    | Paragraph parts -> p [] (line parts)
    | Heading title -> h3 [] (line title)
    | Bullets items -> ul [ _class "notes" ] [ for item in items -> li [] (line item) ]
    | Findings items ->
        ul [ _class "findings" ] [ for colour, item in items -> li [ _style $"--model: {colour}" ] (line item) ]
    | Grid rows -> HtmlGrid.write line rows
    | Chart drawing -> chart drawing
    | Confusion counts -> confusion counts
    | Pictures items -> div [ _class "pictures" ] (List.map picture items)
    | Remark parts -> p [ _class "note" ] (line parts)
    | Warning parts -> p [ _class "missing" ] (line parts)
    | Caution(title, blocks) -> card "caution" (title, blocks)
    | Folded(title, blocks) -> details [] (summary [] (line title) :: List.map block blocks)
    | SideBySide blocks -> div [ _class "pair" ] (List.map block blocks)
    | Card(title, blocks) -> card "card wide" (title, blocks)
    | Tiles cards -> div [ _class "cards" ] (List.map (card "card") cards)

let private banner (word, sentence) =
    div [ _class "phantom"; attr "role" "alert" ] [ strong [] [ str word ]; span [] [ str sentence ] ]

let private opening (document: Document) =
    header
        []
        [
            p [ _class "eyebrow" ] [ str document.Kind ]
            h1 [] [ str document.Title; span [] [ str document.Subtitle ] ]
            nav
                [ attr "aria-label" "Contents" ]
                [
                    for chapter in document.Chapters -> a [ _href $"#{chapter.Id}" ] [ str chapter.Short ]
                ]
        ]

let private section (chapter: Chapter) =
    section [ _id chapter.Id ] (h2 [] [ str chapter.Title ] :: List.map block chapter.Blocks)

let private mark (name, content) =
    meta [ _name name; attr "content" content ]

/// <summary>The page.</summary>
let write (document: Document) =
    html
        [ _lang "en" ]
        [
            head
                []
                [
                    meta [ _charset "utf-8" ]
                    meta [ attr "http-equiv" "Content-Security-Policy"; attr "content" policy ]
                    mark ("viewport", "width=device-width, initial-scale=1")
                    mark ("generator", "QImpact")
                    yield! List.map mark document.Marks
                    title [] [ str document.Window ]
                    style [] [ rawText stylesheet.Value ]
                    script [] [ rawText Plotly.library.Value ]
                    script [] [ rawText behaviour.Value ]
                ]
            body
                []
                [
                    yield! document.Banner |> Option.map banner |> Option.toList
                    if document.Kind <> "" then
                        opening document
                    main [] (List.map block document.Opening @ List.map section document.Chapters)
                ]
        ]
    |> RenderView.AsString.htmlDocument
    |> fun page -> page + "\n"
