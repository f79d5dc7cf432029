namespace QImpact.Analysis.Compare

open QImpact.Metrics
open QImpact.Statistics

/// <summary>How to compare.</summary>
type CompareOptions =
    {
        /// <summary>The level of the tests, in (0, 1).</summary>
        Alpha: float
        /// <summary>The largest difference that would not matter, stated beforehand; None: equivalence is not tested.</summary>
        Margin: float option
        /// <summary>Seed of random permutations.</summary>
        Seed: int
    }

    /// <summary>Level 0.05, no margin, seed 0.</summary>
    static member Default =
        {
            Alpha = 0.05
            Margin = None
            Seed = 0
        }

/// <summary>A metric of two models: the first's less the second's.</summary>
type PairRow =
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
        /// <summary>From both, the variances added. Simulated coverage 93 to 96 % (docs/statistics.md).</summary>
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

/// <summary>Architectures ranked by a metric, best first, within each seed; the images are given.</summary>
type RankRow =
    {
        Metric: Metric
        /// <summary>The architectures, in the order of the mean ranks.</summary>
        Models: string list
        Seeds: int
        /// <summary>Friedman's test with the mean ranks and Iman and Davenport's F, or why there is none.</summary>
        Test: Result<Friedman.Test, string>
        /// <summary>Nemenyi's critical difference of mean ranks at the comparison's level.</summary>
        CriticalDifference: float
    }

    /// <summary>Iman and Davenport's p-value, or why there is none.</summary>
    member this.PValue = this.Test |> Result.bind _.ImanDavenport |> Result.map _.PValue
