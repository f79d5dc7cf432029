/// <summary>A paper's table of results and what the paper states of its data, as a JSON file: docs/audit.md describes it.</summary>
module QImpact.Analysis.Audit.PublishedTable

/// <summary>A class of the test set.</summary>
type TableClass = { Name: string; Count: int }

/// <summary>A column of the table.</summary>
type Column =
    {
        Metric: TableMetric
        /// <summary>How it was made, where the paper says so; None to search all ways.</summary>
        Stated: Convention option
    }

    /// <summary>The conventions that the column may follow.</summary>
    member Conventions: Convention list

/// <summary>A row of the table.</summary>
type TableModel =
    {
        Name: string
        /// <summary>The cells in the order of the columns; None where nothing is printed.</summary>
        Cells: PrintedValue option list
    }

/// <summary>A part of the data set as its publishers made it.</summary>
type Split =
    {
        Name: string
        /// <summary>Cases of class 0 and class 1.</summary>
        Counts: ClassCounts
    }

/// <summary>A number of cases that the paper states.</summary>
type StatedSize =
    | Total of int
    | PerClass of ClassCounts

/// <summary>What the paper states of its data.</summary>
type StatedCount = { What: string; Size: StatedSize }

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
    }

    member Counts: ClassCounts

    /// <summary>The name of class 0 or 1.</summary>
    member ClassName: cls: int -> string

/// <summary>The largest number of cases of a class.</summary>
[<Literal>]
val LargestCount: int = 1_000_000

/// <summary>The largest number of columns whose positive class is to be searched.</summary>
[<Literal>]
val MostSearchedColumns: int = 8

/// <summary>The table in a JSON text.</summary>
/// <param name="source">What the messages call it, such as its path.</param>
/// <param name="text">The file's content.</param>
/// <exception cref="T:QImpact.Data.BadInputException">It is not of the form; the message names the place in it.</exception>
val parse: source: string -> text: string -> PublishedTable

/// <summary>The table in a file.</summary>
/// <exception cref="T:QImpact.Data.BadInputException">The file can't be read or is not of the form.</exception>
val read: path: string -> PublishedTable
