/// One document, four forms.
module QImpact.Analysis.Tests.DocumentTests

open System.IO
open System.Net
open System.Text.Json
open System.Text.RegularExpressions
open Microsoft.FSharp.Reflection
open Xunit
open XPlot.Plotly
open QImpact.Metrics
open QImpact.Statistics
open QImpact.Analysis
open QImpact.Analysis.Models
open QImpact.Analysis.Document
open QImpact.Analysis.Tests.SampleRuns

/// Markup of every writer in one name.
let private evil = "a<script>alert(1)</script>&|*x*, \"q\"\n# y"

let private caseOf (value: 'union) =
    (FSharpValue.GetUnionFields(value, typeof<'union>) |> fst).Name

let private casesOf<'union> () =
    FSharpType.GetUnionCases typeof<'union> |> Array.map _.Name |> Set.ofArray

let private draw name () =
    Layout(), [ Scatter(x = [ 1 ], y = [ 2 ], name = name) :> Trace ]

/// A piece of each kind, each with its own word.
let private pieces word : Line =
    [
        Plain $"plain{word}"
        Strong $"strong{word}"
        Code $"code{word}"
        Sub $"sub{word}"
        Super $"super{word}"
        Aside $"aside{word}"
        Published $"published{word}"
        Inline.Model($"model{word}", "#000000")
        Reference("chapter", $"reference{word}")
    ]

let private cells word : Cell list =
    [
        Cell.Text(plain $"text{word}")
        Number(0.125, 3)
        Estimated(MetricValue.Undefined $"undefined{word}", None)
        Estimated(MetricValue.Defined 0.5, Some { Lower = 0.25; Upper = 0.75 })
        Range { Lower = 0.0625; Upper = 0.1875 }
        PValue 0.00001
        Missing $"missing{word}"
    ]

/// A block of each kind with the words that it must show.
let private blocks word : (Block * string list) list =
    [
        Paragraph(pieces word), [ for piece in pieces word -> Format.line [ piece ] ]
        Heading(plain $"heading{word}"), [ $"heading{word}" ]
        Bullets [ plain $"bullet{word}" ], [ $"bullet{word}" ]
        Findings [ "#111111", plain $"finding{word}" ], [ $"finding{word}" ]
        Grid
            {
                Head = [ for index in 0..6 -> plain $"head{index}{word}" ]
                Groups = [ plain $"group{word}", [ cells word ] ]
                Look = ""
            },
        [
            $"head6{word}"
            $"group{word}"
            $"text{word}"
            "0.125"
            "0.5000"
            "0.250 to 0.750"
            "0.0625 to 0.1875"
            "< 0.0001"
            $"n/a (missing{word})"
        ]
        Block.Chart(chart "box" "look" $"label{word}" (draw $"trace{word}")), [ $"label{word}" ]
        Confusion
            {
                Classes = [ $"first{word}"; $"second{word}" ]
                Counts = [ [ 31; 1 ]; [ 2; 42 ] ]
            },
        [ $"first{word}"; $"second{word}"; "31"; "42" ]
        Pictures
            [
                {
                    Source = "data:image/png;base64,AAAA"
                    Alternative = $"alternative{word}"
                    Caption = plain $"below{word}"
                }
            ],
        [ $"below{word}" ]
        Remark(plain $"remark{word}"), [ $"remark{word}" ]
        Warning(plain $"warning{word}"), [ $"warning{word}" ]
        Caution(plain $"caution{word}", [ Paragraph(plain $"inside{word}") ]), [ $"caution{word}"; $"inside{word}" ]
        SideBySide [ Paragraph(plain $"left{word}"); Paragraph(plain $"right{word}") ],
        [ $"left{word}"; $"right{word}" ]
        Folded(plain $"folded{word}", [ Paragraph(plain $"detail{word}") ]), [ $"folded{word}"; $"detail{word}" ]
        Card(plain $"card{word}", [ Paragraph(plain $"body{word}") ]), [ $"card{word}"; $"body{word}" ]
        Tiles [ plain $"tile{word}", [ Paragraph(plain $"mosaic{word}") ] ], [ $"tile{word}"; $"mosaic{word}" ]
    ]

let private documentOf title blocks =
    { document title with
        Kind = title
        Subtitle = title
        Banner = Some(title, title)
        Marks = [ title, title ]
        Opening = [ Paragraph(plain title) ]
        Chapters = [ chapter "chapter" title blocks ]
    }

let private pictured = Markdown.write (fun id -> Some $"{id}.png")

/// The page without plotly.js and the style.
let private ownPart (html: string) =
    Regex.Replace(html, "<style>.*?</style>|<script>\s*/\*\*.*?</script>", "", RegexOptions.Singleline)

[<Fact>]
let ``each writer for readers shows every kind of block, cell and piece`` () =
    let parts = blocks "-w"
    Assert.Equal<Set<string>>(casesOf<Block>(), parts |> List.map (fst >> caseOf) |> Set.ofList)
    Assert.Equal<Set<string>>(casesOf<Cell>(), cells "" |> List.map caseOf |> Set.ofList)
    Assert.Equal<Set<string>>(casesOf<Inline>(), pieces "" |> List.map caseOf |> Set.ofList)

    for block, words in parts do
        let document = documentOf "title" [ block ]
        let html = WebUtility.HtmlDecode(ownPart (Html.write document))
        let markdown = pictured document

        for word in words do
            Assert.Contains(word, html)
            Assert.Contains(word, markdown)

[<Fact>]
let ``text that a user brings is text on the page, in every place`` () =
    let page = blocks evil |> List.map fst |> documentOf evil |> Html.write |> ownPart

    Assert.DoesNotContain("<script>alert", page)
    Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt;&amp;|*x*, &quot;q&quot;", page)
    // plotly.js reads a subset of HTML: the drawing gets the encoded name, in a script that no name can end.
    Assert.Contains("tracea\\u0026lt;script", page.Replace("&lt;", "\\u0026lt;"))
    Assert.Equal(Regex.Matches(page, "<script>").Count, Regex.Matches(page, "</script>").Count)

[<Fact>]
let ``text that a user brings is text in Markdown, in every place`` () =
    let markdown = blocks evil |> List.map fst |> documentOf evil |> pictured
    Assert.DoesNotMatch(@"(?<!\\)<script", markdown)
    Assert.DoesNotMatch(@"(?<!\\)\*x", markdown)
    Assert.DoesNotMatch(@"(?m)^# y", markdown)

    for table in Regex.Matches(markdown, @"(?m)(^\|.*\n)+") do
        let bars (row: string) = Regex.Matches(row, @"(?<!\\)\|").Count

        Assert.Single(table.Value.TrimEnd().Split '\n' |> Seq.map bars |> Seq.distinct)
        |> ignore

[<Fact>]
let ``a reason that several cells have is said once, below the grid`` () =
    let rows =
        [
            Missing "one seed only"
            Missing "one seed only"
            Missing "too few images"
            Missing ""
        ]

    let page =
        documentOf "title" [ Grid(grid [ "row", text; "value", (fun _ -> rows[0]) ] [ "x" ]) ]

    Assert.Contains("n/a (one seed only)", Html.write page)

    let page =
        documentOf "title" [ Grid(grid [ "row", (fun _ -> text "x"); "value", id ] rows) ]

    let html, markdown = Html.write page, Markdown.write (fun _ -> None) page

    for form in [ html; markdown ] do
        Assert.Single(Regex.Matches(form, "one seed only")) |> ignore
        Assert.Contains("n/a (too few images)", form)

    Assert.Equal(2, Regex.Matches(html, "n/a <sup>a</sup>").Count)
    Assert.Contains("<p class=\"note\"><sup>a</sup> one seed only. </p>", html)

[<Fact>]
let ``a word inside a name and a number below a bound need no escape in Markdown`` () =
    let markdown =
        Markdown.write (fun _ -> None) (document "d_z < 0.0001, _set_ and <b>")

    Assert.Equal("# d_z < 0.0001, \\_set\\_ and \\<b\\>\n", markdown)

[<Fact>]
let ``struck words, entities, formulas and items that a name brings are text in Markdown`` () =
    let paragraph text =
        Markdown.write (fun _ -> None) (documentOf "t" [ Paragraph(plain text) ])

    Assert.Contains(@"\~\~x\~\~ \&lt; \$a\$ a & b", paragraph "~~x~~ &lt; $a$ a & b")
    Assert.Contains(@"\# x", paragraph "# x")
    Assert.Contains(@"\- x", paragraph "- x")
    Assert.Contains(@"1\. x", paragraph "1. x")
    Assert.Contains("-0.5 and 1.5 x", paragraph "-0.5 and 1.5 x")

/// Cells of one line of CSV.
let private csvCells (line: string) =
    [
        for cell in Regex.Matches("," + line, ",(?:\"((?:[^\"]|\"\")*)\"|([^,\"]*))", RegexOptions.Singleline) ->
            cell.Groups[1].Value.Replace("\"\"", "\"") + cell.Groups[2].Value
    ]

[<Fact>]
let ``CSV and JSON of a table have the same cells`` () =
    let table =
        Facts.table
            [
                "name", fst >> Word
                "real", snd >> Real
                "whole", (fun _ -> Count 1234567L)
                "flag", (fun _ -> Flag true)
                "none", (fun _ -> Nothing)
            ]
            [ evil, 0.1; "plain", 1.0 / 3.0; "", 1e-7 ]

    let csv = Facts.csv table
    use json = JsonDocument.Parse(Facts.json (Table table))

    let fromJson =
        [
            for row in json.RootElement.EnumerateArray() ->
                [
                    for name in table.Columns ->
                        match row.GetProperty name with
                        | value when value.ValueKind = JsonValueKind.Null -> ""
                        | value when value.ValueKind = JsonValueKind.Number -> value.GetRawText().ToUpperInvariant()
                        | value -> value.ToString().Replace("True", "true")
                ]
        ]

    let lines = csv.TrimEnd('\n').Replace("\n# y", "\\n# y").Split '\n' |> List.ofArray

    let fromCsv =
        lines.Tail |> List.map (fun line -> csvCells (line.Replace("\\n", "\n")))

    Assert.Equal<string list>(table.Columns, csvCells lines.Head)
    Assert.Equal<string list list>(fromJson, fromCsv)

[<Fact>]
let ``JSON writes every kind of fact, and CSV refuses what is no cell`` () =
    let all =
        [
            "nothing", Nothing
            "word", Word evil
            "real", Real 0.5
            "count", Count 3L
            "flag", Flag false
            "items", Items [ Count 1L ]
            "fields", Fields [ "b", Count 1L; "a", Count 2L ]
            "table", Table(Facts.table [ "x", Word ] [ "y" ])
        ]

    Assert.Equal<Set<string>>(casesOf<Facts>(), all |> List.map (snd >> caseOf) |> Set.ofList)
    use json = JsonDocument.Parse(Facts.json (Fields all))
    let root = json.RootElement
    Assert.Equal(evil, root.GetProperty("word").GetString())
    Assert.Equal(2, root.GetProperty("fields").GetProperty("a").GetInt32())
    let row = root.GetProperty("table")[0]
    Assert.Equal("y", row.GetProperty("x").GetString())

    Assert.Throws<System.ArgumentException>(fun () -> Facts.csv (Facts.table [ "x", Items ] [ [ Count 1L ] ]) |> ignore)
    |> ignore

[<Fact>]
let ``a section's id stands once, and its entry in the contents leads to it`` () =
    let check (html: string) =
        let own = ownPart html

        let ids =
            Regex.Matches(own, " id=\"([^\"]+)\"")
            |> Seq.map _.Groups[1].Value
            |> List.ofSeq

        Assert.Equal<string list>(List.distinct ids, ids)

        let values pattern =
            Regex.Matches(own, pattern) |> Seq.map _.Groups[1].Value |> List.ofSeq

        let contents = Regex.Match(own, "<nav.*?</nav>", RegexOptions.Singleline).Value

        let entries =
            Regex.Matches(contents, "href=\"#([^\"]+)\"")
            |> Seq.map _.Groups[1].Value
            |> List.ofSeq

        Assert.Equal<string list>(values "<section id=\"([^\"]+)\">", entries)

    analyse [ sample ] (fun _ html -> check html)
    use folder = new TemporaryFolder()

    let audit =
        Audit.AuditCommand.execute
            {
                Table = None
                Out = folder.File "out"
                Settings = Audit.Audit.Settings.Default
            }

    check (File.ReadAllText audit.Page)
