namespace QImpact.Analysis.Document

open System.Text.Json.Nodes
open QImpact.Data

/// <summary>Figures for programs, unrounded; what is undefined is Nothing.</summary>
type Facts =
    | Nothing
    | Word of string
    | Real of float
    | Count of int64
    | Flag of bool
    | Items of Facts list
    /// <summary>Named figures, names in snake_case.</summary>
    | Fields of (string * Facts) list
    | Table of DataTable

/// <summary>Rows of figures under named columns: a CSV file, or a list of objects in JSON.</summary>
and DataTable =
    {
        Columns: string list
        Rows: Facts list list
    }

/// <summary>Makers of facts, and their writers.</summary>
module Facts =

    let count (value: int) = Count(int64 value)

    let counts (values: int seq) =
        Items [ for value in values -> count value ]

    let words (values: string list) = Items(List.map Word values)

    /// <summary>The figure, or Nothing.</summary>
    let optional (figure: 'value -> Facts) value =
        value |> Option.map figure |> Option.defaultValue Nothing

    /// <summary>A number where there is one.</summary>
    let ofResult (result: Result<float, string>) = optional Real (Result.toOption result)

    /// <summary>A table from its columns, each a name and the figure of a row.</summary>
    let table (columns: (string * ('row -> Facts)) list) (rows: 'row list) =
        {
            Columns = List.map fst columns
            Rows = [ for row in rows -> [ for _, figure in columns -> figure row ] ]
        }

    let rec private node figures : JsonNode | null =
        match figures with
        | Nothing -> null
        | Word text -> JsonValue.Create text
        | Real value -> JsonValue.Create value
        | Count value -> JsonValue.Create value
        | Flag value -> JsonValue.Create value
        | Items items -> JsonArray [| for item in items -> node item |]
        | Fields fields ->
            let result = JsonObject()

            for name, value in List.sortBy fst fields do
                result.Add(name, node value)

            result
        | Table table -> node (Items [ for row in table.Rows -> Fields(List.zip table.Columns row) ])

    /// <summary>The figures as JSON, indented, the names of an object in alphabetical order.</summary>
    let json figures =
        match node figures with
        | null -> "null\n"
        | node -> node.ToJsonString Json.Options + "\n"

    let private cell figures =
        match figures with
        | Nothing -> ""
        | Word text -> text
        | Real value -> CsvTable.Cell(System.Nullable value)
        | Count value -> string value
        | Flag value -> if value then "true" else "false"
        | Items _
        | Fields _
        | Table _ -> invalidArg (nameof figures) $"{figures} is no cell; expected a word, a number, a flag or nothing"

    /// <summary>The table as CSV, header first.</summary>
    let csv (table: DataTable) =
        CsvTable.Line table.Columns
        :: [ for row in table.Rows -> CsvTable.Line(List.map cell row) ]
        |> List.map (fun line -> line + "\n")
        |> System.String.Concat
