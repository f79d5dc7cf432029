namespace QImpact.Analysis.Document

open XPlot.Plotly
open QImpact.Metrics
open QImpact.Statistics

/// <summary>A piece of a line, text as it is: the writers encode it.</summary>
type Inline =
    | Plain of string
    | Strong of string
    | Code of string
    | Sub of string
    | Super of string
    /// <summary>A remark on what stands before it.</summary>
    | Aside of string
    /// <summary>A figure that others published.</summary>
    | Published of string
    /// <summary>A model's name with its colour.</summary>
    | Model of name: string * colour: string
    /// <summary>Text that leads to the chapter of this id.</summary>
    | Reference of chapter: string * text: string

type Line = Inline list

/// <summary>A cell of a grid.</summary>
type Cell =
    | Text of Line
    /// <summary>A number with so many decimals.</summary>
    | Number of value: float * decimals: int
    /// <summary>A metric with its 95 % interval, where it has one.</summary>
    | Estimated of value: MetricValue * bounds: Interval option
    | Range of Interval
    | PValue of float
    /// <summary>No figure; why, or "".</summary>
    | Missing of reason: string

/// <summary>A table for readers: groups of rows, each below its title where it has one; the first cell of a row is its heading.</summary>
type Grid =
    {
        Head: Line list
        Groups: (Line * Cell list list) list
        /// <summary>How the page's style sheet names this kind, or "".</summary>
        Look: string
    }

/// <summary>A chart. Its id names the box on the page and the picture ID.png beside a text.</summary>
type Chart =
    {
        Id: string
        /// <summary>How the page's style sheet names this kind.</summary>
        Look: string
        /// <summary>What it shows, for those who can't see it.</summary>
        Label: string
        Caption: Line
        /// <summary>Width and height of its box, where the drawing sets them.</summary>
        Aspect: (int * int) option
        /// <summary>The height of its box in pixels, where what it shows sets it.</summary>
        Height: int option
        Draw: unit -> Layout * Trace list
    }

/// <summary>Cases by their class, a row each, and by the decision, in the order of the classes.</summary>
type Confusion =
    {
        Classes: string list
        Counts: int64 list list
    }

/// <summary>An image: the source of an HTML picture, which is in the page itself, what it shows for those who can't see it, and a line below it.</summary>
type Picture =
    {
        Source: string
        Alternative: string
        Caption: Line
    }

type Block =
    | Paragraph of Line
    | Heading of Line
    | Bullets of Line list
    /// <summary>Sentences on models, each with its model's colour.</summary>
    | Findings of (string * Line) list
    | Grid of Grid
    | Chart of Chart
    | Confusion of Confusion
    /// <summary>Images side by side.</summary>
    | Pictures of Picture list
    | Remark of Line
    /// <summary>What is not there, or not to be compared.</summary>
    | Warning of Line
    | Caution of title: Line * Block list
    | SideBySide of Block list
    /// <summary>Details, closed on a screen until a reader opens them, open on paper.</summary>
    | Folded of title: Line * Block list
    | Card of title: Line * Block list
    | Tiles of (Line * Block list) list

/// <summary>A chapter: its heading, its anchor and its entry in the contents come from here.</summary>
type Chapter =
    {
        Id: string
        Title: string
        Short: string
        Blocks: Block list
    }

/// <summary>Findings: chapters for readers and the figures behind them for programs.</summary>
type Document =
    {
        Title: string
        Subtitle: string
        /// <summary>What kind of document it is, above the title; "" for a page without an opening.</summary>
        Kind: string
        /// <summary>The title of the browser's window.</summary>
        Window: string
        /// <summary>What must be read before anything else: a word and a sentence.</summary>
        Banner: (string * string) option
        /// <summary>Names and values for programs that read the page.</summary>
        Marks: (string * string) list
        /// <summary>What stands before the first chapter.</summary>
        Opening: Block list
        Chapters: Chapter list
        Facts: Facts
    }

/// <summary>Makers of lines, grids and chapters.</summary>
[<AutoOpen>]
module Document =

    let plain (text: string) : Line = [ Plain text ]

    /// <summary>A line that opens with its subject.</summary>
    let led (lead: string) (text: string) : Line = [ Strong lead; Plain text ]

    let text (text: string) = Text(plain text)
    let paragraph text = Paragraph(plain text)
    let remark text = Remark(plain text)
    let warning text = Warning(plain text)

    /// <summary>The value as a cell, or why there is none.</summary>
    let orMissing (cell: 'value -> Cell) result =
        match result with
        | Ok value -> cell value
        | Error reason -> Missing reason

    /// <summary>A grid from its columns, each a heading and the cell of a row.</summary>
    let groupedGrid (columns: (string * ('row -> Cell)) list) (groups: (string * 'row list) list) =
        {
            Head = columns |> List.map (fst >> plain)
            Groups =
                groups
                |> List.map (fun (title, rows) ->
                    plain title, rows |> List.map (fun row -> columns |> List.map (fun (_, cell) -> cell row)))
            Look = ""
        }

    let grid columns rows = groupedGrid columns [ "", rows ]

    let chapter id title blocks =
        {
            Id = id
            Title = title
            Short = title
            Blocks = blocks
        }

    let listedAs short (chapter: Chapter) = { chapter with Short = short }

    let chart id look label draw =
        {
            Id = id
            Look = look
            Label = label
            Caption = []
            Aspect = None
            Height = None
            Draw = draw
        }

    /// <summary>A document with this title everywhere and nothing in it.</summary>
    let document title =
        {
            Title = title
            Subtitle = ""
            Kind = ""
            Window = title
            Banner = None
            Marks = []
            Opening = []
            Chapters = []
            Facts = Nothing
        }
