/// The audit as a document: the findings, then the tables that they come from.
module internal QImpact.Analysis.Audit.Chapters

open QImpact.Analysis.Statistics
open QImpact.Analysis.Audit.Audit
open QImpact.Analysis.Audit.Document
open QImpact.Analysis.Audit.PublishedTable

let private cell text : Line = plain text

/// What may be said of a pair's accuracies, and what not.
let private claim (audit: Audit) (pair: PairAudit) : Line option =
    let unit = audit.Table.Unit

    match pair.All with
    | Error _ -> None
    | Ok bounds ->
        Some(
            match bounds.Verdict with
            | Pairings.EveryPairing ->
                let better, worse =
                    if fst bounds.Exact.Gain > 0 then
                        pair.Second, pair.First
                    else
                        pair.First, pair.Second

                let level = audit.Settings.Alpha
                let comparisons = audit.Pairs.Length

                match pair.LargestAdjusted with
                | Some p when p > level ->
                    led
                        "May be claimed if it was the one planned comparison:"
                        $" this {worse} errs more often than this {better} on such {unit}. Adjusted for all {comparisons} by Holm's method, p may be as large as {pValue p}."
                | adjusted ->
                    let adjustment =
                        match adjusted with
                        | Some p when comparisons > 1 ->
                            $", p at most {pValue p} when adjusted for the {comparisons} comparisons by Holm's method"
                        | _ -> ""

                    led
                        "May be claimed:"
                        $" this {worse} errs more often than this {better} on such {unit}, whichever {unit} each got wrong{adjustment}."
            | Pairings.NoPairing ->
                led
                    "May not be claimed:"
                    $" that {pair.First} and {pair.Second} differ in accuracy, in either direction; nor that they are equally good."
            | Pairings.Open ->
                led
                    "Can't be known from the table:"
                    $" whether {pair.First} and {pair.Second} differ in accuracy. The paper's own predictions would tell."
        )

let private aucClaim (pair: PairAudit) : Line option =
    match pair.Auc with
    | Some { Needed = Ok(needed0, needed1) } ->
        // Close to 1 two digits would say 1.
        let shown correlation =
            decimals (if correlation > 0.99 then 4 else 2) correlation

        let lowest, highest = min needed0 needed1, max needed0 needed1

        Some(
            led
                "AUC:"
                $" {pair.Second} and {pair.First} differ significantly only if their two estimates correlate by more than {shown lowest} to {shown highest}, depending on the class that the formula takes as positive. The table does not give the correlation."
        )
    | _ -> None

let private short (audit: Audit) =
    let pairs = audit.Pairs

    {
        Id = "findings"
        Title = "In short"
        Blocks =
            [
                Bullets(Findings.all audit)
                if not pairs.IsEmpty then
                    Paragraph [ Strong "What may be claimed from these figures" ]

                    Bullets
                        [
                            yield! List.choose (claim audit) pairs
                            yield! List.choose aucClaim pairs
                            led
                                "Of the models, not of their kind:"
                                " the table has one figure per model and no spread over trainings. Another seed gives other figures, so nothing here is about an architecture."
                        ]
            ]
    }

let private span (values: int list) =
    range (List.min values, List.max values)

let private matrixRow (counts: ClassCounts) (model: Reconstruction.ModelMatrices) =
    let right1 = model.Regions |> List.map _.Right1

    let right0 =
        model.Regions
        |> List.collect (fun region -> [ region.LowestRight0; region.HighestRight0 ])

    let four =
        match model.Count, model.Nearest with
        | 1L, [ right, _ ] ->
            $"{right.Right1} / {counts.Class0 - right.Right0} / {counts.Class1 - right.Right1} / {right.Right0}"
        | _ -> "several"

    [
        cell model.Model
        cell (if right0.IsEmpty then "none" else span right0)
        cell (if right1.IsEmpty then "none" else span right1)
        cell four
        cell $"{model.Matched} of {model.Cells}"
        cell (whole model.Count)
    ]

/// A row of the table as printed; what a matrix gives stands beside where it differs.
let private cellRow (table: PublishedTable) (row: TableModel) (model: Reconstruction.ModelMatrices) =
    let derived metric index =
        match model.Nearest with
        | (_, cells) :: _ when metric <> Auc ->
            // The checks leave out AUC and cells that are not printed.
            let place =
                List.zip table.Columns row.Cells
                |> List.truncate index
                |> List.filter (fun (column, cell) -> column.Metric <> Auc && cell.IsSome)
                |> List.length

            Some cells[place]
        | _ -> None

    cell row.Name
    :: (List.zip table.Columns row.Cells
        |> List.mapi (fun index (column, printed) ->
            match printed, derived column.Metric index with
            | None, _ -> cell ""
            | Some printed, Some check when not check.Agrees ->
                [ Plain $"{printed.Text}, "; Strong $"is {printed.Rounded check.Value}" ]
            | Some printed, _ -> cell printed.Text))

let private columnHeads (audit: Audit) =
    let best = audit.Reconstruction.Best.Head

    let rec heads columns (conventions: Reconstruction.Conventions) =
        match columns, conventions with
        | (column: Column) :: rest, _ when column.Metric = Auc -> "AUC" :: heads rest conventions
        | _ :: rest, convention :: others -> Findings.columnTitle audit.Table convention :: heads rest others
        | _ -> []

    heads audit.Table.Columns best

let private matrices (audit: Audit) =
    let table, found = audit.Table, audit.Reconstruction
    let name0, name1 = table.ClassName 0, table.ClassName 1
    let counts = table.Counts

    {
        Id = "matrices"
        Title = "Confusion matrices"
        Blocks =
            [
                Paragraph(
                    plain
                        $"A model that judges {counts.Class0} {name0} and {counts.Class1} {name1} {table.Unit} has one of {whole found.MatricesExamined} confusion matrices. Each was compared with every printed cell, under each of {whole (int64 found.ConventionsExamined)} ways to read the columns: one or the other class as positive, or a mean of the two."
                )
                Grid(
                    [
                        "Model"
                        $"{name0} right, of {counts.Class0}"
                        $"{name1} right, of {counts.Class1}"
                        $"TP / FP / FN / TN, {name1} positive"
                        "cells reproduced"
                        "matrices that do"
                    ],
                    found.Models |> List.map (matrixRow counts)
                )
                Figure("matrices", "How many matrices agree with how many printed cells of a model.")
                Grid("As printed" :: columnHeads audit, List.map2 (cellRow table) table.Models found.Models)
                Remark
                    "A cell is reproduced where the exact value, a fraction or the root of one, lies within half a unit of the last printed digit; a tie may be printed either way. The comparison is in whole numbers. 0/0 counts as a printed 0. If a row were a mean over several runs, no matrix would be behind it."
            ]
    }

let private pairRows (audit: Audit) (pair: PairAudit) =
    let row title (bounds: Result<TestBounds, string>) =
        match bounds with
        | Error reason -> [ cell title; cell reason; cell ""; cell ""; cell ""; cell "" ]
        | Ok bounds ->
            let between (test: Pairings.Bounds) =
                $"{pValue test.Smallest.PValue} to {pValue test.Largest.PValue}"

            let exact = bounds.Exact

            let discordant =
                range (fst exact.OnlyFirst + fst exact.OnlySecond, snd exact.OnlyFirst + snd exact.OnlySecond)

            [
                cell title
                cell (signedRange exact.Gain)
                cell discordant
                cell (between exact)
                cell (between bounds.MidP)
                cell $"{whole exact.Significant} of {whole exact.Pairings}"
            ]

    let title = $"{pair.Second} against {pair.First}"

    row title pair.All
    :: List.mapi (fun cls bounds -> row $"{title}, {audit.Table.ClassName cls}" bounds) pair.OfClass

let private pairs (audit: Audit) =
    let unit = audit.Table.Unit

    {
        Id = "pairings"
        Title = "Which differences are more than chance"
        Blocks =
            [
                Paragraph(
                    plain
                        $"The models judged the same {unit}, so a paired test is due. The table does not say which {unit} each got wrong; but the counts bound on how many exactly one of two was right, and every possible pairing was tested with McNemar's test, two-sided, level {percent audit.Settings.Alpha}."
                )
                Grid(
                    [
                        "Comparison"
                        "more right"
                        $"{unit} on which they differ"
                        "exact p"
                        "mid-p"
                        "significant pairings"
                    ],
                    audit.Pairs |> List.collect (pairRows audit)
                )
                Figure(
                    "pairings",
                    $"The exact p-value under every possible pairing, by the number of {unit} that exactly one of the two judges rightly. Dashed: the level {percent audit.Settings.Alpha}."
                )
                if audit.Pairs |> List.exists _.FromTotals then
                    Remark
                        "Where a table leaves too many confusion matrices, the bounds over all cases come from the numbers of right decisions alone; they hold, but may be too wide."
                if audit.Pairs.Length > 1 then
                    Remark
                        $"The p-values of this table are not adjusted for the number of comparisons, {audit.Pairs.Length}, nor for the tests by class. The claims above are, by Holm's method, with the largest p-value of each comparison."
            ]
    }

let private either (digits: int) result =
    match result with
    | Ok(first, second) -> $"{decimals digits first} / {decimals digits second}"
    | Error reason -> reason

let private interval (interval: Interval) =
    $"{decimals 3 interval.Lower} to {decimals 3 interval.Upper}"

let private aucs (audit: Audit) =
    let table = audit.Table

    let row (auc: AucBounds.ModelAuc) =
        [
            cell auc.Model
            cell auc.Printed.Text
            cell (
                match auc.RightPairs with
                | Some(first, last) when first = last -> whole first
                | Some(first, last) -> $"{whole first} to {whole last}"
                | None -> "none without ties"
            )
            cell (
                match auc.Possible with
                | Some possible when auc.AgreesWithMatrix -> interval possible
                | Some possible -> $"{interval possible}: contradicts the matrix"
                | None -> ""
            )
            cell (either 4 auc.StandardErrors)
            cell (
                match auc.Intervals with
                | Ok(first, second) -> $"{interval first} / {interval second}"
                | Error _ -> ""
            )
        ]

    let pairRow (pair: PairAudit, auc: AucBounds.AucPair) =
        let at correlation =
            auc.Assumed
            |> List.find (fun assumed -> assumed.Correlation = correlation)
            |> fun assumed ->
                match assumed.PValues with
                | Ok(first, second) -> $"{pValue first} / {pValue second}"
                | Error reason -> reason

        let sign = if auc.Difference < 0.0 then "−" else "+"

        [
            cell $"{pair.Second} against {pair.First}"
            cell $"{sign}{decimals 4 (abs auc.Difference)}"
            cell (at 0.0)
            cell (at 0.5)
            cell (at 0.8)
            cell (either 3 auc.Needed)
        ]

    let pairs =
        audit.Pairs
        |> List.choose (fun pair -> pair.Auc |> Option.map (fun auc -> pair, auc))

    let positive = $"{table.ClassName 0} / {table.ClassName 1} positive"

    {
        Id = "auc"
        Title = "AUC"
        Blocks =
            [
                Grid(
                    [
                        "Model"
                        "AUC"
                        $"pairs in order, of {whole (int64 table.Counts.Class0 * int64 table.Counts.Class1)}"
                        "possible with the matrix"
                        $"standard error, {positive}"
                        "95 % interval"
                    ],
                    List.map row audit.Aucs
                )
                Figure(
                    "metrics",
                    "Accuracy with Wilson's 95 % interval and AUC with Hanley and McNeil's, the wider of the two. Each interval is its model's own and does not compare two models."
                )
                if not pairs.IsEmpty then
                    Grid(
                        [
                            "Comparison"
                            "difference"
                            $"p if r = 0, {positive}"
                            "p if r = 0.5"
                            "p if r = 0.8"
                            $"significant from r ="
                        ],
                        List.map pairRow pairs
                    )
                Remark
                    "Standard errors by Hanley and McNeil (1982) from the AUC and the class counts; the formula is not symmetric in the classes, so both are given. r is the correlation of two AUC estimates on the same cases, which a table does not give (Hanley and McNeil 1983). Any ROC curve through the operating point (TPR, FPR) has an area from TPR (1 - FPR) to 1 - (1 - TPR) FPR."
            ]
    }

let private samples (audit: Audit) =
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

let private claims (audit: Audit) =
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

/// The whole document.
let ofAudit (audit: Audit) =
    [
        Some(short audit)
        Some(matrices audit)
        if audit.Pairs.IsEmpty then None else Some(pairs audit)
        if audit.Aucs.IsEmpty then None else Some(aucs audit)
        samples audit
        claims audit
    ]
    |> List.choose id
