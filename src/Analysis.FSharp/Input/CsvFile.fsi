/// <summary>CSV files (RFC 4180) read through Deedle, with errors that name the file, the line and the column.</summary>
module QImpact.Analysis.Input.CsvFile

open Deedle

/// <summary>A CSV file as a frame of text cells; every cell is there, empty ones as "".</summary>
type CsvFile =
    {
        /// <summary>The file.</summary>
        Path: string
        /// <summary>Rows by their index from 0, columns by their name.</summary>
        Cells: Frame<int, string>
        /// <summary>The line on which each row begins, from 1; the header is line 1.</summary>
        Lines: int[]
    }

/// <summary>Reads a file.</summary>
/// <exception cref="T:QImpact.Data.BadInputException">
/// It can't be read, is empty, has a column twice, a row with more or fewer cells than the header, or an open quote.
/// </exception>
val read: path: string -> CsvFile

/// <summary>The names of the columns, from left to right.</summary>
val columns: file: CsvFile -> string list

/// <summary>Refuses a file that lacks one of these columns, naming all that it lacks.</summary>
val require: names: string list -> file: CsvFile -> unit

/// <summary>The cells of a column.</summary>
val text: name: string -> file: CsvFile -> string[]

/// <summary>The cells of a column as finite numbers, None for an empty cell; anything else is refused.</summary>
val optionalNumbers: name: string -> file: CsvFile -> float option[]

/// <summary>The cells of a column as finite numbers; anything else, an empty cell too, is refused.</summary>
val numbers: name: string -> file: CsvFile -> float[]

/// <summary>The cells of a column as whole numbers, None for an empty cell; anything else is refused.</summary>
val optionalIntegers: name: string -> file: CsvFile -> int option[]

/// <summary>Raises BadInputException: file, line of the row, problem.</summary>
val refuse: file: CsvFile -> row: int -> problem: string -> 'a
