/// <summary>What McNemar's test says of two classifiers by their confusion matrices: a range, as they leave open which images each got wrong.</summary>
module QImpact.Analysis.Audit.Pairings

/// <summary>The cases of one class, or of all, and how many of them each classifier judged rightly.</summary>
[<Struct>]
type Margin =
    {
        Cases: int
        FirstRight: int
        SecondRight: int
    }

/// <summary>The range of a test over every possible pairing.</summary>
type Bounds =
    {
        /// <summary>Smallest and largest b, the number of cases that only the first judges rightly.</summary>
        OnlyFirst: int * int
        /// <summary>Smallest and largest c, of those that only the second does.</summary>
        OnlySecond: int * int
        /// <summary>Smallest and largest c - b: the images that the second has right beyond the first. Equal where the matrices are known.</summary>
        Gain: int * int
        /// <summary>The number of different (b, c).</summary>
        Pairings: int64
        /// <summary>How many of them are significant, p at most alpha.</summary>
        Significant: int64
        SmallestP: float
        LargestP: float
        /// <summary>Every gain d with the smallest and largest b that go with it, c = b + d.</summary>
        Ranges: (int * int * int) list
    }

/// <summary>What follows of a difference from the table alone.</summary>
type Verdict =
    /// <summary>Significant however the errors are paired, and always in the same direction.</summary>
    | EveryPairing
    /// <summary>Not significant however they are paired.</summary>
    | NoPairing
    /// <summary>It depends on the pairing, which the table does not give.</summary>
    | Open

/// The gain d = c - b, and the smallest and largest b.
let private range (classes: Margin list) =
    struct (classes |> List.sumBy (fun margin -> margin.SecondRight - margin.FirstRight),
            classes
            |> List.sumBy (fun margin -> max 0 (margin.FirstRight - margin.SecondRight)),
            classes
            |> List.sumBy (fun margin -> min margin.FirstRight (margin.Cases - margin.SecondRight)))

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

/// <summary>The range of a test over every pairing that the margins of the classes allow.</summary>
/// <remarks>
/// In a class of n cases of which the two judge a and a' rightly, both are right in max(0, a + a' - n) to min(a, a') cases, and
/// every number between is possible. For a fixed c - b the exact and the mid-p p-value rise with b: with two more discordant
/// cases P(|b - c| >= d) rises by (P(|b - c| = d - 2) - P(|b - c| = d)) / 4, which is not negative. So the ends of a range of b
/// are the extremes, and the significant ones lie below one border.
/// </remarks>
/// <param name="test">p-value of (b, c): McNemar.exact or McNemar.midP.</param>
/// <param name="alpha">In (0, 1).</param>
/// <param name="candidates">The margins of each class; several where several matrices are possible, at least one.</param>
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

    let ends values =
        let values = List.collect values ranges
        List.min values, List.max values

    {
        OnlyFirst = ends (fun (_, low, high) -> [ low; high ])
        OnlySecond = ends (fun (gain, low, high) -> [ low + gain; high + gain ])
        Gain = ends (fun (gain, _, _) -> [ gain ])
        Pairings = ranges |> List.sumBy (fun (_, low, high) -> int64 (high - low + 1))
        Significant =
            ranges
            |> List.sumBy (fun (gain, low, high) -> countUpTo (fun b -> test b (b + gain) <= alpha) low high)
        SmallestP = ranges |> List.map (fun (gain, low, _) -> test low (low + gain)) |> List.min
        LargestP = ranges |> List.map (fun (gain, _, high) -> test high (high + gain)) |> List.max
        Ranges = ranges
    }

/// <summary>The verdict that the range allows.</summary>
let verdict alpha (bounds: Bounds) =
    let lowest, highest = bounds.Gain

    if bounds.SmallestP > alpha then
        NoPairing
    elif bounds.LargestP <= alpha && sign lowest = sign highest then
        EveryPairing
    else
        Open
