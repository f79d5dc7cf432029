/// <summary>A paper's table of results and what the paper states of its data, as a JSON file: docs/audit.md describes it.</summary>
module QImpact.Analysis.Audit.PublishedTable

open System.Text.Json
open QImpact.Data
open QImpact.Analysis.Input
open QImpact.Analysis.Audit.JsonNode

type TableClass = { Name: string; Count: int }

type Column =
    {
        Metric: TableMetric
        /// <summary>How it was made, where the paper says so; None to search all ways.</summary>
        Stated: Convention option
    }

    /// <summary>The conventions that the column may follow.</summary>
    member this.Conventions =
        match this.Stated with
        | Some convention -> [ convention ]
        | None -> TableMetric.conventions this.Metric

type TableModel =
    {
        Name: string
        /// <summary>The cells in the order of the columns; None where nothing is printed.</summary>
        Cells: PrintedValue option list
    }

/// <summary>A part of the data set as its publishers made it.</summary>
type Split = { Name: string; Counts: ClassCounts }

type StatedSize =
    | Total of int
    | PerClass of ClassCounts

    member this.Fits(counts: ClassCounts) =
        match this with
        | Total cases -> counts.Total = cases
        | PerClass stated -> counts = stated

/// <summary>A number of cases that the paper states.</summary>
type StatedCount =
    {
        What: string
        Size: StatedSize
        /// <summary>When trainings stopped by these cases; None where the paper names no such rule.</summary>
        Stops: StoppingRule option
    }

/// <summary>The data set's published sizes, and the paper's statements about them.</summary>
type DataClaims =
    {
        Name: string
        Splits: Split list
        Stated: StatedCount list
    }

/// <summary>Another work's figures as the paper quotes them, and as that work has them.</summary>
type Quote =
    {
        What: string
        /// <summary>Metric, quoted figure, the work's own figure.</summary>
        Figures: (TableMetric * PrintedValue * PrintedValue) list
    }

/// <summary>All that an audit starts from.</summary>
type PublishedTable =
    {
        Title: string
        /// <summary>What a case is, in the plural: "images".</summary>
        Unit: string
        /// <summary>Class 0 and class 1 of the test set.</summary>
        Classes: TableClass * TableClass
        Columns: Column list
        Models: TableModel list
        Data: DataClaims option
        Quotes: Quote list
        Statements: Statement list
    }

    member this.Counts = ClassCounts.Of((fst this.Classes).Count, (snd this.Classes).Count)

    /// <summary>The name of class 0 or 1.</summary>
    member this.ClassName(cls: int) =
        (if cls = 0 then fst this.Classes else snd this.Classes).Name

let private largest = 1_000_000

/// Columns whose positive class is to be searched.
let private mostSearched = 8

let private classCounts (node: Node) =
    let expected = "counts; expected 2, one per class in the order of classes"
    ClassCounts.Of(two expected (count 0 largest) node)

let private unknown = "unknown"

let private reserved = [ unknown; "macro"; "weighted" ]

let private tableClasses (node: Node) =
    let tableClass node =
        let found = members [ "name"; "count" ] [] node
        let name = text found["name"]

        if List.contains name reserved then
            found["name"].Refuse $"is '{name}', which means something else as a positive_class; choose another name"

        {
            TableClass.Name = name
            Count = count 1 largest found["count"]
        }

    let class0, class1 =
        two "classes; expected 2: the audit is for two-class tables" tableClass node

    requireDistinct "classes" node [ class0.Name; class1.Name ]
    class0, class1

let private column (class0: TableClass, class1: TableClass) (node: Node) =
    let found = members [ "metric" ] [ "positive_class" ] node
    let metric = StatedClaims.metric found["metric"] (text found["metric"])

    let stated =
        match TableMetric.conventions metric, Map.tryFind "positive_class" found with
        | [ only ], None -> Some only
        | [ _ ], Some given -> given.Refuse $"is {shown given}; {metric.Name} has no positive class, leave it out"
        | _, None -> None
        | _, Some given ->
            match text given with
            | name when name = class0.Name -> Some(Positive 0)
            | name when name = class1.Name -> Some(Positive 1)
            | "macro" -> Some Macro
            | "weighted" -> Some Weighted
            | name when name = unknown -> None
            | name ->
                given.Refuse $"is '{name}'; expected one of {named (class0.Name :: class1.Name :: List.rev reserved)}"

    { Metric = metric; Stated = stated }

let private printed metric (node: Node) =
    if node.Value.ValueKind = JsonValueKind.Number then
        node.Refuse
            $"is the number {shown node}; write it as the text that is printed, \"{node.Value.GetRawText()}\", because its last zeros count"

    match PrintedValue.Parse(text node) with
    | Error problem -> node.Refuse problem
    | Ok value when value.Units < 0 && metric <> TableMetric.mcc ->
        node.Refuse $"is {value.Text}; expected {metric.Name} in [0, 1]"
    | Ok value -> value

let private model (columns: Column list) (node: Node) =
    let found = members [ "name"; "cells" ] [] node
    let cells = items found["cells"]

    if cells.Length <> columns.Length then
        found["cells"].Refuse $"has {cells.Length} cells; expected {columns.Length}, one per column"

    let cell (column: Column) (node: Node) =
        if node.Value.ValueKind = JsonValueKind.Null then
            None
        else
            Some(printed column.Metric node)

    let printed = List.map2 cell columns cells

    if List.forall2 (fun column cell -> column.Metric = TableMetric.auc || Option.isNone cell) columns printed then
        found["cells"].Refuse "has no cell but AUC, which says nothing of a confusion matrix; expected another metric"

    {
        TableModel.Name = text found["name"]
        Cells = printed
    }

let private dataClaims models (node: Node) =
    let found = members [ "name"; "splits"; "stated" ] [] node

    let split node =
        let found = members [ "name"; "counts" ] [] node

        {
            Split.Name = text found["name"]
            Counts = classCounts found["counts"]
        }

    let stated node =
        let found = members [ "what" ] [ "total"; "counts"; "stops" ] node

        {
            What = text found["what"]
            Size =
                match Map.tryFind "total" found, Map.tryFind "counts" found with
                | Some total, None -> Total(count 1 largest total)
                | None, Some counts -> PerClass(classCounts counts)
                | _ -> (node: Node).Refuse "expected either total or counts"
            Stops = Map.tryFind "stops" found |> Option.map (StatedClaims.stoppingRule models)
        }

    let splits = atLeastOne "split" found["splits"] |> List.map split
    requireDistinct "splits" found["splits"] (splits |> List.map _.Name)

    if splits.Length > 12 then
        found["splits"].Refuse $"has {splits.Length} splits; expected at most 12"

    {
        DataClaims.Name = text found["name"]
        Splits = splits
        Stated = items found["stated"] |> List.map stated
    }

let private quote (node: Node) =
    let found = members [ "what"; "quoted"; "source" ] [] node

    let figures (node: Node) =
        Map.toList (members [] StatedClaims.metricNames node)
        |> List.map (fun (name, node) ->
            let metric = StatedClaims.metric node name
            metric, printed metric node)

    let quoted, own = figures found["quoted"], figures found["source"]

    if List.map fst quoted <> List.map fst own || quoted.IsEmpty then
        found["source"].Refuse "expected the same metrics as in quoted, at least one"

    {
        What = text found["what"]
        Figures = List.map2 (fun (metric, quoted) (_, own) -> metric, quoted, own) quoted own
    }

let private table (node: Node) =
    let found =
        members [ "title"; "classes"; "columns"; "models" ] [ "unit"; "data"; "quotes"; "claims" ] node

    let classes = tableClasses found["classes"]
    let columns = atLeastOne "column" found["columns"] |> List.map (column classes)
    let searched = columns |> List.filter (fun column -> column.Stated.IsNone)

    if searched.Length > mostSearched || columns.Length > 16 then
        found["columns"].Refuse
            $"has {columns.Length} columns, {searched.Length} of them without a positive_class; expected at most 16 and {mostSearched}"

    let models = atLeastOne "model" found["models"] |> List.map (model columns)
    let names = models |> List.map _.Name
    requireDistinct "models" found["models"] names

    let listOf name read =
        Map.tryFind name found
        |> Option.map (items >> List.map read)
        |> Option.defaultValue []

    {
        Title = text found["title"]
        Unit = Map.tryFind "unit" found |> Option.map text |> Option.defaultValue "cases"
        Classes = classes
        Columns = columns
        Models = models
        Data = Map.tryFind "data" found |> Option.map (dataClaims names)
        Quotes = listOf "quotes" quote
        Statements = listOf "claims" (StatedClaims.statement names)
    }

/// <summary>The table in a JSON text.</summary>
/// <param name="source">What the messages call it, such as its path.</param>
/// <param name="text">The file's content.</param>
/// <exception cref="T:QImpact.Data.BadInputException">It is not of the form; the message names the place in it.</exception>
let parse source (text: string) =
    let options =
        JsonDocumentOptions(CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true)

    try
        let reading =
            JsonReaderOptions(CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true)

        Json.RequireSound(source, text, reading)
        use document = JsonDocument.Parse(text, options)
        table (root source document)
    with :? JsonException as error ->
        let line = error.LineNumber.GetValueOrDefault() + 1L
        let message = error.Message.ReplaceLineEndings " "
        raise (BadInputException($"{source}, line {line}: no JSON: {message}", error))

/// <summary>The table in a file.</summary>
/// <exception cref="T:QImpact.Data.BadInputException">The file can't be read or is not of the form.</exception>
let read path = parse path (InputFile.ReadText path)
