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
        /// What else the reader must know.
        Remarks: string list
    }

/// The comparison of models in pairs.
module PairedComparison =

    let private withAdjustments options (comparison: Comparison) (rows: PairRow list) =
        let adjusted adjust values =
            Multiplicity.ofDefined adjust (List.map values rows)

        let p (row: PairRow) = row.PValue

        let differences =
            List.zip3
                (adjusted Multiplicity.holm p)
                (adjusted Multiplicity.benjaminiHochberg p)
                (adjusted Multiplicity.bonferroni p)

        let equivalences =
            adjusted Multiplicity.holm (fun row -> row.Equivalence |> Option.defaultValue (Error ""))

        List.map3
            (fun row (holm, bh, bonferroni) equivalence ->
                let row =
                    { row with
                        Holm = holm
                        BenjaminiHochberg = bh
                        Bonferroni = bonferroni
                        Equivalence =
                            match row.Equivalence, equivalence with
                            | Some(Ok _), Some p -> Some(Ok p)
                            | other, _ -> other
                    }

                { row with
                    Claim = Sentences.claim options comparison.Subject comparison.Labels.Length row
                })
            rows
            differences
            equivalences

    let private seedRows options metrics (comparison: Comparison) =
        let rows =
            [
                for first, second in pairsOf (SeedRanks.families comparison) do
                    for metric in metrics -> SeedTests.row comparison first second metric
            ]

        List.map2
            (fun holm (row: SeedRow) ->
                let row = { row with Holm = holm }

                { row with
                    Claim = Sentences.seedClaim options comparison.Subject row
                })
            (Multiplicity.ofDefined Multiplicity.holm (rows |> List.map _.PValue))
            rows

    /// Compares models in pairs: those of different architectures with the same seed, or all where each was trained once. What a
    /// metric is tested by, its row in the table of metrics says; all tests are one family for the adjusted p-values. Other metrics
    /// are described by intervals. A permutation test stands for DeLong's where a class has fewer than ten images or the variance
    /// is 0. ArgumentException where the level is not in (0, 1).
    let compare (options: CompareOptions) (comparison: Comparison) =
        Arguments.requireOpenProbability "alpha" options.Alpha
        let metrics = comparison.Metrics |> List.filter _.IsCompared
        // Architectures are compared by what is tested.
        let tested =
            metrics
            |> List.filter (fun (metric: Metric) -> metric.Test <> PairedTest.NotTested)

        {
            Options = options
            Rows =
                [
                    for first, second in modelPairs comparison.Models do
                        for metric in metrics -> row options comparison first second metric
                ]
                |> withAdjustments options comparison
            Seeds = seedRows options tested comparison
            Ranks = SeedRanks.rankRows options.Alpha comparison tested
            Omnibus = omnibus comparison
            Remarks = Sentences.remarks options.Margin comparison
        }
