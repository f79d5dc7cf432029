module QImpact.Analysis.Audit.Claims

open System
open QImpact.Analysis.Audit.PublishedTable

type CountCheck =
    {
        Stated: StatedCount
        Published: ClassCounts
        Split: string option
        SameAs: string list list
    }

    member this.Agrees =
        match this.Stated.Size with
        | Total cases -> cases = this.Published.Total
        | PerClass counts -> counts = this.Published

type QuotedFigure =
    {
        Metric: TableMetric
        Quoted: PrintedValue
        Own: PrintedValue
        FoundAt: TableMetric list
    }

    member this.Agrees = List.contains this.Metric this.FoundAt

type QuoteCheck =
    {
        What: string
        Figures: QuotedFigure list
    }

    member this.IsSwapped =
        let wrong = this.Figures |> List.filter (fun figure -> not figure.Agrees)

        not wrong.IsEmpty
        && wrong |> List.forall (fun figure -> not figure.FoundAt.IsEmpty)

let private sum (splits: Split list) : ClassCounts =
    {
        Class0 = splits |> List.sumBy _.Counts.Class0
        Class1 = splits |> List.sumBy _.Counts.Class1
    }

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

        let fits (counts: ClassCounts) =
            match stated.Size with
            | Total cases -> counts.Total = cases
            | PerClass stated -> counts = stated

        {
            Stated = stated
            Published =
                match split with
                | Some split -> split.Counts
                | None -> sum data.Splits
            Split = split |> Option.map _.Name
            SameAs =
                subsets data.Splits
                |> List.filter (fun subset -> not subset.IsEmpty && fits (sum subset))
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
