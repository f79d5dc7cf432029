/// The audit of a table; oracles: margins_*.json (statsmodels 0.13.5, scipy 1.10.1, exact rationals) in
/// tests/fixtures/statistics.
module QImpact.Analysis.Tests.Audit

open System
open System.Text.Json
open Xunit
open FsCheck
open FsCheck.FSharp
open FsCheck.Xunit
open QImpact.Fixtures
open QImpact.Statistics
open QImpact.Analysis.Audit
open QImpact.Analysis.Audit.PublishedTable
open QImpact.Statistics.Tests.Oracle

let private paper = lazy (Audit.ofTable Audit.Settings.Default Paper.table)

let private pair first second =
    paper.Value.Pairs
    |> List.find (fun pair -> pair.First = first && pair.Second = second)

let private defined result =
    match result with
    | Ok value -> value
    | Error reason -> failwith reason

/// The margins of a classifier of a reference file: cases and right ones of class 0 and class 1.
let private margins (input: JsonElement) (name: string) =
    let classifier =
        field "classifiers" input
        |> items
        |> Seq.find (fun classifier -> (field "name" classifier).GetString() = name)

    [
        count "n0" input, count "tn" classifier
        count "n1" input, count "tp" classifier
    ]

let private sameBounds what (block: JsonElement) test name (candidates: Pairings.Margin list) =
    let actual = Pairings.bounds test 0.05 [ candidates ]
    let expected = field name block
    Assert.Equal((count "b_min" block, count "b_max" block), actual.OnlyFirst)
    Assert.Equal((count "c_min" block, count "c_max" block), actual.OnlySecond)
    Assert.Equal((count "net_gain_of_second" block, count "net_gain_of_second" block), actual.Gain)
    Assert.Equal(int64 (count "n_feasible" block), actual.Totals)
    Assert.Equal(int64 (count "n_below_05" expected), actual.SignificantTotals)
    close $"{what}, best" (real "best" expected) actual.SmallestP
    close $"{what}, worst" (real "worst" expected) actual.LargestP

[<Fact>]
let ``the bounds over every pairing equal the reference, for all images, each class and totals alone`` () =
    for file in marginFiles do
        let root = load file
        let input = field "input" root

        for pair in root |> field "expected" |> field "pairs" |> items do
            let name key = nonNull ((field key pair).GetString())

            let classes =
                List.map2
                    (fun (cases, first) (_, second) ->
                        {
                            Pairings.Cases = cases
                            Pairings.FirstRight = first
                            Pairings.SecondRight = second
                        })
                    (margins input (name "a"))
                    (margins input (name "b"))

            let total: Pairings.Margin =
                {
                    Cases = classes |> List.sumBy _.Cases
                    FirstRight = classes |> List.sumBy _.FirstRight
                    SecondRight = classes |> List.sumBy _.SecondRight
                }

            for block, candidates in
                [
                    "mcnemar_bounds_all", classes
                    "mcnemar_bounds_all_ignoring_classes", [ total ]
                    "mcnemar_bounds_class0", [ classes[0] ]
                    "mcnemar_bounds_class1", [ classes[1] ]
                ] do
                let expected = field block pair
                let what = $"{file}, {block}"
                sameBounds what expected McNemar.exact "exact_p" candidates
                sameBounds what expected McNemar.midP "mid_p" candidates

/// Two margins of small classes at random.
let private smallMargins =
    Gen.listOfLength
        2
        (gen {
            let! cases = Gen.choose (1, 12)
            let! first = Gen.choose (0, cases)
            let! second = Gen.choose (0, cases)

            return
                {
                    Pairings.Cases = cases
                    Pairings.FirstRight = first
                    Pairings.SecondRight = second
                }
        })

[<Property(Replay = "(20240601,7)", MaxTest = 300)>]
let ``the bounds are those of a list of every pairing of every candidate`` () =
    let candidates = Gen.nonEmptyListOf smallMargins |> Gen.map (List.truncate 4)

    Prop.forAll (Arb.fromGen candidates) (fun candidates ->
        let pairings (margin: Pairings.Margin) =
            [
                for both in 0 .. margin.Cases do
                    let b, c = margin.FirstRight - both, margin.SecondRight - both

                    if b >= 0 && c >= 0 && both + b + c <= margin.Cases then
                        b, c
            ]

        let all =
            [
                for classes in candidates do
                    for b0, c0 in pairings (List.head classes) do
                        for b1, c1 in pairings (List.last classes) -> b0 + b1, c0 + c1
            ]

        [ McNemar.exact; McNemar.midP ]
        |> List.forall (fun test ->
            let p = all |> List.map (fun (b, c) -> test b c)
            let totals = List.distinct all
            let actual = Pairings.bounds test 0.05 candidates

            actual.Pairings = int64 all.Length
            && actual.Totals = int64 totals.Length
            && actual.SignificantTotals = int64 (totals |> List.filter (fun (b, c) -> test b c <= 0.05)).Length
            && actual.Significant = int64 (p |> List.filter (fun p -> p <= 0.05)).Length
            && actual.SmallestP = List.min p
            && actual.LargestP = List.max p
            && actual.OnlyFirst = (all |> List.map fst |> List.min, all |> List.map fst |> List.max)
            && actual.OnlySecond = (all |> List.map snd |> List.min, all |> List.map snd |> List.max)))

[<Fact>]
let ``Baseline against Quantum-End is significant under no pairing, its gain four benign images`` () =
    let pair = pair "Baseline" "Quantum-End"
    let bounds = defined pair.All
    Assert.Equal(Pairings.NoPairing, bounds.Verdict)
    // 8 pairings of the malignant images with each of 30 of the benign ones, with 37 different totals.
    Assert.Equal((240L, 37L), (bounds.Exact.Pairings, bounds.Exact.Totals))

    Assert.Equal<int64 list>([ 8L; 30L ], pair.OfClass |> List.map (fun bounds -> (defined bounds).Exact.Pairings))

    Assert.Equal(240L, List.sum [ for b in 0..40 -> Pairings.joint bounds.Exact.Known.Value b ])

    Assert.Equal("0.125", bounds.Exact.SmallestP.ToString "F3")
    Assert.Equal("0.731", bounds.Exact.LargestP.ToString "F3")
    Assert.Equal((4, 4), bounds.Exact.Gain)
    Assert.Equal<(int * int) list>([ 0, 0; 4, 4 ], pair.OfClass |> List.map (fun bounds -> (defined bounds).Exact.Gain))
    Assert.Equal(-0.0305, pair.Auc.Value.Difference, 1e-12)

[<Fact>]
let ``Quantum-Mid is significantly worse under every pairing`` () =
    for first, largest in [ "Baseline", "0.024"; "Quantum-End", "0.007" ] do
        let bounds = defined (pair first "Quantum-Mid").All
        Assert.Equal(Pairings.EveryPairing, bounds.Verdict)
        Assert.Equal(bounds.Exact.Pairings, bounds.Exact.Significant)
        Assert.Equal(largest, bounds.Exact.LargestP.ToString "F3")
        Assert.True(snd bounds.Exact.Gain < 0)
        Assert.Equal(None, (pair first "Quantum-Mid").Need)

[<Fact>]
let ``the images that the paper's gain takes are the reference's`` () =
    let need = (pair "Baseline" "Quantum-End").Need.Value
    let asked = need.Asked.Value
    Assert.Equal(4.0 / 156.0, need.Difference, 1e-15)
    Assert.Equal(1253, (defined asked.Exact).First)
    Assert.Equal(1192, int (ceil (defined asked.Connor)))
    Assert.Equal("0.116", asked.PowerHere.ToString "F3")

    let reference =
        load "margins_paper_table1.json"
        |> field "sample_size"
        |> field "mcnemar"
        |> items
        |> Seq.filter (fun row -> real "power" row = 0.8)
        |> List.ofSeq

    let mutable compared = 0

    for row in need.Rows do
        match
            reference
            |> List.tryFind (fun other -> abs (real "discordance" other - row.Discordance) < 1e-9)
        with
        | Some expected ->
            compared <- compared + 1
            Assert.Equal(count "n_exact_first" expected, (defined row.Exact).First)
            close "Connor" (real "n_connor_raw" expected) (defined row.Connor)
            close "power" (real "power_exact_at_156" expected) row.PowerHere
        | None -> ()

    Assert.Equal(reference.Length, compared)

[<Fact>]
let ``AUC bounds, right pairs and Hanley and McNeil's errors equal the reference`` () =
    let root = load "margins_paper_table1.json"
    let expected = root |> field "expected"

    for auc in paper.Value.Aucs do
        let check = root |> field "table1_check" |> field auc.Model

        let consistent =
            field "auc_u_statistics_consistent" check
            |> items
            |> Seq.map _.GetInt64()
            |> List.ofSeq

        Assert.Equal(Some(List.min consistent, List.max consistent), auc.RightPairs)
        let possible = numbers (field "auc_bounds_from_operating_point" check)
        close "lower" possible[0] auc.Possible.Value.Lower
        close "upper" possible[1] auc.Possible.Value.Upper
        Assert.True auc.AgreesWithMatrix
        let errors = field "auc" expected |> field auc.Model
        close "positive 0" (real "se_positive_class0" errors) (fst (defined auc.StandardErrors))
        close "positive 1" (real "se_positive_class1" errors) (snd (defined auc.StandardErrors))

    for row in field "auc_pairs" expected |> items do
        let name key = nonNull ((field key row).GetString())
        let actual = (pair (name "a") (name "b")).Auc.Value
        close "r needed, 0" (real "r_needed_se_positive_class0" row) (fst (defined actual.Needed))
        close "r needed, 1" (real "r_needed_se_positive_class1" row) (snd (defined actual.Needed))

        for at in field "z_p" row |> items do
            let assumed =
                actual.Assumed |> List.find (fun assumed -> assumed.Correlation = real "r" at)

            let p0, p1 = defined assumed.PValues

            close
                "p"
                (real "p" at)
                (if (field "se" at).GetString() = "se_positive_class0" then
                     p0
                 else
                     p1)

[<Fact>]
let ``an AUC that no ROC curve through the operating point has is found out`` () =
    // The Baseline's matrix allows 0.5921 to 0.9518.
    let auc text =
        let printed = PrintedValue.Parse text |> defined

        AucBounds.ofModel
            Paper.table.Counts
            [
                {
                    Right1 = 81
                    LowestRight0 = 35
                    HighestRight0 = 35
                }
            ]
            "m"
            printed

    Assert.True((auc "0.5921").AgreesWithMatrix)
    Assert.False((auc "0.5919").AgreesWithMatrix)
    Assert.True((auc "0.9518").AgreesWithMatrix)
    Assert.False((auc "0.9520").AgreesWithMatrix)
    Assert.Equal(Error "the formula sees no uncertainty in an AUC of 0 or 1", (auc "1.0000").StandardErrors)

[<Fact>]
let ``where the table leaves many matrices the bounds cover each of them`` () =
    // Accuracy alone leaves the classes open: right decisions may be split in every way.
    let table =
        PublishedTable.parse
            "test"
            """{"title": "t", "classes": [{"name": "no", "count": 20}, {"name": "yes", "count": 30}],
                "columns": [{"metric": "accuracy"}],
                "models": [{"name": "a", "cells": ["0.80"]}, {"name": "b", "cells": ["0.90"]}]}"""

    let audit = Audit.ofTable Audit.Settings.Default table
    let pair = Assert.Single audit.Pairs
    let bounds = defined pair.All

    let total =
        Pairings.bounds
            McNemar.exact
            0.05
            [
                [
                    {
                        Cases = 50
                        FirstRight = 40
                        SecondRight = 45
                    }
                ]
            ]

    Assert.Equal<int64 list>([ 11L; 6L ], audit.Reconstruction.Models |> List.map _.Count)
    Assert.Equal(total.SmallestP, bounds.Exact.SmallestP, 1e-12)
    Assert.Equal(total.LargestP, bounds.Exact.LargestP, 1e-12)
    Assert.Equal((5, 5), bounds.Exact.Gain)
    Assert.False pair.FromTotals

[<Fact>]
let ``tables with thousands of cases and little information are answered from the totals, in seconds`` () =
    let table =
        PublishedTable.parse
            "test"
            """{"title": "t", "classes": [{"name": "no", "count": 4000}, {"name": "yes", "count": 6000}],
                "columns": [{"metric": "accuracy"}],
                "models": [{"name": "a", "cells": ["0.80"]}, {"name": "b", "cells": ["0.90"]}]}"""

    let clock = Diagnostics.Stopwatch.StartNew()
    let audit = Audit.ofTable Audit.Settings.Default table
    Assert.True(clock.Elapsed < TimeSpan.FromSeconds 20.0, $"took {clock.Elapsed}")
    let pair = Assert.Single audit.Pairs
    Assert.True pair.FromTotals
    Assert.Equal(Pairings.EveryPairing, (defined pair.All).Verdict)

[<Fact>]
let ``settings outside (0, 1) are refused`` () =
    let error =
        Assert.Throws<ArgumentException>(fun () ->
            Audit.ofTable
                { Audit.Settings.Default with
                    Alpha = 5.0
                }
                Paper.table
            |> ignore)

    Assert.StartsWith("The alpha is 5; expected a number in (0, 1).", error.Message)
