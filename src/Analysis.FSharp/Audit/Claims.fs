/// <summary>What a paper states of its data and quotes from others, checked against the published figures.</summary>
module QImpact.Analysis.Audit.Claims

open System
open QImpact.Analysis.Audit.PublishedTable

/// <summary>A stated number of cases, and the published splits that it fits.</summary>
type CountCheck =
    {
        Stated: StatedCount
        /// <summary>The published size of the split whose name occurs in the statement, else of all splits together.</summary>
        Published: ClassCounts
        Split: string option
        /// <summary>Every set of published splits whose cases together are as many.</summary>
        SameAs: string list list
    }

    member this.Agrees = this.Stated.Size.Fits this.Published

/// <summary>A quoted figure beside the work's own, and the metrics of that work that have the quoted figure.</summary>
type QuotedFigure =
    {
        Metric: TableMetric
        Quoted: PrintedValue
        Own: PrintedValue
        FoundAt: TableMetric list
    }

    /// <summary>Whether the quoted figure is the work's own, to as many digits as both have.</summary>
    member this.Agrees = List.contains this.Metric this.FoundAt

type QuoteCheck =
    {
        What: string
        Figures: QuotedFigure list
    }

    /// <summary>Whether it has figures that are not the work's own, and each of them is the work's own figure of another metric.</summary>
    member this.IsSwapped =
        let wrong = this.Figures |> List.filter (fun figure -> not figure.Agrees)

        not wrong.IsEmpty
        && wrong |> List.forall (fun figure -> not figure.FoundAt.IsEmpty)

/// <summary>A stopping rule on a stated set that has the size of the test set: what holds by construction if it was that set.</summary>
type SelectionCheck =
    {
        Set: string
        Rule: StoppingRule
        /// <summary>The printed figure that was to be exceeded.</summary>
        Above: PrintedValue
        /// <summary>Models whose printed figure exceeds it, which the rule itself brings about.</summary>
        Met: (string * PrintedValue) list
        /// <summary>Models whose figure does not: trained without ever meeting the rule.</summary>
        NotMet: (string * PrintedValue) list
    }

/// <summary>A statement beside the table's own figures.</summary>
type StatementCheck =
    {
        Statement: Statement
        /// <summary>Columns in which both have a figure, and those in which the better one's is higher.</summary>
        Columns: int
        Higher: int
        /// <summary>Named metrics in which the one is not above the other: its figure, the other's.</summary>
        Contradicted: (TableMetric * PrintedValue * PrintedValue) list
    }

    /// <summary>Whether the table has what the statement says.</summary>
    member this.Agrees =
        this.Contradicted.IsEmpty
        && (not this.Statement.IsOfMost || 2 * this.Higher > this.Columns)

let private sum (splits: Split list) =
    ClassCounts.Of(List.sumBy _.Counts.Class0 splits, List.sumBy _.Counts.Class1 splits)

let rec private subsets (items: 'a list) =
    match items with
    | [] -> [ [] ]
    | first :: rest ->
        let without = subsets rest
        (without |> List.map (fun others -> first :: others)) @ without

let counts (data: DataClaims) =
    let check (stated: StatedCount) =
        let split =
            data.Splits
            |> List.tryFind (fun split -> stated.What.Contains(split.Name, StringComparison.OrdinalIgnoreCase))

        {
            Stated = stated
            Published = split |> Option.map _.Counts |> Option.defaultValue (sum data.Splits)
            Split = split |> Option.map _.Name
            SameAs =
                subsets data.Splits
                |> List.filter (fun subset -> not subset.IsEmpty && stated.Size.Fits(sum subset))
                |> List.map (List.map _.Name)
        }

    data.Stated |> List.map check

/// Equal to as many digits as both have.
let private same (first: PrintedValue) (second: PrintedValue) =
    abs (first.Value - second.Value)
    <= max first.HalfUnit second.HalfUnit * (1.0 + 1e-9)
    && (first.Decimals <> second.Decimals || first.Units = second.Units)

let quotes (table: PublishedTable) =
    table.Quotes
    |> List.map (fun quote ->
        {
            What = quote.What
            Figures =
                [
                    for metric, quoted, own in quote.Figures ->
                        {
                            Metric = metric
                            Quoted = quoted
                            Own = own
                            FoundAt =
                                quote.Figures
                                |> List.filter (fun (_, _, figure) -> same quoted figure)
                                |> List.map (fun (metric, _, _) -> metric)
                        }
                ]
        })

/// The cells of two models side by side, where both have one.
let private cellsOf (table: PublishedTable) first second =
    let cells name =
        (table.Models |> List.find (fun model -> model.Name = name)).Cells

    List.zip3 table.Columns (cells first) (cells second)
    |> List.choose (fun (column, a, b) ->
        match a, b with
        | Some a, Some b -> Some(column.Metric, a, b)
        | _ -> None)

let private figures table metric first second =
    cellsOf table first second
    |> List.tryPick (fun (found, a, b) -> if found = metric then Some(a, b) else None)

let selections (table: PublishedTable) =
    [
        for check in table.Data |> Option.map counts |> Option.defaultValue [] do
            match check.Stated.Stops with
            | Some rule when not check.Agrees && check.Stated.Size.Fits table.Counts ->
                let found =
                    rule.Models
                    |> List.choose (fun model ->
                        figures table rule.Metric model rule.Above
                        |> Option.map (fun (own, above) -> model, own, above))

                match found with
                | [] -> ()
                | (_, _, above) :: _ ->
                    let met, notMet =
                        found |> List.partition (fun (_, own, above) -> own.Value > above.Value)

                    let names = List.map (fun (model, own, _) -> model, own)

                    {
                        Set = check.Stated.What
                        Rule = rule
                        Above = above
                        Met = names met
                        NotMet = names notMet
                    }
            | _ -> ()
    ]

let statements (table: PublishedTable) =
    table.Statements
    |> List.map (fun statement ->
        let cells = cellsOf table statement.Better statement.Than
        let isHigher (_, a: PrintedValue, b: PrintedValue) = a.Value > b.Value

        {
            Statement = statement
            Columns = cells.Length
            Higher = cells |> List.filter isHigher |> List.length
            Contradicted =
                cells
                |> List.filter (fun (metric, a, b) ->
                    List.contains metric statement.Including && not (isHigher (metric, a, b)))
        })
