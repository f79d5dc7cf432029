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
