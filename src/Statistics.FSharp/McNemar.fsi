/// <summary>
/// McNemar's test: do two classifiers, judged on the same cases, err equally often? (McNemar 1947)
/// </summary>
/// <remarks>
/// Only the discordant cases speak: b = first right and second wrong, c = first wrong and second right. Where the two are
/// right equally often, b is binomial with b + c trials of chance 1/2. Assumes independent cases and decisions that were fixed
/// before the test cases were seen. Restricted to the cases of one true class it compares the recalls of that class. Not for
/// models judged on different cases, not for AUCs
/// (<see cref="M:QImpact.Statistics.DeLong.compare"/>), and a large p-value is no evidence that the two are equal.
/// All p-values are two-sided. Negative counts throw an ArgumentException.
/// </remarks>
module QImpact.Statistics.McNemar

open System.Collections.Generic

/// <summary>How often two classifiers were right together, alone and not at all.</summary>
type Agreement =
    {
        /// <summary>Cases that both judge rightly.</summary>
        BothRight: int
        /// <summary>b: cases that only the first judges rightly.</summary>
        OnlyFirst: int
        /// <summary>c: cases that only the second judges rightly.</summary>
        OnlySecond: int
        /// <summary>Cases that both judge wrongly.</summary>
        BothWrong: int
    }

    /// <summary>All cases.</summary>
    member Total: int

    /// <summary>b + c: the cases that can tell the two apart.</summary>
    member Discordant: int

    /// <summary>(b - c) / n: the first's accuracy less the second's; 0 for no case.</summary>
    member Difference: float

/// <summary>Counts the cases by who was right.</summary>
/// <exception cref="T:System.ArgumentException">The two lists differ in length.</exception>
val agreement: firstRight: IReadOnlyList<bool> -> secondRight: IReadOnlyList<bool> -> Agreement

/// <summary>
/// The exact test: min(1, 2 P(X &lt;= min(b, c))), X binomial with b + c trials of chance 1/2. It never errs more often than
/// its level, and with few discordant cases far less often. b + c = 0 gives 1: nothing speaks against equality.
/// </summary>
/// <param name="onlyFirst">b.</param>
/// <param name="onlySecond">c.</param>
val exact: onlyFirst: int -> onlySecond: int -> float

/// <summary>
/// The mid-p test: min(1, 2 P(X &lt;= min(b, c)) - P(X = min(b, c))) (Fagerland, Lydersen and Laake 2013, BMC Medical
/// Research Methodology 13:91). Less conservative than the exact test; may err slightly more often than its level. b = c
/// gives 1.
/// </summary>
/// <param name="onlyFirst">b.</param>
/// <param name="onlySecond">c.</param>
val midP: onlyFirst: int -> onlySecond: int -> float
