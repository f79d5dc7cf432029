/// A paired comparison as chapters: what may be claimed first, the figures after.
module internal QImpact.Analysis.Compare.CompareChapters

open QImpact.Metrics
open QImpact.Statistics
open QImpact.Analysis.Models
open QImpact.Analysis.Document

let private pValue = Option.map PValue >> Option.defaultValue (Missing "")

let private four = orMissing (fun value -> Number(value, 4))

let private tested (comparison: PairedComparison) =
    comparison.Rows |> List.filter (fun row -> row.Test <> "")

let private seedMetric (subject: Subject) (row: SeedRow) = text (row.Metric.Of subject.ClassNames)

/// The metric's difference with its test, under up to six headings.
let private testColumns (subject: Subject) headings : (string * (PairRow -> Cell)) list =
    [
        (fun (row: PairRow) -> text (row.Metric.Of subject.ClassNames))
        (fun row -> Estimated(row.Difference, None))
        (fun row -> orMissing Range row.Interval)
        (fun row -> text row.Test)
        (fun row -> pValue (Result.toOption row.PValue))
        (fun row -> pValue row.Holm)
    ]
    |> List.truncate (List.length headings)
    |> List.zip headings

/// The difference of architectures and its three intervals, under four headings.
let private seedColumns headings : (string * (SeedRow -> Cell)) list =
    List.zip
        headings
        [
            (fun row -> Estimated(row.Difference, None))
            (fun row -> orMissing Range row.Images)
            (fun row -> orMissing Range row.Seeding)
            (fun row -> orMissing Range row.Combined)
        ]

let private pairColumns: (string * (PairRow -> Cell)) list =
    [ "first", (fun row -> text row.First); "second", (fun row -> text row.Second) ]

let private architectureColumns: (string * (SeedRow -> Cell)) list =
    [ "first", (fun row -> text row.First); "second", (fun row -> text row.Second) ]

let private tests subject (comparison: PairedComparison) =
    let columns =
        pairColumns
        @ testColumns subject [ "metric"; "difference"; "95 % interval"; "test"; "p"; "Holm" ]
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
        (Grid(grid columns (tested comparison)) :: List.map omnibus comparison.Omnibus)

let private described subject (comparison: PairedComparison) =
    let columns =
        pairColumns
        @ testColumns subject [ "metric"; "difference"; "95 % interval (bootstrap)" ]

    let rows = comparison.Rows |> List.filter (fun row -> row.Test = "")
    chapter "described" "Described, not tested" [ Grid(grid columns rows) ]

let private uncertainty subject (comparison: PairedComparison) =
    let columns =
        architectureColumns
        @ [
            "metric", seedMetric subject
            "seeds", (fun row -> text $"{fst row.Seeds} and {snd row.Seeds}")
        ]
        @ seedColumns [ "difference"; "images"; "seeds alone"; "combined" ]

    chapter
        "uncertainty"
        "Both kinds of uncertainty"
        [
            paragraph
                "95 % intervals of the difference of architectures: from the images, from the seeds, and from both (variances added)."
            Grid(grid columns comparison.Seeds)
        ]

let private effectSizes subject (comparison: PairedComparison) =
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
            Grid(grid columns comparison.Seeds)
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
                $"Friedman's test over {first.Seeds} seeds, these images given: it says nothing about other images. The p-value is exact, from every ranking, up to {Friedman.mostBlocks first.Models.Length} seeds, else that of Iman and Davenport's F. {nemenyi}. These p-values are not adjusted."
            Grid(grid columns comparison.Ranks)
        ]

/// The comparison as a document of its own, with its figures. Effect sizes and ranks: only where there is more than one seed.
let document (subject: Subject) (comparison: PairedComparison) =
    let isRepeated =
        comparison.Seeds
        |> List.exists (fun row -> fst row.Seeds > 1 && snd row.Seeds > 1)

    { document $"Paired comparison: {subject.Dataset} {subject.Split}" with
        Opening = [ Bullets(List.map plain comparison.Remarks) ]
        Chapters =
            [
                chapter "claims" "What may be claimed" (ClaimGrid.blocks subject comparison)
                tests subject comparison
                described subject comparison
                uncertainty subject comparison
                if isRepeated then
                    effectSizes subject comparison
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
                            $"Friedman's test of {row.Metric.Of subject.ClassNames} over {row.Seeds} seeds, these images given: {result row.PValue}."
                ]
            Heading(plain "What may be claimed")
            yield! ClaimGrid.blocks subject comparison
            Folded(
                plain "Tests on the images",
                [
                    Grid(
                        groupedGrid
                            (testColumns subject [ "Metric"; "Difference"; "95 % interval"; "Test"; "p"; "p, Holm" ])
                            [
                                for (first, second), rows in
                                    tested comparison |> List.groupBy (fun row -> row.First, row.Second) ->
                                    $"{first} less {second}", rows
                            ]
                    )
                ]
            )
            Heading(plain "Both kinds of uncertainty")
            Grid(
                groupedGrid
                    (("Metric", seedMetric subject)
                     :: seedColumns [ "Difference"; "From the images"; "From the seeds"; "Combined" ])
                    [
                        for (first, second, (ofFirst, ofSecond)), rows in
                            comparison.Seeds |> List.groupBy (fun row -> row.First, row.Second, row.Seeds) ->
                            $"{first} less {second}: {ofFirst} and {ofSecond} seeds", rows
                    ]
            )
            remark
                "Intervals of 95 %. Images: Tango's for accuracy and recall, DeLong's for the AUC; for means over seeds the bootstrap (BCa). Seeds: Student's t. Combined: both variances added, Satterthwaite's degrees of freedom; from five seeds of each, where it held the true difference in 94 to 97 of 100 simulated comparisons, either kind alone in as few as 30; where one training in five fails, in 66."
        ]
