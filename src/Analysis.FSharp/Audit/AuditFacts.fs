/// The figures of an audit for programs: matrices, conventions, pairings, AUCs, sample sizes, claims and the findings in words.
module internal QImpact.Analysis.Audit.AuditFacts

open QImpact.Statistics
open QImpact.Analysis.Document
open QImpact.Analysis.Document.Facts
open QImpact.Analysis.Audit.Audit
open QImpact.Analysis.Audit.PublishedTable

let private two (first: float, second: float) = Items [ Real first; Real second ]

/// The value, or why it is undefined.
let private orReason figure result =
    match result with
    | Ok value -> Fields [ "value", figure value; "undefined", Nothing ]
    | Error(reason: string) -> Fields [ "value", Nothing; "undefined", Word reason ]

let private bounds (bounds: Pairings.Bounds) =
    Fields
        [
            "only_first", counts [ fst bounds.OnlyFirst; snd bounds.OnlyFirst ]
            "only_second", counts [ fst bounds.OnlySecond; snd bounds.OnlySecond ]
            "gain", counts [ fst bounds.Gain; snd bounds.Gain ]
            "pairings", Count bounds.Pairings
            "significant_pairings", Count bounds.Significant
            "totals", Count bounds.Totals
            "significant_totals", Count bounds.SignificantTotals
            "smallest_p", Real bounds.SmallestP
            "largest_p", Real bounds.LargestP
        ]

let private tests (tests: TestBounds) =
    Fields
        [
            "exact", bounds tests.Exact
            "mid_p", bounds tests.MidP
            "significant",
            Word(
                match tests.Verdict with
                | Pairings.EveryPairing -> "every-pairing"
                | Pairings.NoPairing -> "no-pairing"
                | Pairings.Open -> "depends-on-the-pairing"
            )
        ]

let private convention (table: PublishedTable) (metric: TableMetric, convention) =
    Fields
        [
            "metric", Word(metric.Name)
            "positive_class",
            match convention with
            | Positive cls -> Word(table.ClassName cls)
            | Macro -> Word "macro"
            | Weighted -> Word "weighted"
            | Symmetric -> Nothing
        ]

let private nearest (right: Right, cells: Reconstruction.CellCheck list) =
    Fields
        [
            "right", counts [ right.Right0; right.Right1 ]
            "misses",
            Items
                [
                    for cell in cells do
                        if not cell.Agrees then
                            Fields
                                [
                                    "metric", Word cell.Metric.Name
                                    "printed", Word cell.Printed.Text
                                    "value", Real(cell.Value.ToFloat())
                                ]
                ]
        ]

let private model (model: Reconstruction.ModelMatrices) =
    Fields
        [
            "model", Word model.Model
            "cells", count model.Cells
            "reproduced", count model.Matched
            "matrices", Count model.Count
            "nearest", Items(List.map nearest model.Nearest)
            "matrices_by_reproduced_cells", Items [ for matrices in model.Histogram -> Count matrices ]
        ]

let private auc (auc: AucBounds.ModelAuc) =
    Fields
        [
            "model", Word auc.Model
            "printed", Word auc.Printed.Text
            "right_pairs",
            auc.RightPairs
            |> optional (fun (first, last) -> Items [ Count first; Count last ])
            "possible", auc.Possible |> optional (fun possible -> two (possible.Lower, possible.Upper))
            "standard_errors", orReason two auc.StandardErrors
        ]

let private need (need: SampleNeed) =
    Fields
        [
            "difference", Real need.Difference
            "rows",
            need.Rows
            |> Facts.table
                [
                    "discordance", (fun row -> Real row.Discordance)
                    "exact", (fun row -> row.Exact |> orReason (fun size -> count size.First))
                    "connor", (fun row -> orReason Real row.Connor)
                    "power_here", (fun row -> Real row.PowerHere)
                ]
            |> Table
        ]

let private pair (pair: PairAudit) =
    Fields
        [
            "first", Word pair.First
            "second", Word pair.Second
            "all", orReason tests pair.All
            "from_totals", Flag pair.FromTotals
            "by_class", Items(pair.OfClass |> List.map (orReason tests))
            "auc_difference", pair.Auc |> optional (fun auc -> Real auc.Difference)
            "auc_correlation_needed", pair.Auc |> optional (fun auc -> orReason two auc.Needed)
            "sample_size", optional need pair.Need
        ]

let private stated: (string * (Claims.CountCheck -> Facts)) list =
    [
        "stated", (fun check -> Word check.Stated.What)
        "agrees", (fun check -> Flag check.Agrees)
        "same_as", (fun check -> Items(List.map words check.SameAs))
    ]

let ofAudit (audit: Audit) =
    let table, found = audit.Table, audit.Reconstruction

    Fields
        [
            "title", Word table.Title
            "classes",
            Items
                [
                    for cls in [ fst table.Classes; snd table.Classes ] ->
                        Fields [ "name", Word cls.Name; "count", count cls.Count ]
                ]
            "alpha", Real audit.Settings.Alpha
            "power", Real audit.Settings.Power
            "matrices_examined", Count found.MatricesExamined
            "readings_examined", count found.ConventionsExamined
            "cells", count found.Cells
            "reproduced", count found.Matched
            "readings",
            Items
                [
                    for reading in List.truncate 100 found.Best -> Items(List.map (convention table) reading)
                ]
            "models", Items(List.map model found.Models)
            "pairs", Items(List.map pair audit.Pairs)
            "aucs", Items(List.map auc audit.Aucs)
            "counts", Table(Facts.table stated audit.Counts)
            "quotes",
            Items
                [
                    for quote in audit.Quotes -> Fields [ "quoted", Word quote.What; "swapped", Flag quote.IsSwapped ]
                ]
            "selections",
            Items
                [
                    for check in audit.Selections ->
                        Fields
                            [
                                "set", Word check.Set
                                "metric", Word check.Rule.Metric.Name
                                "above", Word check.Rule.Above
                                "met", words (List.map fst check.Met)
                                "not_met", words (List.map fst check.NotMet)
                            ]
                ]
            "statements",
            Items
                [
                    for check in audit.Statements ->
                        Fields
                            [
                                "quote", Word check.Statement.Quote
                                "agrees", Flag check.Agrees
                                "columns", count check.Columns
                                "higher", count check.Higher
                                "contradicted", words [ for metric, _, _ in check.Contradicted -> metric.Name ]
                            ]
                ]
            "findings", words (List.map Format.line (Findings.all audit))
        ]
