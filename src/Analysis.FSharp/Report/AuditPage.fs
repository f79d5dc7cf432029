/// The audit as a section of the report and as a page of its own.
module internal QImpact.Analysis.Report.AuditPage

open System
open QImpact.Analysis.Audit
open QImpact.Analysis.Audit.Document

let private line (parts: Line) =
    parts
    |> List.map (function
        | Plain text -> Html.encode text
        | Strong text -> Html.element "strong" [] [ Html.encode text ])
    |> String.Concat

let private block audit block =
    match block with
    | Paragraph parts -> Html.p (line parts)
    | Bullets items ->
        Html.element "ul" [ "class", "notes" ] [ for item in items -> Html.element "li" [] [ line item ] ]
    | Grid(head, rows) ->
        Html.classed "div" "audit-grid" [ Html.table (List.map Html.encode head) (rows |> List.map (List.map line)) ]
    | Remark text -> Html.note (Html.encode text)
    | Figure(id, caption) ->
        let layout, traces = AuditCharts.ofId audit id
        Plotly.figure $"audit-{id}" "audit-chart" caption (Html.encode caption) layout traces

/// All chapters in one section of a report on something else.
let section (audit: Audit.Audit) =
    Html.section
        "audit"
        "The paper's table, audited"
        [
            Html.p
                $"{Html.encode audit.Table.Title}: what its printed figures show when they are taken at their word. All of it follows from the table alone; nothing here was measured."
            for chapter in Chapters.ofAudit audit do
                Html.element "h3" [] [ Html.encode chapter.Title ]
                yield! chapter.Blocks |> List.map (block audit)
        ]

/// A page of its own.
let render (audit: Audit.Audit) =
    let chapters = Chapters.ofAudit audit

    Page.render
        $"QImpact audit: {audit.Table.Title}"
        []
        [
            Page.header
                "QImpact – a table of results, audited"
                audit.Table.Title
                $"{Document.whole (int64 audit.Table.Counts.Total)} {audit.Table.Unit}: {audit.Table.Counts.Class0} {audit.Table.ClassName 0}, {audit.Table.Counts.Class1} {audit.Table.ClassName 1}"
                [ for chapter in chapters -> chapter.Id, chapter.Title ]
            "<main>"
            for chapter in chapters do
                Html.section chapter.Id chapter.Title (chapter.Blocks |> List.map (block audit))
            "</main>"
        ]
