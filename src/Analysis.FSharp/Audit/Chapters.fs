/// The audit as a document: the findings, then the tables that they come from.
module internal QImpact.Analysis.Audit.Chapters

open QImpact.Metrics
open QImpact.Analysis.Document
open QImpact.Analysis.Document.Format
open QImpact.Analysis.Audit.Audit
open QImpact.Analysis.Audit.PlanningChapters
open QImpact.Analysis.Audit.PublishedTable

let private span (values: int list) =
    if values.IsEmpty then
        "none"
    else
        range (List.min values, List.max values)

let private matrixColumns (table: PublishedTable) =
    let counts = table.Counts
    let name0, name1 = table.ClassName 0, table.ClassName 1

    let four (model: Reconstruction.ModelMatrices) =
        match model.Count, model.Nearest with
        | 1L, [ right, _ ] ->
            $"{right.Right1} / {counts.Class0 - right.Right0} / {counts.Class1 - right.Right1} / {right.Right0}"
        | _ -> "several"

    [
        "Model", (fun (model: Reconstruction.ModelMatrices) -> plain model.Model)
        $"{name0} right, of {counts.Class0}",
        (fun model ->
            model.Regions
            |> List.collect (fun region -> [ region.LowestRight0; region.HighestRight0 ])
            |> span
            |> plain)
        $"{name1} right, of {counts.Class1}", (fun model -> model.Regions |> List.map _.Right1 |> span |> plain)
        $"TP / FP / FN / TN, {name1} positive", four >> plain
        "cells reproduced", (fun model -> plain $"{model.Matched} of {model.Cells}")
        "matrices that do", (fun model -> plain (whole model.Count))
    ]

/// The columns of the table as printed; what the closest matrix gives stands beside where it differs.
let private printedColumns (audit: Audit) =
    // Conventions leave out AUC.
    let heading left (column: Column) =
        match left with
        | first :: rest when column.Metric <> TableMetric.auc -> Findings.columnTitle audit.Table first, rest
        | _ -> column.Metric.Row.Title, left

    let cell index (row: TableModel, model: Reconstruction.ModelMatrices) =
        let check =
            List.tryHead model.Nearest
            |> Option.bind (snd >> List.tryFind (fun check -> check.Column = index))

        match row.Cells[index], check with
        | Some printed, Some check when not check.Agrees ->
            [ Plain $"{printed.Text}, "; Strong $"is {printed.Rounded check.Value}" ]
        | Some printed, _ -> plain printed.Text
        | None, _ -> plain ""

    List.mapFold heading audit.Reconstruction.Best.Head audit.Table.Columns
    |> fst
    |> List.mapi (fun index heading -> heading, cell index)

let private matrices (audit: Audit) =
    let paper, found = audit.Table, audit.Reconstruction
    let counts = paper.Counts

    chapter
        "matrices"
        "Confusion matrices"
        [
            paragraph
                $"A model that judges {counts.Class0} {paper.ClassName 0} and {counts.Class1} {paper.ClassName 1} {paper.Unit} has one of {whole found.MatricesExamined} confusion matrices. Each was compared with every printed cell, under each of {whole (int64 found.ConventionsExamined)} ways to read the columns: one or the other class as positive, or a mean of the two."
            table (matrixColumns paper) found.Models
            Chart(AuditCharts.matrices audit)
            table
                (("As printed", (fun (row: TableModel, _) -> plain row.Name))
                 :: printedColumns audit)
                (List.zip paper.Models found.Models)
            remark
                "A cell is reproduced where the exact value, a fraction or the root of one, lies within half a unit of the last printed digit; a tie may be printed either way. The comparison is in whole numbers. 0/0 counts as a printed 0. If a row were a mean over several runs, no matrix would be behind it."
        ]

let private pairColumns unit =
    let column heading (shown: TestBounds -> string) =
        heading, snd >> Result.map shown >> Result.defaultValue "" >> plain

    let between (test: Pairings.Bounds) =
        $"{pValue test.SmallestP} to {pValue test.LargestP}"

    let discordant (exact: Pairings.Bounds) =
        range (fst exact.OnlyFirst + fst exact.OnlySecond, snd exact.OnlyFirst + snd exact.OnlySecond)

    [
        "Comparison", fst >> plain
        "more right",
        (fun (_, bounds: Result<TestBounds, string>) ->
            match bounds with
            | Ok bounds -> plain (signedRange bounds.Exact.Gain)
            | Error reason -> plain reason)
        column $"{unit} on which they differ" (fun bounds -> discordant bounds.Exact)
        column "exact p" (fun bounds -> between bounds.Exact)
        column "mid-p" (fun bounds -> between bounds.MidP)
        column "significant pairings" (fun bounds ->
            $"{whole bounds.Exact.Significant} of {whole bounds.Exact.Pairings}")
    ]

let private pairs (audit: Audit) =
    let unit = audit.Table.Unit

    let rows (pair: PairAudit) =
        (pair.Title, pair.All)
        :: List.mapi (fun cls bounds -> $"{pair.Title}, {audit.Table.ClassName cls}", bounds) pair.OfClass

    chapter
        "pairings"
        "Which differences are more than chance"
        [
            paragraph
                $"The models judged the same {unit}, so a paired test is due. The table does not say which {unit} each got wrong; but the counts bound, class by class, on how many exactly one of two was right. Every joint pairing, each of one class with each of the other, was tested with McNemar's test of the totals, two-sided, level {percent audit.Settings.Alpha}."
            table (pairColumns unit) (audit.Pairs |> List.collect rows)
            Chart(AuditCharts.pairings audit)
            if audit.Pairs |> List.exists _.FromTotals then
                remark
                    "Where a table leaves too many confusion matrices, the bounds over all cases come from the numbers of right decisions alone; they hold, but may be too wide."
            if audit.Pairs.Length > 1 then
                remark
                    $"The p-values of this table are not adjusted for the number of comparisons, {audit.Pairs.Length}, nor for the tests by class. The claims above are, by Holm's method, with the largest p-value of each comparison."
        ]

/// The figure with class 0 and with class 1 as positive, or why there is none.
let private either shown result =
    match result with
    | Ok(first, second) -> plain $"{shown first} / {shown second}"
    | Error reason -> plain reason

let private aucColumns (table: PublishedTable) =
    let rightPairs (auc: AucBounds.ModelAuc) =
        match auc.RightPairs with
        | Some(first, last) when first = last -> whole first
        | Some(first, last) -> $"{whole first} to {whole last}"
        | None -> "none without ties"

    let possible (auc: AucBounds.ModelAuc) =
        match auc.Possible with
        | Some possible when auc.AgreesWithMatrix -> interval 3 possible
        | Some possible -> $"{interval 3 possible}: contradicts the matrix"
        | None -> ""

    [
        "Model", (fun (auc: AucBounds.ModelAuc) -> plain auc.Model)
        "AUC", (fun auc -> plain auc.Printed.Text)
        $"pairs in order, of {whole (int64 table.Counts.Class0 * int64 table.Counts.Class1)}", rightPairs >> plain
        "possible with the matrix", possible >> plain
        $"standard error, {table.ClassName 0} / {table.ClassName 1} positive",
        (fun auc -> either Decimals.four auc.StandardErrors)
        "95 % interval", (fun auc -> either (interval 3) (auc.Intervals |> Result.mapError (fun _ -> "")))
    ]

let private aucPairColumns (table: PublishedTable) =
    let difference (auc: AucBounds.AucPair) =
        let sign = if auc.Difference < 0.0 then "−" else "+"
        $"{sign}{Decimals.four (abs auc.Difference)}"

    let at correlation (_, auc: AucBounds.AucPair) =
        (auc.Assumed |> List.find (fun assumed -> assumed.Correlation = correlation)).PValues
        |> either pValue

    [
        "Comparison", (fun (pair: PairAudit, _) -> plain pair.Title)
        "difference", snd >> difference >> plain
        $"p if r = 0, {table.ClassName 0} / {table.ClassName 1} positive", at 0.0
        "p if r = 0.5", at 0.5
        "p if r = 0.8", at 0.8
        "significant from r =", (fun (_, auc) -> either Decimals.four auc.Needed)
    ]

let private aucs (audit: Audit) =
    let pairs =
        audit.Pairs
        |> List.choose (fun pair -> pair.Auc |> Option.map (fun auc -> pair, auc))

    chapter
        "auc"
        "AUC"
        [
            table (aucColumns audit.Table) audit.Aucs
            Chart(AuditCharts.metrics audit)
            if not pairs.IsEmpty then
                table (aucPairColumns audit.Table) pairs
            remark
                "Standard errors by Hanley and McNeil (1982) from the AUC and the class counts; the formula is not symmetric in the classes, so both are given. r is the correlation of two AUC estimates on the same cases, which a table does not give (Hanley and McNeil 1983). Any ROC curve through the operating point (TPR, FPR) has an area from TPR (1 - FPR) to 1 - (1 - TPR) FPR."
        ]

let ofAudit (audit: Audit) =
    [
        SummaryChapter.ofAudit audit
        matrices audit
        if not audit.Pairs.IsEmpty then
            pairs audit
        if not audit.Aucs.IsEmpty then
            aucs audit
        if audit.Pairs |> List.exists _.Need.IsSome then
            samples audit
        if not (audit.Counts.IsEmpty && audit.Quotes.IsEmpty && audit.Statements.IsEmpty) then
            claims audit
    ]

/// The whole document with its figures.
let document (audit: Audit) =
    let table = audit.Table
    let counts = table.Counts

    { document table.Title with
        Kind = "QImpact – a table of results, audited"
        Subtitle =
            $"{whole (int64 counts.Total)} {table.Unit}: {counts.Class0} {table.ClassName 0}, {counts.Class1} {table.ClassName 1}"
        Window = $"QImpact audit: {table.Title}"
        Chapters = ofAudit audit
        Facts = AuditFacts.ofAudit audit
    }

/// All of it as one chapter of a report on something else.
let section (audit: Audit) =
    [
        paragraph
            $"{audit.Table.Title}: what its printed figures show when they are taken at their word. All of it follows from the table alone; nothing here was measured."
        for inner in ofAudit audit do
            Heading(plain inner.Title)
            yield! inner.Blocks
    ]
    |> chapter "audit" "The paper's table, audited"
    |> listedAs "The paper, audited"
