/// <summary>A paired comparison as Markdown.</summary>
module QImpact.Analysis.Compare.CompareMarkdown

open System.Globalization
open QImpact.Analysis
open QImpact.Analysis.PairedComparison
open QImpact.Analysis.Compare.Wording

let private invariant = CultureInfo.InvariantCulture

/// A cell's bars would end it.
let private escaped (text: string) = text.Replace("|", "\\|")

let private table (head: string list) (rows: string list list) =
    let line cells =
        "| " + (cells |> List.map escaped |> String.concat " | ") + " |"

    line head :: line (head |> List.map (fun _ -> "---")) :: (rows |> List.map line)

/// Effect sizes and ranks: only where there is more than one seed.
let private overSeeds name (comparison: Comparison) =
    let number result =
        match result with
        | Ok value -> four value
        | Error reason -> $"n/a ({reason})"

    [
        if
            comparison.Seeds
            |> List.exists (fun row -> fst row.Seeds > 1 && snd row.Seeds > 1)
        then
            ""
            "## Effect sizes over the seeds"
            ""
            "Cohen's d_z and Hedges' g measure how steady the difference is from seed to seed, not how large it is; Cliff's delta how often one architecture's run beats another's."
            ""

            yield!
                table
                    [
                        "first"
                        "second"
                        "metric"
                        "d_z"
                        "Hedges' g"
                        "Cliff's delta"
                        "signed ranks, p"
                    ]
                    [
                        for row in comparison.Seeds ->
                            [
                                row.First
                                row.Second
                                name row.Metric
                                number row.CohensDz
                                number row.HedgesG
                                number row.CliffsDelta
                                number row.SignedRankP
                            ]
                    ]
        match comparison.Ranks with
        | [] -> ()
        | first :: _ ->
            ""
            "## All architectures, ranked within each seed"
            ""
            $"Friedman's test by Iman and Davenport's F over {first.Seeds} seeds, these images given: it says nothing about other images. Mean ranks that differ by {four first.CriticalDifference} or more differ by Nemenyi's test at {comparison.Options.Alpha}. These p-values are not adjusted."
            ""

            yield!
                table
                    ([ "metric" ] @ [ for model in first.Models -> $"mean rank, {model}" ] @ [ "p" ])
                    [
                        for row in comparison.Ranks ->
                            let ranks =
                                match row.Test with
                                | Ok test -> [ for rank in test.MeanRanks -> rank.ToString("0.00", invariant) ]
                                | Error _ -> row.Models |> List.map (fun _ -> "n/a")

                            [ name row.Metric ] @ ranks @ [ number row.PValue ]
                    ]
    ]

/// <summary>The comparison as Markdown: what may be claimed first, the figures after.</summary>
let markdown (subject: Comparison.Subject) (comparison: Comparison) =
    let name = Figures.metricName subject.ClassNames
    let tested = comparison.Rows |> List.filter (fun row -> row.Test <> "")
    let described = comparison.Rows |> List.filter (fun row -> row.Test = "")

    let testTable =
        table
            [
                "first"
                "second"
                "metric"
                "difference"
                "95 % interval"
                "test"
                "p"
                "Holm"
                "BH"
                "Bonferroni"
                "only first / second right"
            ]
            [
                for row in tested ->
                    [
                        row.First
                        row.Second
                        name row.Metric
                        string row.Difference
                        range row.Interval
                        row.Test
                        probability (Result.toOption row.PValue)
                        probability row.Holm
                        probability row.BenjaminiHochberg
                        probability row.Bonferroni
                        (match row.Discordant with
                         | Some(first, second) -> $"{first} / {second}"
                         | None -> "")
                    ]
            ]


    let describedTable =
        table
            [ "first"; "second"; "metric"; "difference"; "95 % interval (bootstrap)" ]
            [
                for row in described ->
                    [
                        row.First
                        row.Second
                        name row.Metric
                        string row.Difference
                        range row.Interval
                    ]
            ]


    let uncertaintyTable =
        table
            [
                "first"
                "second"
                "metric"
                "seeds"
                "difference"
                "images"
                "seeds alone"
                "combined"
            ]
            [
                for row in comparison.Seeds ->
                    [
                        row.First
                        row.Second
                        name row.Metric
                        $"{fst row.Seeds} and {snd row.Seeds}"
                        string row.Difference
                        range row.Images
                        range row.Seeding
                        range row.Combined
                    ]
            ]


    [
        $"# Paired comparison: {subject.Dataset} {subject.Split}"
        ""
        for remark in comparison.Remarks do
            $"- {remark}"
        ""
        "## What may be claimed"
        ""
        for claim in claims comparison do
            $"- {claim}"
        ""
        "## Tests on the images"
        ""
        for line in testTable do
            line
        ""
        for heading, test in comparison.Omnibus do
            match test with
            | Ok q ->
                $"Cochran's Q of the accuracies, {heading}: {four q.Statistic}, {q.Df} degrees of freedom, p {probability (Some q.PValue)}."
            | Error reason -> $"Cochran's Q of the accuracies, {heading}: n/a ({reason})."

            ""
        "## Described, not tested"
        ""
        for line in describedTable do
            line
        ""
        "## Both kinds of uncertainty"
        ""
        "95 % intervals of the difference of architectures: from the images, from the seeds, and from both (variances added)."
        ""
        for line in uncertaintyTable do
            line
        yield! overSeeds name comparison
    ]
