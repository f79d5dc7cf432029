/// <summary>A table of results, audited: what its figures show and what they leave open.</summary>
module QImpact.Analysis.Audit.Audit

open QImpact.Statistics
open QImpact.Analysis.Audit.PublishedTable

/// <summary>What the tests and the sample sizes are asked for.</summary>
type Settings =
    {
        /// <summary>The level of the two-sided tests, in (0, 1).</summary>
        Alpha: float
        /// <summary>The chance with which a difference is to be found, in (0, 1).</summary>
        Power: float
        /// <summary>The part of the cases that exactly one of two models judges rightly, assumed for sample sizes; in (0, 1).</summary>
        Discordance: float
    }

    /// <summary>0.05, 0.8 and 0.1.</summary>
    static member Default: Settings

/// <summary>McNemar's test over every possible pairing.</summary>
type TestBounds =
    {
        Exact: Pairings.Bounds
        MidP: Pairings.Bounds
        /// <summary>Of the exact test.</summary>
        Verdict: Pairings.Verdict
    }

/// <summary>The cases that a difference takes at one discordance.</summary>
type SampleRow =
    {
        Discordance: float
        /// <summary>By enumeration of the exact test.</summary>
        Exact: Result<McNemarPower.SampleSize, string>
        /// <summary>By Connor's formula, not rounded.</summary>
        Connor: Result<float, string>
        /// <summary>The power of the exact test on as many cases as the table's.</summary>
        PowerHere: float
    }

/// <summary>How many cases it would take to find a difference of the size that the table has.</summary>
type SampleNeed =
    {
        /// <summary>The difference of the accuracies, above 0.</summary>
        Difference: float
        /// <summary>By rising discordance: round values, and the least and the largest that the matrices allow.</summary>
        Rows: SampleRow list
        /// <summary>The row of the asked-for discordance; None where the difference is not possible at it.</summary>
        Asked: SampleRow option
    }

/// <summary>Two models of the table.</summary>
type PairAudit =
    {
        First: string
        Second: string
        /// <summary>Over all cases; why there is nothing.</summary>
        All: Result<TestBounds, string>
        /// <summary>The largest exact p-value of any pairing, by Holm's method adjusted for all pairs of the table; an upper bound, as the adjustment rises with each p-value.</summary>
        LargestAdjusted: float option
        /// <summary>Whether only the numbers of right decisions were used, as there are too many matrices: the bounds may be too wide.</summary>
        FromTotals: bool
        /// <summary>Over the cases of class 0 and of class 1: the recall of that class.</summary>
        OfClass: Result<TestBounds, string> list
        Auc: AucBounds.AucPair option
        /// <summary>Where the difference is known, not 0, and not significant under every pairing.</summary>
        Need: SampleNeed option
    }

/// <summary>The audit.</summary>
type Audit =
    {
        Table: PublishedTable
        Settings: Settings
        Reconstruction: Reconstruction.Reconstruction
        Aucs: AucBounds.ModelAuc list
        Pairs: PairAudit list
        Counts: Claims.CountCheck list
        Quotes: Claims.QuoteCheck list
    }

/// <summary>Audits a table.</summary>
/// <exception cref="T:System.ArgumentException">A setting is not in (0, 1).</exception>
val ofTable: settings: Settings -> table: PublishedTable -> Audit
