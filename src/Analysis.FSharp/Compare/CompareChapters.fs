/// A paired comparison as chapters: what may be claimed first, the figures after.
module internal QImpact.Analysis.Compare.CompareChapters

open QImpact.Metrics
open QImpact.Statistics
open QImpact.Analysis.Models
open QImpact.Analysis.Document

/// The contrasts that have several seeds of each: the others have no uncertainty from seeds to show.
let private repeated (comparison: PairedComparison) =
    comparison.Seeds
    |> List.filter (fun row -> fst row.Seeds > 1 && snd row.Seeds > 1)

let private pValue = Option.map PValue >> Option.defaultValue (Missing "")

let private four = orMissing (fun value -> Number(value, 4))

let private tested (comparison: PairedComparison) =
    comparison.Rows |> List.filter (fun row -> row.Test <> "")

/// The seeds that a contrast rests on, and which those are where not all.
let private seedsUsed (row: SeedRow) =
    let counts = $"{fst row.Seeds} and {snd row.Seeds}"

    text (
        if row.Pairing = "" then
            counts
        else
            $"{counts} ({row.Pairing})"
    )

let private seedMetric (subject: Subject) (row: SeedRow) = text (row.Metric.Of subject.ClassNames)

/// Who has the higher value, where the test shows that.
let private shows first second verdict =
    match verdict with
    | Verdict.FirstHigher -> text $"{first} higher"
    | Verdict.SecondHigher -> text $"{second} higher"
    | Verdict.NotShown -> text "not shown"
    | Verdict.NotTested reason -> Missing reason

/// The metric's difference with its test, under up to seven headings.
let private testColumns (subject: Subject) headings : (string * (PairRow -> Cell)) list =
    [
        (fun (row: PairRow) -> text (row.Metric.Of subject.ClassNames))
        (fun row -> Estimated(row.Difference, None))
        (fun row -> orMissing Range row.Interval)
        (fun row -> text row.Test)
        (fun row -> pValue (Result.toOption row.PValue))
        (fun row -> pValue row.Holm)
        (fun row -> shows row.First row.Second row.Verdict)
    ]
    |> List.truncate (List.length headings)
    |> List.zip headings

/// The difference of architectures, its intervals and what the test on both kinds of uncertainty shows. Columns that no row has
/// anything for are left out.
let private seedColumns (rows: SeedRow list) : (string * (SeedRow -> Cell)) list =
    let any has = rows |> List.exists has

    [
        "Difference", (fun row -> Estimated(row.Difference, None))
        "From the images", (fun row -> orMissing Range row.Images)
        "From the seeds", (fun row -> orMissing Range row.Seeding)
        if any (Sentences.hasFewSeeds >> not) then
            "Combined", (fun (row: SeedRow) -> orMissing Range row.Combined)
            "p", (fun row -> pValue (Result.toOption row.PValue))
            "p, Holm", (fun row -> pValue row.Holm)
            "Difference shown", (fun row -> shows row.First row.Second row.Verdict)
        if any (fun row -> row.EquivalenceInterval |> Option.exists Result.isOk) then
            "For equivalence", (fun row -> row.EquivalenceInterval |> Option.defaultValue (Error "") |> orMissing Range)

            "p of equivalence, Holm", (fun row -> row.Equivalence |> Option.bind Result.toOption |> pValue)
    ]

/// How the intervals of the contrasts are made.
let private seedNote (options: CompareOptions) =
    let equivalence =
        match options.Margin with
        | Some _ ->
            $" For equivalence: the interval of {Decimals.shown 0 (100.0 * (1.0 - 2.0 * options.Alpha))} %% on the combined error."
        | None -> ""

    $"95 %% intervals of the difference of architectures. Images: bootstrap (BCa), the trained models given. Seeds: Student's t, the images given. Combined: both variances added, Satterthwaite's degrees of freedom; from five seeds of each, where it held the true difference in 94 to 97 of 100 simulated comparisons, either kind alone in as few as 30; where one training in five fails, in 66.{equivalence}"

let private pairColumns: (string * (PairRow -> Cell)) list =
    [ "first", (fun row -> text row.First); "second", (fun row -> text row.Second) ]

let private architectureColumns: (string * (SeedRow -> Cell)) list =
    [ "first", (fun row -> text row.First); "second", (fun row -> text row.Second) ]

let private tests subject (comparison: PairedComparison) =
    let columns =
        pairColumns
        @ testColumns
            subject
            [
                "metric"
                "difference"
                "95 % interval"
                "test"
                "p"
                "Holm"
                "difference shown"
            ]
        @ [
            "BH", (fun row -> pValue row.BenjaminiHochberg)
            "Bonferroni", (fun row -> pValue row.Bonferroni)
            "only first / second right",
            (fun row ->
                match row.Discordant with
                | Some(first, second) -> text $"{first} / {second}"
                | None -> text "")
        ]

    let omnibus (models, test: Result<ChiSquared, string>) =
        let result =
            match test with
            | Ok q -> $"{Decimals.four q.Statistic}, {q.Df} degrees of freedom, p {Format.probability q.PValue}"
            | Error reason -> $"n/a ({reason})"

        paragraph $"Cochran's Q of the accuracies, {models}: {result}."

    chapter
        "tests"
        "Tests on the images"
        [
            paragraph (Sentences.testNote subject)
            Grid(grid columns (tested comparison))
            yield! List.map omnibus comparison.Omnibus
        ]

let private described subject (comparison: PairedComparison) =
    let columns =
        pairColumns
        @ testColumns subject [ "metric"; "difference"; "95 % interval (bootstrap)" ]

    let rows = comparison.Rows |> List.filter (fun row -> row.Test = "")
    chapter "described" "Described, not tested" [ Grid(grid columns rows) ]

let private uncertainty subject (comparison: PairedComparison) rows =
    let columns =
        architectureColumns
        @ [ "metric", seedMetric subject; "seeds", seedsUsed ]
        @ seedColumns rows

    chapter
        "uncertainty"
        "Both kinds of uncertainty"
        [ paragraph (seedNote comparison.Options); Grid(grid columns rows) ]

let private effectSizes subject rows =
    let columns =
        architectureColumns
        @ [
            "metric", seedMetric subject
            "d_z", (fun row -> four row.CohensDz)
            "Hedges' g", (fun row -> four row.HedgesG)
            "Cliff's delta", (fun row -> four row.CliffsDelta)
            "signed ranks, p", (fun row -> four row.SignedRankP)
        ]

    chapter
        "effect-sizes"
        "Effect sizes over the seeds"
        [
            paragraph
                "Cohen's d_z and Hedges' g measure how steady the difference is from seed to seed, not how large it is; Cliff's delta how often one architecture's run beats another's."
            Grid(grid columns rows)
        ]

let private ranks (subject: Subject) (comparison: PairedComparison) (first: RankRow) =
    let rank index (row: RankRow) =
        match row.Test with
        | Ok test -> Number(test.MeanRanks[index], 2)
        | Error _ -> Missing ""

    let nemenyi =
        match first.CriticalDifference with
        | Ok difference ->
            $"Mean ranks that differ by {Decimals.four difference} or more differ by Nemenyi's test at {comparison.Options.Alpha}"
        | Error reason -> $"Nemenyi's test tells no two of them apart: {reason}"

    let columns =
        [
            "metric", (fun (row: RankRow) -> text (row.Metric.Of subject.ClassNames))
            for index, model in List.indexed first.Models do
                $"mean rank, {model}", rank index
            "p", (fun row -> four row.PValue)
        ]

    chapter
        "ranks"
        "All architectures, ranked within each seed"
        [
            paragraph
                $"Friedman's test over the {first.Seeds} seeds that all of them have, these images given: it says nothing about other images. The p-value is exact, from every ranking, up to {Friedman.mostBlocks first.Models.Length} seeds, else that of Iman and Davenport's F. {nemenyi}. These p-values are not adjusted."
            Grid(grid columns comparison.Ranks)
        ]

/// The comparison as a document of its own, with its figures. What takes seeds: only where there is more than one.
let document (subject: Subject) (comparison: PairedComparison) =
    { document $"Paired comparison: {subject.Dataset} {subject.Split}" with
        Opening =
            [
                for sentence in comparison.Opening do
                    paragraph sentence
                Bullets(List.map plain comparison.Remarks)
            ]
        Chapters =
            [
                chapter "claims" "What may be claimed" (ClaimGrid.blocks subject comparison)
                tests subject comparison
                described subject comparison
                match repeated comparison with
                | [] -> ()
                | rows ->
                    uncertainty subject comparison rows
                    effectSizes subject rows
                yield! comparison.Ranks |> List.truncate 1 |> List.map (ranks subject comparison)
            ]
        Facts = CompareFacts.ofComparison comparison
    }

let private reportChapter = chapter "paired" "Model against model"

/// The chapter of a report on one model.
let nothing =
    reportChapter [ paragraph "One model was judged, so nothing is compared here." ]

/// The comparison in one chapter of a report.
let section (subject: Subject) (comparison: PairedComparison) =
    let result pValue =
        match pValue with
        | Ok p -> $"p {Format.probability p}"
        | Error reason -> $"n/a ({reason})"

    reportChapter
        [
            Bullets
                [
                    yield! List.map plain comparison.Remarks
                    for models, test in comparison.Omnibus do
                        plain
                            $"Cochran's Q of the accuracies, {models}: {result (test |> Result.map (fun (q: ChiSquared) -> q.PValue))}."
                    for row in comparison.Ranks do
                        plain
                            $"Friedman's test of {row.Metric.Of subject.ClassNames} over the {row.Seeds} seeds that all have, these images given: {result row.PValue}."
                ]
            Heading(plain "What may be claimed")
            yield! ClaimGrid.blocks subject comparison
            Folded(
                plain "Tests on the images",
                [
                    Grid(
                        groupedGrid
                            (testColumns
                                subject
                                [
                                    "Metric"
                                    "Difference"
                                    "95 % interval"
                                    "Test"
                                    "p"
                                    "p, Holm"
                                    "Difference shown"
                                ])
                            [
                                for (first, second), rows in
                                    tested comparison |> List.groupBy (fun row -> row.First, row.Second) ->
                                    $"{first} less {second}", rows
                            ]
                    )
                    remark (Sentences.testNote subject)
                ]
            )
            match repeated comparison with
            | [] -> ()
            | rows ->
                Heading(plain "Both kinds of uncertainty")

                Grid(
                    groupedGrid
                        (("Metric", seedMetric subject) :: seedColumns rows)
                        [
                            for (first, second, (ofFirst, ofSecond), pairing), rows in
                                rows |> List.groupBy (fun row -> row.First, row.Second, row.Seeds, row.Pairing) ->
                                let note = if pairing = "" then "" else $" ({pairing})"
                                $"{first} less {second}: {ofFirst} and {ofSecond} seeds{note}", rows
                        ]
                )

                remark (seedNote comparison.Options)
        ]
