/// The search for confusion matrices; oracle: margins_paper_table1.json (exhaustive search in exact rationals, Python), and a
/// plain scan of every matrix here.
module QImpact.Analysis.Tests.MatrixSearch

open System
open System.Diagnostics
open System.Text.Json
open Xunit
open FsCheck
open FsCheck.FSharp
open FsCheck.Xunit
open QImpact.Fixtures
open QImpact.Analysis.Audit
open QImpact.Analysis.Audit.PublishedTable

let private paper = Paper.table

let private printed text =
    match PrintedValue.Parse text with
    | Ok value -> value
    | Error problem -> failwith problem

/// The paper's table with these conventions for TableMetric.f1, precision and recall.
let private withConventions f1 precision recall =
    { paper with
        Columns =
            paper.Columns
            |> List.map (fun column ->
                { column with
                    Stated =
                        match column.Metric with
                        | metric when metric = TableMetric.f1 -> Some f1
                        | metric when metric = TableMetric.precision -> Some precision
                        | metric when metric = TableMetric.recall -> Some recall
                        | _ -> column.Stated
                })
    }

let private reference = load "margins_paper_table1.json"

let private check (model: string) =
    reference |> field "table1_check" |> field model

let private matrices (element: JsonElement) =
    [
        for matrix in element.EnumerateArray() ->
            // tp, fp, fn, tn with class 1 positive
            {
                Right0 = matrix[3].GetInt32()
                Right1 = matrix[0].GetInt32()
            }
    ]

[<Fact>]
let ``with no class told, one reading of the paper's table and one matrix per model reproduce 14 of 15 cells`` () =
    let found = Reconstruction.ofTable paper
    Assert.Equal((15, 14), (found.Cells, found.Matched))
    Assert.Equal(4945L, found.MatricesExamined)
    Assert.Equal(64, found.ConventionsExamined)
    let best = Assert.Single found.Best

    Assert.Equal<(TableMetric * Convention) list>(
        [
            TableMetric.accuracy, Symmetric
            TableMetric.f1, Positive 0
            TableMetric.precision, Positive 1
            TableMetric.recall, Positive 1
            TableMetric.gmean, Symmetric
        ],
        best
    )

    Assert.Equal(Some 11, found.RunnerUp)

    for model in found.Models do
        let right, _ = Assert.Single model.Nearest
        Assert.Equal(1L, model.Count)

        let expected =
            check model.Model
            |> field "matrices_within_one_unit_in_4th_decimal"
            |> matrices
            |> Assert.Single

        Assert.Equal(expected, right)

[<Fact>]
let ``the matrices that agree with all printed cells are the reference's`` () =
    let found =
        Reconstruction.ofTable (withConventions (Positive 0) (Positive 1) (Positive 1))

    for model in found.Models do
        let expected =
            check model.Model
            |> field "matrices_matching_all_five_rounded_tp_fp_fn_tn"
            |> matrices

        Assert.Equal((if expected.IsEmpty then 4 else 5), model.Matched)

        if not expected.IsEmpty then
            Assert.Equal<Right list>(expected, model.Nearest |> List.map fst)

[<Fact>]
let ``the number of matrices by matched cells equals the reference's histogram`` () =
    for model in (Reconstruction.ofTable paper).Models do
        let histogram = check model.Model |> field "histogram_matching_cells"

        for matched in 0 .. model.Cells do
            let expected =
                match histogram.TryGetProperty(string matched) with
                | true, count -> count.GetInt64()
                | _ -> 0L

            Assert.Equal(expected, model.Histogram[matched])

[<Fact>]
let ``with one positive class throughout the most cells are the reference's`` () =
    let most name =
        paper.Models
        |> List.sumBy (fun model ->
            (check model.Name
             |> field "single_convention_search"
             |> field name
             |> field "max_matching_cells")
                .GetInt32())

    Assert.Equal<(int * int) list>(
        [ 0, most "all_class0"; 1, most "all_class1" ],
        (Reconstruction.ofTable paper).OneClassThroughout
    )

[<Fact>]
let ``every cell of the paper agrees or misses as the reference says, the one miss being cut off`` () =
    let names =
        dict
            [
                TableMetric.accuracy, "accuracy"
                TableMetric.f1, "f1_0"
                TableMetric.precision, "precision_1"
                TableMetric.recall, "recall_1"
                TableMetric.gmean, "gmean"
            ]

    for model in (Reconstruction.ofTable paper).Models do
        let _, cells = Assert.Single model.Nearest

        for cell in cells do
            let expected = check model.Model |> field "cells" |> field names[cell.Metric]
            Assert.Equal((field "matches_rounding" expected).GetBoolean(), cell.Agrees)
            Assert.Equal((field "exact" expected).GetDouble(), cell.Value.ToFloat(), 1e-15)

            Assert.Equal(
                (field "rounded_half_up" expected).GetDouble().ToString("F4", null),
                cell.Printed.Rounded cell.Value
            )

            Assert.Equal(
                not cell.Agrees && (field "truncated" expected).GetDouble() = cell.Printed.Value,
                cell.Printed.IsCutOff cell.Value
            )

/// Small tables at random: class counts, a matrix behind it, metrics with conventions, decimals, one unit of noise.
let private cases =
    gen {
        let! n0 = Gen.choose (1, 9)
        let! n1 = Gen.choose (1, 9)
        let! decimals = Gen.choose (1, 4)

        let! readings =
            Gen.listOfLength
                5
                (gen {
                    let! metric = Gen.elements (TableMetric.all |> List.filter ((<>) TableMetric.auc))

                    let! convention = Gen.elements (TableMetric.conventions metric)
                    let! r0 = Gen.choose (0, n0)
                    let! r1 = Gen.choose (0, n1)
                    let! noise = Gen.choose (-1, 1)

                    let value =
                        TableMetric.value metric convention { Class0 = n0; Class1 = n1 } { Right0 = r0; Right1 = r1 }

                    let units = int (round (value.ToFloat() * float (pown 10 decimals))) + noise

                    return
                        {
                            MatrixSearch.Metric = metric
                            MatrixSearch.Convention = convention
                            MatrixSearch.Printed =
                                {
                                    Text = ""
                                    Units = units
                                    Decimals = decimals
                                    IsPercent = false
                                }
                        }
                })

        return ({ Class0 = n0; Class1 = n1 }: ClassCounts), Array.ofList readings
    }

let private all (counts: ClassCounts) =
    [
        for r0 in 0 .. counts.Class0 do
            for r1 in 0 .. counts.Class1 -> { Right0 = r0; Right1 = r1 }
    ]

[<Property(Replay = "(20240601,7)", MaxTest = 300)>]
let ``the walk along staircases finds what a scan of every matrix finds`` () =
    Prop.forAll (Arb.fromGen cases) (fun (counts, readings) ->
        let scanned =
            [
                for right in all counts do
                    let matched =
                        readings
                        |> Array.indexed
                        |> Array.sumBy (fun (bit, reading) ->
                            let value = TableMetric.value reading.Metric reading.Convention counts right
                            if reading.Printed.Admits value then 1UL <<< bit else 0UL)

                    if matched <> 0UL then
                        right, matched
            ]

        let found =
            [
                for group in MatrixSearch.search counts (Array.map Some readings) do
                    for region in group.Regions do
                        for right in region.Matrices -> right, group.Matched
            ]

        List.sort scanned = List.sort found)

[<Property(Replay = "(20240601,7)", MaxTest = 300)>]
let ``no metric falls when one more case is decided rightly`` () =
    let counts = Gen.zip (Gen.choose (1, 12)) (Gen.choose (1, 12))

    Prop.forAll (Arb.fromGen counts) (fun (n0, n1) ->
        let counts: ClassCounts = { Class0 = n0; Class1 = n1 }

        [
            for metric in TableMetric.all |> List.filter ((<>) TableMetric.auc) do
                for convention in TableMetric.conventions metric do
                    let value right =
                        (TableMetric.value metric convention counts right).ToFloat()

                    for right in all counts do
                        if right.Right0 < n0 then
                            value { right with Right0 = right.Right0 + 1 } >= value right - 1e-12

                        if right.Right1 < n1 then
                            value { right with Right1 = right.Right1 + 1 } >= value right - 1e-12
        ]
        |> List.forall id)

[<Fact>]
let ``a table whose matrix does not exist reports the closest, and which cells miss`` () =
    let table =
        PublishedTable.parse
            "test"
            """{
                "title": "t", "classes": [{"name": "no", "count": 40}, {"name": "yes", "count": 60}],
                "columns": [{"metric": "accuracy"}, {"metric": "recall", "positive_class": "yes"}, {"metric": "recall", "positive_class": "no"}],
                "models": [{"name": "m", "cells": ["0.900", "0.900", "0.500"]}]
            }"""

    let found = Reconstruction.ofTable table
    let model = found.Models.Head
    Assert.Equal((2, 3), (model.Matched, model.Cells))

    for _, cells in model.Nearest do
        Assert.Equal(1, cells |> List.filter (fun cell -> not cell.Agrees) |> List.length)

[<Fact>]
let ``a table of thousands of cases with four searched columns takes seconds at most`` () =
    let counts: ClassCounts = { Class0 = 6000; Class1 = 9000 }
    let right = { Right0 = 4321; Right1 = 8765 }

    let columns = (TableMetric.all |> List.filter ((<>) TableMetric.auc))

    let cell metric =
        let convention = List.head (TableMetric.conventions metric)
        let value = TableMetric.value metric convention counts right

        Some
            { printed "0.0000" with
                Units = int (round (value.ToFloat() * 1e4))
            }

    let table =
        {
            Title = "t"
            Unit = "cases"
            Classes = { Name = "a"; Count = counts.Class0 }, { Name = "b"; Count = counts.Class1 }
            Columns =
                columns
                |> List.map (fun metric ->
                    {
                        Metric = metric
                        Stated =
                            match TableMetric.conventions metric with
                            | [ only ] -> Some only
                            | _ -> None
                    })
            Models =
                [
                    {
                        Name = "m"
                        Cells = List.map cell columns
                    }
                ]
            Data = None
            Quotes = []
            Statements = []
        }

    let clock = Stopwatch.StartNew()
    let found = Reconstruction.ofTable table
    Assert.True(clock.Elapsed < TimeSpan.FromSeconds 10.0, $"took {clock.Elapsed}")
    let model = Assert.Single found.Models
    Assert.Equal(model.Cells, model.Matched)
    Assert.Contains(model.Regions, fun region -> Seq.contains right region.Matrices)
    Assert.Equal(6001L * 9001L, found.MatricesExamined)
    Assert.Equal(256, found.ConventionsExamined)
