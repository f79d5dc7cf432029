/// <summary>Models compared in pairs on the same images: every test, adjusted, with effect sizes, intervals and what may be claimed.</summary>
module QImpact.Analysis.PairedComparison

open QImpact.Metrics
open QImpact.Statistics

/// <summary>How to compare.</summary>
type Options =
    {
        /// <summary>The level of the tests, in (0, 1).</summary>
        Alpha: float
        /// <summary>The largest difference that would not matter, stated beforehand; None: equivalence is not tested.</summary>
        Margin: float option
        /// <summary>Seed of random permutations.</summary>
        Seed: int
    }

    /// <summary>Level 0.05, no margin, seed 0.</summary>
    static member Default: Options

/// <summary>A metric of two models: the first's less the second's.</summary>
type Row =
    {
        First: string
        Second: string
        Metric: Metric
        FirstValue: MetricValue
        SecondValue: MetricValue
        Difference: MetricValue
        /// <summary>95 % interval of the difference from the images.</summary>
        Interval: Result<Interval, string>
        /// <summary>How it was made: Tango, DeLong or bootstrap (BCa).</summary>
        IntervalMethod: string
        /// <summary>The test; empty where the metric is described only.</summary>
        Test: string
        /// <summary>The raw p-value, or why there is none.</summary>
        PValue: Result<float, string>
        /// <summary>Adjusted over all tests of the comparison; None without a p-value.</summary>
        Holm: float option
        BenjaminiHochberg: float option
        Bonferroni: float option
        /// <summary>Images that only the first, and only the second, judged rightly.</summary>
        Discordant: (int * int) option
        /// <summary>Cohen's g, b/(b + c) - 1/2, of the discordant images; undefined without any.</summary>
        CohensG: Result<float, string>
        /// <summary>p of equivalence within the margin by two one-sided tests, Holm-adjusted over all equivalence tests.</summary>
        Equivalence: Result<float, string> option
        /// <summary>What may be claimed and what may not.</summary>
        Claim: string
    }

/// <summary>A metric of two architectures over seeds, with both kinds of uncertainty.</summary>
type SeedRow =
    {
        First: string
        Second: string
        Metric: Metric
        /// <summary>Seeds of the first and of the second.</summary>
        Seeds: int * int
        /// <summary>Whether the same seeds were used for both, so that their differences are paired.</summary>
        Paired: bool
        /// <summary>Difference of the means over seeds.</summary>
        Difference: MetricValue
        /// <summary>From the images alone, these trained models given: bootstrap.</summary>
        Images: Result<Interval, string>
        /// <summary>From the seeds alone, these images given: Student's t.</summary>
        Seeding: Result<Interval, string>
        /// <summary>
        /// From both: the variances added, t with Satterthwaite's degrees of freedom. Simulated coverage 93 to 96 % (docs/statistics.md).
        /// </summary>
        Combined: Result<Interval, string>
        /// <summary>p of the combined statistic, and adjusted by Holm over all of them.</summary>
        PValue: Result<float, string>
        Holm: float option
        /// <summary>Cohen's d_z over paired seeds, without its bias as Hedges' g, and the exact signed-rank test's p-value.</summary>
        CohensDz: Result<float, string>
        HedgesG: Result<float, string>
        SignedRankP: Result<float, string>
        /// <summary>Cliff's delta of the two samples of seeds.</summary>
        CliffsDelta: Result<float, string>
        Claim: string
    }

/// <summary>The whole comparison.</summary>
type Comparison =
    {
        Options: Options
        Rows: Row list
        Seeds: SeedRow list
        /// <summary>Architectures ranked over the seeds that all of them share.</summary>
        Ranks: SeedRanks.RankRow list
        /// <summary>Cochran's Q over the models of each seed; its heading and result.</summary>
        Omnibus: (string * Result<ChiSquared, string>) list
        /// <summary>What else the reader must know.</summary>
        Remarks: string list
    }

/// <summary>
/// Compares models in pairs: those of different architectures with the same seed, or all where each was trained once. Tested are
/// accuracy and the recall of each class (McNemar's exact test) and AUC (DeLong's; a permutation test where a class has fewer than ten
/// images or the variance is 0); all of them are one family for the adjusted p-values. Other metrics are described by intervals.
/// </summary>
val compare: options: Options -> comparison: Comparison.Comparison -> Comparison
