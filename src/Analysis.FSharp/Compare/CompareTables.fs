/// <summary>A paired comparison as CSV and JSON.</summary>
module QImpact.Analysis.Compare.CompareTables

open System.IO
open System.Text.Json
open QImpact.Data
open QImpact.Metrics
open QImpact.Analysis
open QImpact.Statistics
open QImpact.Analysis.PairedComparison
open QImpact.Analysis.Compare.Wording

let private optional (value: float option) = CsvTable.Cell(Option.toNullable value)
let private ofResult result = optional (Result.toOption result)

let private ends (interval: Result<Interval, string>) =
    let interval = Result.toOption interval
    interval |> Option.map _.Lower, interval |> Option.map _.Upper

let private reason =
    function
    | Ok _ -> ""
    | Error reason -> reason

let private positive (metric: Metric) =
    CsvTable.Cell(Option.toNullable metric.PositiveClass)

/// <summary>Columns of comparison.csv.</summary>
let header =
    "kind,first,second,metric,positive_class,first_value,second_value,difference,lower,upper,interval_method,test,p,p_holm,p_benjamini_hochberg,p_bonferroni,p_equivalence,only_first,only_second,cohens_g,status,claim"

let private imageLine (row: Row) =
    let lower, upper = ends row.Interval

    CsvTable.Line
        [
            "images"
            row.First
            row.Second
            row.Metric.Name
            positive row.Metric
            optional (row.FirstValue.ToOption())
            optional (row.SecondValue.ToOption())
            optional (row.Difference.ToOption())
            optional lower
            optional upper
            row.IntervalMethod
            row.Test
            ofResult row.PValue
            optional row.Holm
            optional row.BenjaminiHochberg
            optional row.Bonferroni
            optional (row.Equivalence |> Option.bind Result.toOption)
            CsvTable.Cell(row.Discordant |> Option.map fst |> Option.toNullable)
            CsvTable.Cell(row.Discordant |> Option.map snd |> Option.toNullable)
            ofResult row.CohensG
            (match row.Difference, row.PValue with
             | MetricValue.Undefined why, _ -> $"undefined: {why}"
             | _, Error why -> why
             | _ -> "ok")
            row.Claim
        ]

/// One line per kind of uncertainty, so that both always stand in the table.
let private seedLines (row: SeedRow) =
    [
        for kind, method, interval in
            [
                "architectures, images", "bootstrap (BCa)", row.Images
                "architectures, seeds", "t", row.Seeding
                "architectures, combined", "added variances, t", row.Combined
            ] do
            let lower, upper = ends interval
            let isCombined = kind.EndsWith "combined"

            CsvTable.Line
                [
                    kind
                    row.First
                    row.Second
                    row.Metric.Name
                    positive row.Metric
                    ""
                    ""
                    optional (row.Difference.ToOption())
                    optional lower
                    optional upper
                    method
                    (if isCombined then "t of added variances" else "")
                    (if isCombined then ofResult row.PValue else "")
                    (if isCombined then optional row.Holm else "")
                    ""
                    ""
                    ""
                    ""
                    ""
                    ""
                    (match interval with
                     | Ok _ -> "ok"
                     | Error why -> why)
                    (if isCombined then row.Claim else "")
                ]
    ]

let private rankLine (row: SeedRanks.RankRow) =
    let kind, first = "architectures, ranks", String.concat "; " row.Models
    let test, p = "Friedman, Iman-Davenport", ofResult row.PValue

    let status =
        match row.PValue with
        | Ok _ -> "ok"
        | Error why -> why

    let empty count = List.replicate count ""

    CsvTable.Line(
        [ kind; first; ""; row.Metric.Name; positive row.Metric ]
        @ empty 6
        @ [ test; p ]
        @ empty 7
        @ [ status; "" ]
    )

/// <summary>The lines of comparison.csv, header first.</summary>
let csv (comparison: Comparison) =
    header :: (comparison.Rows |> List.map imageLine)
    @ (comparison.Seeds |> List.collect seedLines)
    @ (comparison.Ranks |> List.map rankLine)

/// <summary>The comparison as JSON; what is undefined is null, with its reason beside it.</summary>
let json (comparison: Comparison) =
    let value (metric: MetricValue) = metric.ToNullable()

    let number result =
        result |> Result.toOption |> Option.toNullable

    let lower interval =
        ends interval |> fst |> Option.toNullable

    let upper interval =
        ends interval |> snd |> Option.toNullable

    JsonSerializer.Serialize(
        {|
            Alpha = comparison.Options.Alpha
            Margin = Option.toNullable comparison.Options.Margin
            Remarks = comparison.Remarks
            Omnibus =
                [
                    for heading, test in comparison.Omnibus ->
                        {|
                            Models = heading
                            CochranQ = test |> Result.map _.Statistic |> number
                            P = test |> Result.map _.PValue |> number
                            Reason = reason test
                        |}
                ]
            Pairs =
                [
                    for row in comparison.Rows ->
                        {|
                            First = row.First
                            Second = row.Second
                            Metric = row.Metric.Name
                            PositiveClass = Option.toNullable row.Metric.PositiveClass
                            FirstValue = value row.FirstValue
                            SecondValue = value row.SecondValue
                            Difference = value row.Difference
                            Lower = lower row.Interval
                            Upper = upper row.Interval
                            IntervalMethod = row.IntervalMethod
                            IntervalReason = reason row.Interval
                            Test = row.Test
                            P = number row.PValue
                            PReason = reason row.PValue
                            Holm = Option.toNullable row.Holm
                            BenjaminiHochberg = Option.toNullable row.BenjaminiHochberg
                            Bonferroni = Option.toNullable row.Bonferroni
                            Equivalence = row.Equivalence |> Option.bind Result.toOption |> Option.toNullable
                            OnlyFirst = row.Discordant |> Option.map fst |> Option.toNullable
                            OnlySecond = row.Discordant |> Option.map snd |> Option.toNullable
                            CohensG = number row.CohensG
                            Claim = row.Claim
                        |}
                ]
            Architectures =
                [
                    for row in comparison.Seeds ->
                        {|
                            First = row.First
                            Second = row.Second
                            Metric = row.Metric.Name
                            PositiveClass = Option.toNullable row.Metric.PositiveClass
                            Seeds = [ fst row.Seeds; snd row.Seeds ]
                            Paired = row.Paired
                            Difference = value row.Difference
                            ImagesLower = lower row.Images
                            ImagesUpper = upper row.Images
                            SeedsLower = lower row.Seeding
                            SeedsUpper = upper row.Seeding
                            CombinedLower = lower row.Combined
                            CombinedUpper = upper row.Combined
                            Reason = reason row.Combined
                            P = number row.PValue
                            Holm = Option.toNullable row.Holm
                            CohensDz = number row.CohensDz
                            HedgesG = number row.HedgesG
                            CliffsDelta = number row.CliffsDelta
                            SignedRankP = number row.SignedRankP
                            Claim = row.Claim
                        |}
                ]
            Ranks =
                [
                    for row in comparison.Ranks ->
                        {|
                            Models = row.Models
                            Metric = row.Metric.Name
                            PositiveClass = Option.toNullable row.Metric.PositiveClass
                            Seeds = row.Seeds
                            MeanRanks = row.Test |> Result.map _.MeanRanks |> Result.toOption |> Option.toObj
                            FriedmanP = row.Test |> Result.bind _.ChiSquared |> Result.map _.PValue |> number
                            P = number row.PValue
                            Reason = reason row.PValue
                            CriticalDifference = row.CriticalDifference
                        |}
                ]
        |},
        Json.Options
    )

/// <summary>Writes lines whole or not at all.</summary>
let write (path: string) (lines: string list) =
    AtomicFile.WriteText(
        path,
        fun writer ->
            for line in lines do
                writer.WriteLine line
    )
