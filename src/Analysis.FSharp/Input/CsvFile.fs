module QImpact.Analysis.Input.CsvFile

open System
open System.Globalization
open System.IO
open System.Text
open Deedle
open QImpact.Data

type CsvFile =
    {
        Path: string
        Cells: Frame<int, string>
        Lines: int[]
    }

/// The first line and the number of cells of each record; blank lines are no records. Deedle drops surplus cells and
/// fails without a place on missing ones, so the shape is checked before it reads.
let private records path (text: string) =
    let found = ResizeArray<struct (int * int)>()
    let mutable line = 1
    let mutable first = 1
    let mutable cells = 1
    let mutable blank = true
    let mutable quoted = false

    let close () =
        if not blank then
            found.Add(struct (first, cells))

        line <- line + 1
        first <- line
        cells <- 1
        blank <- true

    for character in text do
        match character with
        | '"' ->
            quoted <- not quoted
            blank <- false
        | '\n' when quoted -> line <- line + 1
        | '\n' -> close ()
        | '\r' -> ()
        | ',' when not quoted ->
            cells <- cells + 1
            blank <- false
        | _ -> blank <- false

    if quoted then
        bad $"{path}, line {first}: a quoted cell never ends; expected a closing quote"

    close ()
    found.ToArray()

let private checkShape path (records: struct (int * int)[]) =
    match records with
    | [||] -> bad $"{path} is empty; expected a header line"
    | records ->
        let struct (_, columns) = records[0]

        for struct (line, cells) in records do
            if cells <> columns then
                bad $"{path}, line {line}: {cells} cells; expected {columns}, as in the header"

let read path =
    let text =
        try
            File.ReadAllText path
        with
        | :? IOException
        | :? UnauthorizedAccessException as error -> bad $"{path} can't be read: {error.Message}"

    let records = records path text
    checkShape path records

    let header = (text.Split '\n')[0] |> _.Trim() |> _.Split(',')

    match header |> Array.countBy id |> Array.tryFind (fun (_, count) -> count > 1) with
    | Some(name, _) -> bad $"{path} has the column {name} more than once; expected each name once"
    | None -> ()

    use stream = new MemoryStream(Encoding.UTF8.GetBytes text)

    {
        Path = path
        Cells = Frame.ReadCsv(stream, hasHeaders = true, inferTypes = false, missingValues = [||])
        Lines = records |> Array.skip 1 |> Array.map (fun (struct (line, _)) -> line)
    }

let columns file = List.ofSeq file.Cells.ColumnKeys

let require names file =
    match names |> List.except (columns file) with
    | [] -> ()
    | missing ->
        let listed = String.Join(", ", missing)
        bad $"{file.Path} has no column {listed}; its columns are {String.Join(',', columns file)}"

let refuse file row (problem: string) =
    bad $"{file.Path}, line {file.Lines[row]}: {problem}"

let text name file =
    (file.Cells.GetColumn<string> name).ObservationsAll
    |> Seq.map (fun cell -> if cell.Value.HasValue then cell.Value.Value else "")
    |> Array.ofSeq

let optionalNumbers name file =
    text name file
    |> Array.mapi (fun row cell ->
        if cell = "" then
            None
        else
            match Double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture) with
            | true, value when Double.IsFinite value -> Some value
            | _ -> refuse file row $"{name} is '{cell}'; expected a finite number")

let numbers name file =
    optionalNumbers name file
    |> Array.mapi (fun row cell ->
        match cell with
        | Some value -> value
        | None -> refuse file row $"{name} is empty; expected a number")

let optionalIntegers name file =
    text name file
    |> Array.mapi (fun row cell ->
        if cell = "" then
            None
        else
            match Int32.TryParse(cell, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) with
            | true, value -> Some value
            | _ -> refuse file row $"{name} is '{cell}'; expected a whole number")
