/// A page that needs nothing else, not even a network: its style and plotly.js stand in it.
module internal QImpact.Analysis.Report.Page

open System.IO
open System.Reflection

let private stylesheet =
    lazy
        (let assembly = Assembly.GetExecutingAssembly()

         match assembly.GetManifestResourceStream "report.css" with
         | null -> invalidOp $"{assembly.FullName} has no resource report.css."
         | stream ->
             use reader = new StreamReader(stream)
             reader.ReadToEnd())

/// Nothing may be fetched: the browser itself holds the page to it.
let private policy =
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:"

/// The page's heading and its contents, each an anchor and its title.
let header (eyebrow: string) (title: string) (subtitle: string) (contents: (string * string) list) =
    Html.element
        "header"
        []
        [
            Html.classed "p" "eyebrow" [ Html.encode eyebrow ]
            Html.element "h1" [] [ Html.encode title; Html.element "span" [] [ Html.encode subtitle ] ]
            Html.element
                "nav"
                [ "aria-label", "Contents" ]
                [
                    for id, title in contents -> Html.element "a" [ "href", $"#{id}" ] [ Html.encode title ]
                ]
        ]

/// The whole page; the body is HTML.
let render (title: string) (metas: (string * string) list) (body: string list) =
    let meta name content =
        $"<meta name=\"{name}\" content=\"{Html.encode content}\">"

    String.concat
        "\n"
        [
            "<!doctype html>"
            "<html lang=\"en\">"
            "<head>"
            "<meta charset=\"utf-8\">"
            $"<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">"
            meta "viewport" "width=device-width, initial-scale=1"
            meta "generator" "QImpact"
            for name, content in metas do
                meta name content
            $"<title>{Html.encode title}</title>"
            $"<style>{stylesheet.Value}</style>"
            $"<script>{Plotly.script.Value}</script>"
            "<script>Plotly.setPlotConfig({responsive: true, displayModeBar: false, displaylogo: false});</script>"
            "</head>"
            "<body>"
            yield! body
            "</body>"
            "</html>"
            ""
        ]
