namespace QImpact.Analysis.Compare

open QImpact.Metrics
open QImpact.Statistics
open QImpact.Analysis.Models
open QImpact.Analysis.Compare.ImageTests

/// Models compared in pairs on the same images: every test, adjusted, with what may be claimed.
type PairedComparison =
    {
        Options: CompareOptions
        Rows: PairRow list
        Seeds: SeedRow list
        /// Architectures ranked over the seeds that all of them share.
        Ranks: RankRow list
        /// Cochran's Q over the models of each seed; its heading and result.
        Omnibus: (string * Result<ChiSquared, string>) list
        /// In short what the tests show; it follows from the verdicts.
        Opening: string list
        /// What else the reader must know.
        Remarks: string list
    }

/// The comparison of models in pairs.
module PairedComparison =

    let private equivalenceAdjusted read rows =
        Multiplicity.ofDefined Multiplicity.holm (rows |> List.map (read >> Option.defaultValue (Error "")))

    let private withAdjusted equivalence adjusted =
        match equivalence, adjusted with
        | Some(Ok _), Some p -> Some(Ok p)
        | other, _ -> other

    /// The tests of one scope.
    let private adjust options (comparison: Comparison) (rows: PairRow list) =
        let adjusted adjust =
            Multiplicity.ofDefined adjust (rows |> List.map _.PValue)

        let differences =
            List.zip3
                (adjusted Multiplicity.holm)
                (adjusted Multiplicity.benjaminiHochberg)
                (adjusted Multiplicity.bonferroni)

        List.map3
            (fun (row: PairRow) (holm, bh, bonferroni) equivalence ->
                let row =
                    { row with
                        Holm = holm
                        BenjaminiHochberg = bh
                        Bonferroni = bonferroni
                        Equivalence = withAdjusted row.Equivalence equivalence
                        Verdict = Verdict.Of(options.Alpha, row.Difference, row.PValue, holm)
                    }

                { row with
                    Claim = Sentences.claim options comparison.Subject comparison.Labels.Length row
                })
            rows
            differences
            (equivalenceAdjusted (fun (row: PairRow) -> row.Equivalence) rows)

    let private imageRows options metrics (comparison: Comparison) =
        modelPairs comparison.Models
        |> List.groupBy fst
        |> List.collect (fun (scope, pairs) ->
            [
                for _, (first, second) in pairs do
                    for metric in metrics -> row options comparison scope first second metric
            ]
            |> adjust options comparison)

    let private seedRows (options: CompareOptions) metrics (comparison: Comparison) =
        let rows =
            [
                for families in SeedRanks.families comparison do
                    for first, second in pairsOf families do
                        for metric in metrics -> SeedTests.row options comparison first second metric
            ]

        List.map3
            (fun (row: SeedRow) holm equivalence ->
                let row =
                    { row with
                        Holm = holm
                        Equivalence = withAdjusted row.Equivalence equivalence
                        Verdict = Verdict.Of(options.Alpha, row.Difference, row.PValue, holm)
                    }

                { row with
                    Claim = Sentences.seedClaim options comparison.Subject row
                })
            rows
            (Multiplicity.ofDefined Multiplicity.holm (rows |> List.map _.PValue))
            (equivalenceAdjusted (fun (row: SeedRow) -> row.Equivalence) rows)

    /// Compares models in pairs: those of different architectures with the same seed, or all where each was trained once. What a
    /// metric is tested by, its row in the table of metrics says. The contrasts of architectures over seeds and images are the
    /// primary family of tests; those of trained models are adjusted within their scope. Other metrics are described by intervals. A
    /// permutation test stands for DeLong's where a class has fewer than ten images or the variance is 0. ArgumentException where
    /// the level is not in (0, 1).
    let compare (options: CompareOptions) (comparison: Comparison) =
        Arguments.requireOpenProbability "alpha" options.Alpha
        let metrics = comparison.Metrics |> List.filter _.IsCompared
        // Architectures are compared by what is tested; of more than two classes by what holds for all of them, as the tests of this family
        // are adjusted together.
        let tested =
            metrics
            |> List.filter (fun (metric: Metric) ->
                metric.Test <> PairedTest.NotTested
                && not (comparison.Subject.HasManyClasses && metric.PositiveClass.IsSome))

        let rows = imageRows options metrics comparison
        let seeds = seedRows options tested comparison

        {
            Options = options
            Rows = rows
            Seeds = seeds
            Ranks = SeedRanks.rankRows options.Alpha comparison tested
            Omnibus = omnibus comparison
            Opening = Opening.sentences options comparison.Subject rows seeds
            Remarks = Sentences.remarks options.Margin comparison rows seeds
        }
