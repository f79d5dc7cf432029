/// The figures of a paired comparison for programs: a table for CSV, and objects for JSON where what is undefined has its reason beside it.
module internal QImpact.Analysis.Compare.CompareFacts

open QImpact.Metrics
open QImpact.Statistics
open QImpact.Analysis.Models
open QImpact.Analysis.Document
open QImpact.Analysis.Document.Facts

let private metric (value: MetricValue) = optional Real (value.ToOption())

let private whyNot ok result =
    match result with
    | Ok _ -> Word ok
    | Error why -> Word why

let private reason result = whyNot "" result
let private status result = whyNot "ok" result

let private ends lower upper (interval: Result<Interval, string>) =
    let interval = Result.toOption interval

    [
        lower, interval |> optional (fun interval -> Real interval.Lower)
        upper, interval |> optional (fun interval -> Real interval.Upper)
    ]

let private subject first second (metric: Metric) =
    [
        "first", Word first
        "second", Word second
        "metric", Word metric.Name
        "positive_class", optional count metric.PositiveClass
    ]

/// The verdict, and why there is none.
let private verdict (verdict: Verdict) =
    [
        "verdict", Word verdict.Word
        "verdict_reason",
        Word(
            match verdict with
            | Verdict.NotTested why -> why
            | _ -> ""
        )
    ]

let private pair (row: PairRow) =
    [
        "scope", Word row.Scope
        yield! subject row.First row.Second row.Metric
        "first_value", metric row.FirstValue
        "second_value", metric row.SecondValue
        "difference", metric row.Difference
        yield! ends "lower" "upper" row.Interval
        "interval_method", Word row.IntervalMethod
        "interval_reason", reason row.Interval
        "test", Word row.Test
        "p", ofResult row.PValue
        "p_reason", reason row.PValue
        "holm", optional Real row.Holm
        "benjamini_hochberg", optional Real row.BenjaminiHochberg
        "bonferroni", optional Real row.Bonferroni
        "equivalence", row.Equivalence |> Option.bind Result.toOption |> optional Real
        "only_first", row.Discordant |> optional (fst >> count)
        "only_second", row.Discordant |> optional (snd >> count)
        "cohens_g", ofResult row.CohensG
        yield! verdict row.Verdict
        "claim", Word row.Claim
    ]

let private architectures (row: SeedRow) =
    [
        yield! subject row.First row.Second row.Metric
        "seeds", counts [ fst row.Seeds; snd row.Seeds ]
        "paired", Flag row.Paired
        "pairing", Word row.Pairing
        "difference", metric row.Difference
        yield! ends "images_lower" "images_upper" row.Images
        yield! ends "seeds_lower" "seeds_upper" row.Seeding
        yield! ends "combined_lower" "combined_upper" row.Combined
        "reason", reason row.Combined
        "p", ofResult row.PValue
        "holm", optional Real row.Holm
        "cohens_dz", ofResult row.CohensDz
        "hedges_g", ofResult row.HedgesG
        "cliffs_delta", ofResult row.CliffsDelta
        "signed_rank_p", ofResult row.SignedRankP
        "equivalence", row.Equivalence |> Option.bind Result.toOption |> optional Real
        yield!
            row.EquivalenceInterval
            |> Option.defaultValue (Error "")
            |> ends "equivalence_lower" "equivalence_upper"
        "heaps",
        Items
            [
                for family, (low, high) in row.Heaps ->
                    Fields [ "architecture", Word family; "low", count low; "high", count high ]
            ]
        yield! verdict row.Verdict
        "claim", Word row.Claim
    ]

let private ranks (row: RankRow) =
    [
        "models", words row.Models
        "metric", Word row.Metric.Name
        "positive_class", optional count row.Metric.PositiveClass
        "seeds", count row.Seeds
        "mean_ranks",
        Result.toOption row.Test
        |> optional (fun test -> Items [ for rank in test.MeanRanks -> Real rank ])
        "friedman_p", row.Test |> Result.bind _.ChiSquared |> Result.map _.PValue |> ofResult
        "p", ofResult row.PValue
        "reason", reason row.PValue
        "critical_difference", ofResult row.CriticalDifference
        "critical_difference_reason", reason row.CriticalDifference
    ]

let private omnibus (models: string, test: Result<ChiSquared, string>) =
    [
        "models", Word models
        "cochran_q", test |> Result.map _.Statistic |> ofResult
        "p", test |> Result.map _.PValue |> ofResult
        "reason", reason test
    ]

/// The object of comparison.json.
let ofComparison (comparison: PairedComparison) =
    let items fields rows =
        Items [ for row in rows -> Fields(fields row) ]

    Fields
        [
            "alpha", Real comparison.Options.Alpha
            "margin", optional Real comparison.Options.Margin
            "opening", words comparison.Opening
            "remarks", words comparison.Remarks
            "omnibus", items omnibus comparison.Omnibus
            "pairs", items pair comparison.Rows
            "architectures", items architectures comparison.Seeds
            "ranks", items ranks comparison.Ranks
        ]

let private imageLine (row: PairRow) =
    [
        yield! pair row
        "kind", Word "images"
        "status",
        match row.Difference with
        | MetricValue.Undefined why -> Word $"undefined: {why}"
        | MetricValue.Defined _ -> status row.PValue
    ]

/// A line per kind of uncertainty, so that each stands in the table.
let private seedLines (row: SeedRow) =
    let line kind method interval more =
        [
            yield! subject row.First row.Second row.Metric
            yield! ends "lower" "upper" interval
            "kind", Word $"architectures, {kind}"
            "difference", metric row.Difference
            "interval_method", Word method
            "status", status interval
            yield! more
        ]

    [
        line "images" "bootstrap (BCa)" row.Images []
        line "seeds" "t" row.Seeding []
        line
            "combined"
            "added variances, t"
            row.Combined
            [
                "test", Word "t of added variances"
                "p", ofResult row.PValue
                "holm", optional Real row.Holm
                "equivalence", row.Equivalence |> Option.bind Result.toOption |> optional Real
                yield! verdict row.Verdict
                "claim", Word row.Claim
            ]
    ]

let private rankLine (row: RankRow) =
    [
        yield! subject (String.concat "; " row.Models) "" row.Metric
        "kind", Word "architectures, ranks"
        "test",
        Word(
            match row.Test with
            | Ok { Exact = Ok _ } -> "Friedman, exact"
            | _ -> "Friedman, Iman-Davenport"
        )
        "p", ofResult row.PValue
        "status", status row.PValue
    ]

/// The header of comparison.csv. In JSON the adjusted p-values go without their "p_".
let private header =
    "kind,first,second,metric,positive_class,first_value,second_value,difference,lower,upper,interval_method,test,p,"
    + "p_holm,p_benjamini_hochberg,p_bonferroni,p_equivalence,only_first,only_second,cohens_g,scope,status,verdict,claim"

/// The table of comparison.csv.
let table (comparison: PairedComparison) =
    [
        yield! comparison.Rows |> List.map imageLine
        yield! comparison.Seeds |> List.collect seedLines
        yield! comparison.Ranks |> List.map rankLine
    ]
    |> List.map Map.ofList
    |> Facts.table
        [
            for column in header.Split ',' ->
                column, Map.tryFind (column.Replace("p_", "")) >> Option.defaultValue Nothing
        ]
