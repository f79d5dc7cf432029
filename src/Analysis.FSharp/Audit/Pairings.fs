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
        /// <summary>The number of joint pairings: each of one class with each of the other, for every candidate.</summary>
        Pairings: int64
        /// <summary>How many of them are significant, p at most alpha.</summary>
        Significant: int64
        /// <summary>The number of different (b, c), all that a test sees of a joint pairing.</summary>
        Totals: int64
        /// <summary>How many of these are significant.</summary>
        SignificantTotals: int64
        SmallestP: float
        LargestP: float
        /// <summary>Every gain d with the smallest and largest b that go with it, c = b + d.</summary>
        Ranges: (int * int * int) list
        /// <summary>The margins of the classes where these are known; None where several matrices are possible.</summary>
        Known: Margin list option
    }

/// <summary>What follows of a difference from the table alone.</summary>
type Verdict =
    /// <summary>Significant however the errors are paired, and always in the same direction.</summary>
    | EveryPairing
    /// <summary>Not significant however they are paired.</summary>
    | NoPairing
    /// <summary>It depends on the pairing, which the table does not give.</summary>
    | Open

/// The gain d = c - b of a class, and the smallest and largest b.
let private range (margin: Margin) =
    struct (margin.SecondRight - margin.FirstRight,
            max 0 (margin.FirstRight - margin.SecondRight),
            min margin.FirstRight (margin.Cases - margin.SecondRight))

/// What McNemar's test needs of a candidate: the gain, the smallest b, and how many values b has beyond it in each class.
let private shape (classes: Margin list) =
    let ranges = classes |> List.map range

    let width index =
        match List.tryItem index ranges with
        | Some(struct (_, low, high)) -> high - low
        | None -> 0

    struct (ranges |> List.sumBy (fun (struct (gain, _, _)) -> gain),
            ranges |> List.sumBy (fun (struct (_, low, _)) -> low),
            width 0,
            width 1)

/// How many (i, j), i from 0 to the one width and j to the other, have a sum of at most the given one.
let private countTo width0 width1 sum =
    let triangle size =
        if size < 0 then
            0L
        else
            (int64 size + 1L) * (int64 size + 2L) / 2L

    triangle sum - triangle (sum - width0 - 1) - triangle (sum - width1 - 1)
    + triangle (sum - width0 - width1 - 2)

/// <summary>How many joint pairings of one or two classes have this b in all.</summary>
let joint (classes: Margin list) b =
    let struct (_, low, width0, width1) = shape classes
    countTo width0 width1 (b - low) - countTo width0 width1 (b - low - 1)

/// Ranges of whole numbers, those that overlap or touch made one.
let private merged (ranges: (int * int) list) =
    ([], List.sort ranges)
    ||> List.fold (fun earlier (low, high) ->
        match earlier with
        | (first, last) :: rest when low <= last + 1 -> (first, max last high) :: rest
        | _ -> (low, high) :: earlier)
    |> List.rev

/// The largest whole number of a range that fulfils a condition which holds up to some border; one below the range where none does.
let rec private border (holds: int -> bool) low high =
    if low > high || not (holds low) then
        low - 1
    elif holds high then
        high
    else
        let middle = low + (high - low) / 2

        if holds middle then
            border holds (middle + 1) (high - 1)
        else
            border holds low (middle - 1)

/// <summary>The range of a test over every pairing that the margins of the classes allow.</summary>
/// <remarks>
/// In a class of n cases of which the two judge a and a' rightly, both are right in max(0, a + a' - n) to min(a, a') cases, and
/// every number between is possible. For a fixed c - b the exact and the mid-p p-value rise with b: with two more discordant
/// cases P(|b - c| >= d) rises by (P(|b - c| = d - 2) - P(|b - c| = d)) / 4, which is not negative. So the ends of a range of b
/// are the extremes, and the significant ones lie below one border. One or two classes; a third would not be counted.
/// </remarks>
/// <param name="test">p-value of (b, c): McNemar.exact or McNemar.midP.</param>
/// <param name="alpha">In (0, 1).</param>
/// <param name="candidates">The margins of each class; several where several matrices are possible, at least one.</param>
let bounds (test: int -> int -> float) alpha (candidates: Margin list seq) =
    let candidates = Seq.cache candidates
    let shapes = candidates |> Seq.countBy shape |> List.ofSeq

    let byGain =
        shapes
        |> List.groupBy (fun (struct (gain, _, _, _), _) -> gain)
        |> List.sortBy fst

    let ranges =
        [
            for gain, same in byGain do
                let covered =
                    same
                    |> List.map (fun (struct (_, low, width0, width1), _) -> low, low + width0 + width1)
                    |> merged

                for low, high in covered -> gain, low, high
        ]

    let isSignificant gain b = test b (b + gain) <= alpha

    // The same for every candidate of a gain.
    let borders =
        Map
            [
                for gain, same in List.groupBy (fun (gain, _, _) -> gain) ranges ->
                    let lows = same |> List.map (fun (_, low, _) -> low)
                    let highs = same |> List.map (fun (_, _, high) -> high)
                    gain, border (isSignificant gain) (List.min lows) (List.max highs)
            ]

    // A joint pairing counts as often as there are candidates of its shape.
    let pairings (upTo: int -> int) =
        shapes
        |> List.sumBy (fun (struct (gain, low, width0, width1), times) ->
            int64 times * countTo width0 width1 (min (width0 + width1) (upTo gain - low)))

    let ends values =
        let values = List.collect values ranges
        List.min values, List.max values

    {
        OnlyFirst = ends (fun (_, low, high) -> [ low; high ])
        OnlySecond = ends (fun (gain, low, high) -> [ low + gain; high + gain ])
        Gain = ends (fun (gain, _, _) -> [ gain ])
        Pairings = pairings (fun _ -> System.Int32.MaxValue / 2)
        Significant = pairings (fun gain -> borders[gain])
        Totals = ranges |> List.sumBy (fun (_, low, high) -> int64 (high - low + 1))
        SignificantTotals =
            ranges
            |> List.sumBy (fun (gain, low, high) -> int64 (max 0 (min high borders[gain] - low + 1)))
        SmallestP = ranges |> List.map (fun (gain, low, _) -> test low (low + gain)) |> List.min
        LargestP = ranges |> List.map (fun (gain, _, high) -> test high (high + gain)) |> List.max
        Ranges = ranges
        Known =
            match List.ofSeq (Seq.truncate 2 candidates) with
            | [ only ] -> Some only
            | _ -> None
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
