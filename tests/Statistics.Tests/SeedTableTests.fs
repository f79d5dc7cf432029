/// Oracles: R 4.2.2, SciPy 1.10.1, statsmodels 0.13.5, mpmath; tests/fixtures/statistics/seed_tables.
module QImpact.Statistics.Tests.SeedTables

open System.IO
open System.Text.Json
open Xunit
open QImpact.Fixtures
open QImpact.Statistics
open QImpact.Statistics.Tests.Oracle

let private files =
    Directory.GetFiles(Path.Combine(statistics, "seed_tables"), "*.json")
    |> Array.map (fun path -> $"seed_tables/{Path.GetFileName path}")
    |> Array.sort

type private Table =
    {
        File: string
        Models: string list
        Values: float[][]
        Input: JsonElement
        Expected: JsonElement
    }

    member this.Of(model: string) =
        let column = List.findIndex ((=) model) this.Models
        this.Values |> Array.map (fun row -> row[column])

let private tables =
    [
        for file in files do
            let root = load file
            let input = field "input" root

            {
                File = file
                Models = [ for model in field "models" input |> items -> string (model.GetString()) ]
                Values = [| for row in field "values" input |> items -> numbers row |]
                Input = input
                Expected = field "expected" root
            }
    ]

let private isNull (element: JsonElement) = element.ValueKind = JsonValueKind.Null

let private samePValues what expected (actual: SignedRank.PValues) =
    close $"{what}, two-sided" (real "p_two" expected) actual.TwoSided
    close $"{what}, greater" (real "p_greater" expected) actual.Greater
    close $"{what}, less" (real "p_less" expected) actual.Less

let private sameT what expected (actual: Result<StudentT.Test, string>) =
    match actual with
    | Error _ -> Assert.True(isNull expected, what)
    | Ok actual ->
        closeStatistic what (real "t" expected) actual.T
        Assert.Equal(count "df" expected, actual.Df)
        samePValues what expected actual.PValues
        sameInterval what (field "ci95" expected) actual.Interval

[<Fact>]
let ``mean, deviation, median and interval of every model equal the reference`` () =
    Assert.Equal(8, files.Length)

    for table in tables do
        for expected in (field "models" table.Expected).EnumerateObject() do
            let what = $"{table.File}, {expected.Name}"
            let actual = StudentT.summary 0.95 (table.Of expected.Name)
            closeStatistic what (real "mean" expected.Value) actual.Mean
            closeStatistic what (real "median" expected.Value) actual.Median

            actual.Deviation
            |> sameBy closeStatistic what (number (field "sd" expected.Value))

            actual.StandardError
            |> sameBy closeStatistic what (number (field "se" expected.Value))

            match actual.Interval with
            | Ok interval -> sameInterval what (field "ci95" expected.Value) interval
            | Error reason -> Assert.Fail $"{what}: {reason}"

[<Fact>]
let ``t tests, signed ranks, effect sizes and equivalence of every pair equal the reference`` () =
    for table in tables do
        let rho = real "n_test" table.Input / real "n_train" table.Input
        let margin = real "margin" table.Input

        for pair in field "pairs" table.Expected |> items do
            let x, y = table.Of(text "a" pair), table.Of(text "b" pair)
            let what = $"""{table.File}, {text "a" pair} and {text "b" pair}"""
            sameT $"{what}, paired" (field "paired_t" pair) (StudentT.paired 0.95 x y)
            sameT $"{what}, Nadeau-Bengio" (field "nadeau_bengio" pair) (StudentT.nadeauBengio 0.95 rho x y)
            Ranking.sameSignedRank what (field "wilcoxon" pair) (SignedRank.test x y)

            EffectSize.cohensDz x y
            |> sameBy closeStatistic what (number (field "cohens_dz" pair))

            EffectSize.hedgesG x y
            |> sameBy closeStatistic what (number (field "hedges_gz" pair))

            close what (real "cliffs_delta" pair) (EffectSize.cliffsDelta x y).Delta
            let expected = field "tost" pair

            match Equivalence.paired margin x y, StudentT.paired 0.90 x y with
            | Ok test, Ok t ->
                closeStatistic what (real "t_lower" expected) test.Lower
                closeStatistic what (real "t_upper" expected) test.Upper
                close what (real "p_lower" expected) test.PLower
                close what (real "p_upper" expected) test.PUpper
                close what (real "p" expected) test.PValue
                sameInterval what (field "ci90" expected) t.Interval
                Assert.Equal((field "equivalent_at_05" expected).GetBoolean(), test.PValue <= 0.05)
            | _ -> Assert.True(isNull expected, what)

[<Fact>]
let ``Friedman, Iman-Davenport and Nemenyi equal the reference`` () =
    for table in tables do
        let higherIsBetter = (field "higher_is_better" table.Input).GetBoolean()

        let rows =
            table.Values
            |> Array.map (fun row -> row :> System.Collections.Generic.IReadOnlyList<float>)

        let test = Friedman.test higherIsBetter rows
        let expected = field "friedman" table.Expected

        for index, model in List.indexed table.Models do
            close $"{table.File}, {model}" (field "mean_ranks" expected |> real model) test.MeanRanks[index]

        let value name = extended (field name expected)

        test.ChiSquared
        |> Result.map _.Statistic
        |> sameBy closeStatistic table.File (value "chi2")

        test.ChiSquared |> Result.map _.PValue |> same table.File (value "p")

        // R's F is infinite, with p = 0, where every block ranks the models alike.
        let finite value =
            value |> Option.filter System.Double.IsFinite

        let f = finite (value "iman_davenport_f")

        test.ImanDavenport |> Result.map _.F |> sameBy closeStatistic table.File f

        test.ImanDavenport
        |> Result.map _.PValue
        |> same table.File (f |> Option.bind (fun _ -> value "p_f"))

        let nemenyi = field "nemenyi" table.Expected
        let models, blocks = table.Models.Length, table.Values.Length

        for name, alpha in [ "cd_01", 0.01; "cd_05", 0.05; "cd_10", 0.1 ] do
            let reachable =
                Some(real name nemenyi) |> Option.filter (fun cd -> cd <= float (models - 1))

            same table.File reachable (Friedman.criticalDifference alpha models blocks)

        for pair in field "pairs" nemenyi |> items do
            let rank name =
                test.MeanRanks[List.findIndex ((=) (text name pair)) table.Models]

            let distance = abs (rank "a" - rank "b")

            Assert.Equal(
                (field "significant_05" pair).GetBoolean(),
                match Friedman.criticalDifference 0.05 models blocks with
                | Ok critical -> distance >= critical
                | Error _ -> false
            )

[<Fact>]
let ``adjusted p-values of the tables equal the reference`` () =
    for table in tables do
        for name in [ "paired_t"; "wilcoxon_approx" ] do
            let block = field "adjusted" table.Expected |> field name

            if not (isNull block) then
                let raw = numbers (field "raw" block)

                for column, adjust in
                    [
                        "holm", Multiplicity.holm
                        "bh", Multiplicity.benjaminiHochberg
                        "bonferroni", Multiplicity.bonferroni
                    ] do
                    Array.iter2 (close $"{table.File}, {column}") (numbers (field column block)) (adjust raw)

[<Fact>]
let ``what has no variance or too few values says so`` () =
    let noVariance = "the differences are all equal, so they have no variance"
    let x, y = [ 100.0 / 156.0; 103.0 / 156.0 ], [ 97.0 / 156.0; 100.0 / 156.0 ]
    Assert.Equal(Error noVariance, StudentT.paired 0.95 x y |> Result.map _.T)
    Assert.Equal(Error noVariance, EffectSize.cohensDz x y)
    Assert.Equal(Error noVariance, Equivalence.paired 0.05 x y |> Result.map _.PValue)
    Assert.Equal(Error "a single pair has no spread", StudentT.paired 0.95 [ 1.0 ] [ 2.0 ] |> Result.map _.T)
    Assert.Equal(Error "the correction needs at least three pairs", EffectSize.hedgesG [ 1.0; 2.0 ] [ 2.0; 2.5 ])
    Assert.Equal(Error "a single value has no spread", (StudentT.summary 0.95 [ 1.0 ]).Deviation)

    let single = Friedman.test true [ [ 1.0; 2.0; 3.0 ] ]
    Assert.Equal(Error "a single block has no F", single.ImanDavenport)
    let alike = Friedman.test true [ [ 1.0; 2.0; 3.0 ]; [ 4.0; 5.0; 6.0 ] ]
    Assert.Equal(Error "every block ranks the models alike, so F has no bound", alike.ImanDavenport |> Result.map _.F)

    Assert.Equal(Error "all values agree, so they have no spread", (StudentT.summary 0.95 [ 0.5; 0.5; 0.5 ]).Interval)
    Assert.StartsWith("margin is 0; expected a positive number.", refusal (fun () -> Equivalence.paired 0.0 x y))
