module QImpact.Analysis.Audit.Pairings

[<Struct>]
type Margin =
    {
        Cases: int
        FirstRight: int
        SecondRight: int
    }

type Extreme =
    {
        PValue: float
        OnlyFirst: int
        OnlySecond: int
    }

type Bounds =
    {
        OnlyFirst: int * int
        OnlySecond: int * int
        Gain: int * int
        Pairings: int64
        Significant: int64
        Smallest: Extreme
        Largest: Extreme
        Ranges: (int * int * int) list
    }

type Verdict =
    | EveryPairing
    | NoPairing
    | Open

/// The gain d = c - b, and the smallest and largest b.
let private range (classes: Margin list) =
    let lowest (margin: Margin) =
        margin.FirstRight - min margin.FirstRight margin.SecondRight

    let highest (margin: Margin) =
        margin.FirstRight
        - max 0 (margin.FirstRight + margin.SecondRight - margin.Cases)

    struct (classes |> List.sumBy (fun margin -> margin.SecondRight - margin.FirstRight),
            List.sumBy lowest classes,
            List.sumBy highest classes)

/// Ranges of whole numbers, those that overlap or touch made one.
let private merged (ranges: (int * int) list) =
    ([], List.sort ranges)
    ||> List.fold (fun earlier (low, high) ->
        match earlier with
        | (first, last) :: rest when low <= last + 1 -> (first, max last high) :: rest
        | _ -> (low, high) :: earlier)
    |> List.rev

/// How many whole numbers of a range fulfil a condition that holds up to some border.
let rec private countUpTo (holds: int -> bool) low high =
    if low > high || not (holds low) then
        0L
    elif holds high then
        int64 (high - low + 1)
    else
        let middle = low + (high - low) / 2

        if holds middle then
            int64 (middle - low + 1) + countUpTo holds (middle + 1) (high - 1)
        else
            countUpTo holds low (middle - 1)

let bounds (test: int -> int -> float) alpha (candidates: Margin list seq) =
    let ranges =
        candidates
        |> Seq.map range
        |> Seq.distinct
        |> List.ofSeq
        |> List.groupBy (fun (struct (gain, _, _)) -> gain)
        |> List.sortBy fst
        |> List.collect (fun (gain, same) ->
            same
            |> List.map (fun (struct (_, low, high)) -> low, high)
            |> merged
            |> List.map (fun (low, high) -> gain, low, high))

    let at gain b =
        {
            PValue = test b (b + gain)
            OnlyFirst = b
            OnlySecond = b + gain
        }

    let firstOnly = ranges |> List.collect (fun (_, low, high) -> [ low; high ])

    let secondOnly =
        ranges |> List.collect (fun (gain, low, high) -> [ low + gain; high + gain ])

    let gains = ranges |> List.map (fun (gain, _, _) -> gain)
    let ends (values: int list) = List.min values, List.max values

    {
        OnlyFirst = ends firstOnly
        OnlySecond = ends secondOnly
        Gain = ends gains
        Pairings = ranges |> List.sumBy (fun (_, low, high) -> int64 (high - low + 1))
        Significant =
            ranges
            |> List.sumBy (fun (gain, low, high) -> countUpTo (fun b -> test b (b + gain) <= alpha) low high)
        Smallest = ranges |> List.map (fun (gain, low, _) -> at gain low) |> List.minBy _.PValue
        Largest = ranges |> List.map (fun (gain, _, high) -> at gain high) |> List.maxBy _.PValue
        Ranges = ranges
    }

let verdict alpha (bounds: Bounds) =
    let lowest, highest = bounds.Gain

    if bounds.Smallest.PValue > alpha then
        NoPairing
    elif bounds.Largest.PValue <= alpha && sign lowest = sign highest then
        EveryPairing
    else
        Open
