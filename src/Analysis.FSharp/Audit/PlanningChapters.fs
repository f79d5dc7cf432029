/// How many cases it would take, and the stated data.
module internal QImpact.Analysis.Audit.PlanningChapters

open System
open QImpact.Metrics
open QImpact.Analysis.Document
open QImpact.Analysis.Document.Format
open QImpact.Analysis.Audit.Audit
open QImpact.Analysis.Audit.PublishedTable

/// A table of the audit from its columns, each a heading and the text of a row.
let table (columns: (string * ('row -> Line)) list) rows =
    Grid
        { grid [ for heading, line in columns -> heading, line >> Text ] rows with
            Look = "audit-grid"
        }

let samples (audit: Audit) =
    let unit, total = audit.Table.Unit, whole (int64 audit.Table.Counts.Total)

    let blocks (pair: PairAudit) (need: SampleNeed) =
        [
            Paragraph(
                led
                    $"{pair.Title}:"
                    $" a difference of {Decimals.shown 2 (100.0 * need.Difference)} points, power {percent audit.Settings.Power}, two-sided level {percent audit.Settings.Alpha}."
            )
            table
                [
                    $"{unit} on which the two differ", (fun row -> plain (percent (Math.Round(row.Discordance, 4))))
                    $"{unit} needed, exact test", Findings.needed >> fst >> plain
                    "Connor's formula", Findings.needed >> snd >> plain
                    $"power with {total}", (fun row -> plain (percent (Math.Round(row.PowerHere, 3))))
                ]
                need.Rows
        ]

    chapter
        "sample-size"
        $"How many {unit} it would take"
        [
            for pair in audit.Pairs do
                yield! pair.Need |> Option.map (blocks pair) |> Option.defaultValue []
            Chart(AuditCharts.sampleSize audit)
            remark
                "The first and the last row are the least and the most that the confusion matrices allow. The exact test's number is the smallest that reaches the power, by enumeration; Connor (1987) approximates it by the normal distribution. They are for planning a new test set: the power at the observed difference only restates the p-value."
        ]

let claims (audit: Audit) =
    let published (check: Claims.CountCheck) =
        let split = check.Split |> Option.defaultValue "all"
        $"{split}: {ClaimFindings.sizeText (PerClass check.Published)}, {whole (int64 check.Published.Total)} together"

    let foundAt (figure: Claims.QuotedFigure) =
        match figure.FoundAt with
        | [] -> "none of its figures"
        | found -> found |> List.map _.Row.Title |> listed

    chapter
        "claims"
        "Stated data, quoted figures and the text"
        [
            match audit.Table.Data with
            | Some data when not audit.Counts.IsEmpty ->
                let classes = $"{audit.Table.ClassName 0}/{audit.Table.ClassName 1}"

                table
                    [
                        "Stated", (fun (check: Claims.CountCheck) -> plain check.Stated.What)
                        "as", (fun check -> plain (ClaimFindings.sizeText check.Stated.Size))
                        $"published, {data.Name}, {classes}", published >> plain
                        "is the size of", ClaimFindings.sameAs >> plain
                    ]
                    audit.Counts
            | _ -> ()
            if not audit.Quotes.IsEmpty then
                table
                    [
                        "Quoted",
                        (fun (what, figure: Claims.QuotedFigure) -> plain $"{what}: {figure.Metric.Row.Title}")
                        "as", (fun (_, figure) -> plain figure.Quoted.Text)
                        "the work's own", (fun (_, figure) -> plain figure.Own.Text)
                        "is its figure of", snd >> foundAt >> plain
                    ]
                    [
                        for quote in audit.Quotes do
                            for figure in quote.Figures -> quote.What, figure
                    ]
            if not audit.Statements.IsEmpty then
                table
                    [
                        "The text says", (fun (check: Claims.StatementCheck) -> plain check.Statement.Quote)
                        "of", (fun check -> plain $"{check.Statement.Better} against {check.Statement.Than}")
                        "columns in which it is above", (fun check -> plain $"{check.Higher} of {check.Columns}")
                        "named, but not above",
                        (fun check ->
                            check.Contradicted
                            |> List.map (fun (metric, own, other) ->
                                $"{metric.Row.Title}: {own.Text} against {other.Text}")
                            |> String.concat ", "
                            |> plain)
                    ]
                    audit.Statements
        ]
