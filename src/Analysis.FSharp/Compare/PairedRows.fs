namespace QImpact.Analysis.Compare

open QImpact.Metrics
open QImpact.Statistics

/// How to compare.
type CompareOptions =
    {
        /// The level of the tests, in (0, 1).
        Alpha: float
        /// The largest difference that would not matter, stated beforehand; None: equivalence is not tested.
        Margin: float option
        /// Seed of random permutations.
        Seed: int
    }

    /// Level 0.05, no margin, seed 0.
    static member Default =
        {
            Alpha = 0.05
            Margin = None
            Seed = 0
        }

/// What the test of a difference says.
[<RequireQualifiedAccess>]
type Verdict =
    /// The first has the higher value: the adjusted p-value is at most the level.
    | FirstHigher
    /// The second has.
    | SecondHigher
    /// The test shows no difference, which does not show that there is none.
    | NotShown
    /// There is no test; why.
    | NotTested of reason: string

    /// Whether a difference is shown.
    member this.IsShown = this.IsFirstHigher || this.IsSecondHigher

    /// As files write it.
    member this.Word =
        match this with
        | FirstHigher -> "first higher"
        | SecondHigher -> "second higher"
        | NotShown -> "not shown"
        | NotTested _ -> "not tested"

    /// From the difference, its raw p-value and the adjusted one. Everything that is said of a difference follows from this.
    static member Of(alpha, difference: MetricValue, p: Result<float, string>, adjusted: float option) =
        match difference, p, adjusted with
        | MetricValue.Undefined reason, _, _
        | _, Error reason, _ -> NotTested reason
        | MetricValue.Defined difference, _, Some adjusted when adjusted <= alpha && difference > Ranks.Tolerance ->
            FirstHigher
        | MetricValue.Defined difference, _, Some adjusted when adjusted <= alpha && difference < -Ranks.Tolerance ->
            SecondHigher
        | _ -> NotShown

/// A metric of two models: the first's less the second's.
type PairRow =
    {
        /// The tests that this one is adjusted with: those of one seed, "seed 3", of one protocol where several stand apart, "protocol matched, seed 3", or "" where there is one group only.
        Scope: string
        First: string
        Second: string
        Metric: Metric
        FirstValue: MetricValue
        SecondValue: MetricValue
        Difference: MetricValue
        /// 95 % interval of the difference from the images.
        Interval: Result<Interval, string>
        /// How it was made: Tango, DeLong or bootstrap (BCa).
        IntervalMethod: string
        /// The test; empty where the metric is described only.
        Test: string
        /// The raw p-value, or why there is none.
        PValue: Result<float, string>
        /// Adjusted over the tests of the scope; None without a p-value.
        Holm: float option
        BenjaminiHochberg: float option
        Bonferroni: float option
        /// Images that only the first, and only the second, judged rightly.
        Discordant: (int * int) option
        /// Cohen's g, b/(b + c) - 1/2, of the discordant images; undefined without any.
        CohensG: Result<float, string>
        /// p of equivalence within the margin by two one-sided tests, Holm-adjusted over the scope's.
        Equivalence: Result<float, string> option
        Verdict: Verdict
        /// What may be claimed and what may not.
        Claim: string
    }

/// A metric of two architectures over seeds, with both kinds of uncertainty.
type SeedRow =
    {
        First: string
        Second: string
        Metric: Metric
        /// Seeds of the first and of the second that the row rests on.
        Seeds: int * int
        /// Whether the differences are those of equal seeds.
        Paired: bool
        /// Which seeds were left out, or why none are paired; "" where both have the same seeds.
        Pairing: string
        /// Difference of the means over seeds.
        Difference: MetricValue
        /// From the images alone, these trained models given: bootstrap.
        Images: Result<Interval, string>
        /// From the seeds alone, these images given: Student's t.
        Seeding: Result<Interval, string>
        /// From both, the variances added; from five seeds on (docs/statistics.md).
        Combined: Result<Interval, string>
        /// p of the combined statistic, and adjusted by Holm over all contrasts of architectures: the primary family.
        PValue: Result<float, string>
        Holm: float option
        /// Cohen's d_z over paired seeds, without its bias as Hedges' g, and the exact signed-rank test's p-value.
        CohensDz: Result<float, string>
        HedgesG: Result<float, string>
        SignedRankP: Result<float, string>
        /// Cliff's delta of the two samples of seeds.
        CliffsDelta: Result<float, string>
        /// p of equivalence within the margin by two one-sided tests on the combined error, Holm-adjusted over all contrasts.
        Equivalence: Result<float, string> option
        /// The interval that lies within the margin where equivalence is shown before adjustment: 1 - 2 alpha, 90 % for 0.05.
        EquivalenceInterval: Result<Interval, string> option
        /// Architectures whose seeds fall in two heaps, with the numbers of seeds in the lower and the upper one.
        Heaps: (string * (int * int)) list
        Verdict: Verdict
        Claim: string
    }

/// Architectures ranked by a metric, best first, within each seed; the images are given.
type RankRow =
    {
        Metric: Metric
        /// The architectures, in the order of the mean ranks.
        Models: string list
        Seeds: int
        /// Friedman's test with the mean ranks, or why there is none.
        Test: Result<Friedman.Test, string>
        /// Nemenyi's critical difference of mean ranks at the comparison's level.
        CriticalDifference: Result<float, string>
    }

    /// Friedman's exact p-value, that of Iman and Davenport's F where it can't be enumerated, or why there is none.
    member this.PValue = this.Test |> Result.bind _.PValue
