/// <summary>
/// What McNemar's test may say of two classifiers of which only the confusion matrices are known: which images each got wrong
/// is open, so the discordant counts, and the p-value, are known up to a range only.
/// </summary>
module QImpact.Analysis.Audit.Pairings

/// <summary>The cases of one class, or of all, and how many of them each classifier judged rightly.</summary>
[<Struct>]
type Margin =
    {
        Cases: int
        FirstRight: int
        SecondRight: int
    }

/// <summary>A pairing with its p-value.</summary>
type Extreme =
    {
        PValue: float
        /// <summary>b: cases that only the first judges rightly.</summary>
        OnlyFirst: int
        /// <summary>c: cases that only the second judges rightly.</summary>
        OnlySecond: int
    }

/// <summary>The range of a test over every possible pairing.</summary>
type Bounds =
    {
        /// <summary>Smallest and largest b.</summary>
        OnlyFirst: int * int
        /// <summary>Smallest and largest c.</summary>
        OnlySecond: int * int
        /// <summary>Smallest and largest c - b: the images that the second has right beyond the first. Equal where the matrices are known.</summary>
        Gain: int * int
        /// <summary>The number of different (b, c).</summary>
        Pairings: int64
        /// <summary>How many of them are significant, p at most alpha.</summary>
        Significant: int64
        Smallest: Extreme
        Largest: Extreme
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
val bounds: test: (int -> int -> float) -> alpha: float -> candidates: Margin list seq -> Bounds

/// <summary>The verdict that the range allows.</summary>
val verdict: alpha: float -> bounds: Bounds -> Verdict
