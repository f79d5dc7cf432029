/// HTML as text, everything from outside encoded.
module internal QImpact.Analysis.Report.Html

open System
open System.Net
open QImpact.Metrics
open QImpact.Analysis
open QImpact.Statistics

/// Text as it may stand in an element or an attribute.
let encode (text: string) : string =
    match WebUtility.HtmlEncode text with
    | null -> ""
    | encoded -> encoded

/// An element; the attributes' values are encoded, the children are HTML.
let element name (attributes: (string * string) list) (children: string list) =
    let attributes =
        attributes
        |> List.map (fun (key, value) -> $" {key}=\"{encode value}\"")
        |> String.concat ""

    $"<{name}{attributes}>{String.Concat children}</{name}>"

/// An element with a class.
let classed name cls children = element name [ "class", cls ] children

let p (html: string) = element "p" [] [ html ]

let note (html: string) = classed "p" "note" [ html ]

/// A section with its heading and the anchor that the page's contents point to.
let section id title children =
    element "section" [ "id", id ] (element "h2" [] [ encode title ] :: children)

let private heading scope html =
    element "th" [ "scope", scope ] [ html ]

let private row cells =
    match cells with
    | first :: rest ->
        let cells = rest |> List.map (fun cell -> element "td" [] [ cell ])
        element "tr" [] (heading "row" first :: cells)
    | [] -> ""

/// A table that scrolls sideways on a narrow screen: groups of rows, each below its title where it has one. The first
/// cell of a row is its heading.
let groupedTable (head: string list) (groups: (string * string list list) list) =
    let group (title, rows) =
        let titleRow =
            if title = "" then
                ""
            else
                let cell =
                    element "th" [ "class", "group"; "scope", "rowgroup"; "colspan", string head.Length ] [ title ]

                element "tr" [] [ cell ]

        element "tbody" [] (titleRow :: List.map row rows)

    classed
        "div"
        "scroll"
        [
            element
                "table"
                [ "style", $"--columns: {head.Length - 1}" ]
                (element "thead" [] [ element "tr" [] (head |> List.map (heading "col")) ]
                 :: List.map group groups)
        ]

/// A table of one group.
let table head rows = groupedTable head [ "", rows ]

/// Four digits, or n/a with the reason readable.
let value (metric: MetricValue) =
    match metric with
    | MetricValue.Defined _ -> string metric
    | MetricValue.Undefined reason -> classed "span" "undefined" [ "n/a"; classed "small" "reason" [ encode reason ] ]

let bounds (interval: Interval) =
    FormattableString.Invariant $"{interval.Lower:F3} to {interval.Upper:F3}"

/// A value with its interval below it.
let estimate (estimate: Estimate) =
    match estimate.Bounds with
    | Some interval -> value estimate.Value + classed "small" "interval" [ bounds interval ]
    | None -> value estimate.Value
