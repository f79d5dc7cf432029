/// The audit as a document: the findings, then the tables that they come from.
module internal QImpact.Analysis.Audit.Chapters

open QImpact.Statistics
open QImpact.Analysis.Audit.Audit
open QImpact.Analysis.Audit.Document
open QImpact.Analysis.Audit.PublishedTable

let private cell text : Line = plain text

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
            match printed with
            | None -> cell ""
            | Some printed ->
                match derived column.Metric index with
                | Some check when not check.Agrees ->
                    [ Plain $"{printed.Text}, "; Strong $"is {printed.Rounded check.Value}" ]
                | _ -> cell printed.Text))

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
            cell (either 4 auc.Needed)
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

/// The whole document.
let ofAudit (audit: Audit) =
    [
        Some(SummaryChapter.chapter audit)
        Some(matrices audit)
        if audit.Pairs.IsEmpty then None else Some(pairs audit)
        if audit.Aucs.IsEmpty then None else Some(aucs audit)
        PlanningChapters.samples audit
        PlanningChapters.claims audit
    ]
    |> List.choose id
