/// CSV files by their columns, with errors that name the file, the line and the column.
module QImpact.Analysis.Input.CsvFile

open System
open System.Globalization
open QImpact.Data

/// A CSV file as text cells; every cell is there, empty ones as "".
type CsvFile =
    {
        /// The file.
        Path: string
        /// The names of the columns, from left to right.
        Columns: string list
        /// Rows of cells, each as many as there are columns.
        Rows: string[][]
        /// The line on which each row begins, from 1; the header is line 1.
        Lines: int[]
    }

/// Reads a file. BadInputException where it can't be read, is no CSV (see CsvReader), or has a column twice.
let read path =
    let text = CsvReader.Read path
    let header = List.ofSeq text.Header

    match header |> List.countBy id |> List.tryFind (fun (_, count) -> count > 1) with
    | Some(name, _) -> bad $"{path} has the column {name} more than once; expected each name once"
    | None -> ()

    {
        Path = path
        Columns = header
        Rows = [| for row in text.Rows -> row.Cells |]
        Lines = [| for row in text.Rows -> row.Line |]
    }

/// Refuses a file that lacks one of these columns, naming all that it lacks.
let require names file =
    match names |> List.except file.Columns with
    | [] -> ()
    | missing ->
        let listed = String.Join(", ", missing)
        bad $"{file.Path} has no column {listed}; its columns are {String.Join(',', file.Columns)}"

/// Raises BadInputException: file, line of the row, problem.
let refuse file row (problem: string) =
    bad $"{file.Path}, line {file.Lines[row]}: {problem}"

/// The cells of a column.
let text name file =
    let column = List.findIndex ((=) name) file.Columns
    file.Rows |> Array.map (fun cells -> cells[column])

/// The cells of a column as the parser reads them, None for an empty cell; anything else is refused.
let private parsed (parse: string -> 'a option) expected name file =
    text name file
    |> Array.mapi (fun row cell ->
        match cell, parse cell with
        | "", _ -> None
        | _, Some value -> Some value
        | _, None -> refuse file row $"{name} is '{cell}'; expected {expected}")

/// The cells of a column as finite numbers, None for an empty cell; anything else is refused.
let optionalNumbers name file =
    let parse (cell: string) =
        match Double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture) with
        | true, value when Double.IsFinite value -> Some value
        | _ -> None

    parsed parse "a finite number" name file

/// The cells of a column as finite numbers; anything else, an empty cell too, is refused.
let numbers name file =
    optionalNumbers name file
    |> Array.mapi (fun row cell ->
        match cell with
        | Some value -> value
        | None -> refuse file row $"{name} is empty; expected a number")

/// The cells of a column as whole numbers, None for an empty cell; anything else is refused.
let optionalIntegers name file =
    let parse (cell: string) =
        match Int32.TryParse(cell, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) with
        | true, value -> Some value
        | _ -> None

    parsed parse "a whole number" name file
