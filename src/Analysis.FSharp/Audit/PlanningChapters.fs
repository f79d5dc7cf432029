/// How many cases it would take, and the stated data.
module internal QImpact.Analysis.Audit.PlanningChapters

open QImpact.Analysis.Audit.Audit
open QImpact.Analysis.Audit.Document
open QImpact.Analysis.Audit.PublishedTable

let private cell text : Line = plain text

/// None where no difference is left open.
let samples (audit: Audit) =
    let unit = audit.Table.Unit

    let size (row: SampleRow) =
        match row.Exact with
        | Ok size -> whole (int64 size.First)
        | Error reason -> reason

    let connor (row: SampleRow) =
        match row.Connor with
        | Ok cases -> whole (int64 (ceil cases))
        | Error reason -> reason

    let blocks (pair: PairAudit) (need: SampleNeed) =
        [
            Paragraph(
                led
                    $"{pair.Second} against {pair.First}:"
                    $" a difference of {decimals 2 (100.0 * need.Difference)} points, power {percent audit.Settings.Power}, two-sided level {percent audit.Settings.Alpha}."
            )
            Grid(
                [
                    $"{unit} on which the two differ"
                    $"{unit} needed, exact test"
                    "Connor's formula"
                    $"power with {whole (int64 audit.Table.Counts.Total)}"
                ],
                need.Rows
                |> List.map (fun row ->
                    [
                        cell (percent (System.Math.Round(row.Discordance, 4)))
                        cell (size row)
                        cell (connor row)
                        cell (percent (System.Math.Round(row.PowerHere, 3)))
                    ])
            )
        ]

    let needs =
        audit.Pairs
        |> List.choose (fun pair -> pair.Need |> Option.map (fun need -> pair, need))

    if needs.IsEmpty then
        None
    else
        Some
            {
                Id = "sample-size"
                Title = $"How many {unit} it would take"
                Blocks =
                    [
                        yield! needs |> List.collect (fun (pair, need) -> blocks pair need)
                        Figure(
                            "sample-size",
                            $"{Findings.sentence unit} needed, by how often exactly one of the two is right. Dotted: the {whole (int64 audit.Table.Counts.Total)} that there are."
                        )
                        Remark
                            "The first and the last row are the least and the most that the confusion matrices allow. The exact test's number is the smallest that reaches the power, by enumeration; Connor (1987) approximates it by the normal distribution. They are for planning a new test set: the power at the observed difference only restates the p-value."
                    ]
            }

/// None where nothing was stated or quoted.
let claims (audit: Audit) =
    let countRow (check: Claims.CountCheck) =
        let published =
            match check.Split with
            | Some split -> $"{split}: {Findings.sizeText (PerClass check.Published)}"
            | None -> $"all: {Findings.sizeText (PerClass check.Published)}"

        [
            cell check.Stated.What
            cell (Findings.sizeText check.Stated.Size)
            cell $"{published}, {whole (int64 check.Published.Total)} together"
            cell (Findings.sameAs check)
        ]

    let quoteRow (what: string) (figure: Claims.QuotedFigure) =
        [
            cell $"{what}: {TableMetric.title figure.Metric}"
            cell figure.Quoted.Text
            cell figure.Own.Text
            cell (
                match figure.FoundAt with
                | [] -> "none of its figures"
                | found -> found |> List.map TableMetric.title |> listed
            )
        ]

    if audit.Counts.IsEmpty && audit.Quotes.IsEmpty then
        None
    else
        Some
            {
                Id = "claims"
                Title = "Stated data and quoted figures"
                Blocks =
                    [
                        match audit.Table.Data with
                        | Some data when not audit.Counts.IsEmpty ->
                            let classes = $"{audit.Table.ClassName 0}/{audit.Table.ClassName 1}"

                            Grid(
                                [ "Stated"; "as"; $"published, {data.Name}, {classes}"; "is the size of" ],
                                List.map countRow audit.Counts
                            )
                        | _ -> ()
                        if not audit.Quotes.IsEmpty then
                            Grid(
                                [ "Quoted"; "as"; "the work's own"; "is its figure of" ],
                                audit.Quotes
                                |> List.collect (fun quote -> quote.Figures |> List.map (quoteRow quote.What))
                            )
                    ]
            }
