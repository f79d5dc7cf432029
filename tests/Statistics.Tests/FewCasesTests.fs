/// Methods that take an error as normal, or resample, say so where a class has too few cases.
module QImpact.Statistics.Tests.FewCases

open Xunit
open QImpact.Metrics
open QImpact.Statistics
open QImpact.Statistics.Tests.Oracle

/// Three cases of class 0 and 60 of class 1, judged by two models that nearly agree.
let private labels = [| for i in 0..62 -> if i < 3 then 0 else 1 |]

let private scores shift =
    [| for i in 0..62 -> float ((i * 7 + shift * (i % 5)) % 63) / 63.0 |]

let private few = "a class has 3 cases; expected at least 10"

let private components scores =
    DeLong.components labels scores |> Result.defaultWith failwith

[<Fact>]
let ``three cases of a class give no AUC interval and no equivalence of AUCs`` () =
    let first, second = components (scores 0), components (scores 1)
    Assert.Equal(Error few, DeLong.trusted first)
    let comparison = DeLong.compare 0.95 first second |> Result.defaultWith failwith
    Assert.Equal(Error few, comparison.Trusted |> Result.map _.StandardError)
    Assert.Equal(Error few, Equivalence.aucs 0.2 comparison |> Result.map _.PValue)

[<Fact>]
let ``models that rank alike are not called equivalent by a variance of 0`` () =
    let labels = [| for i in 0..39 -> i % 2 |]
    let scores = [| for i in 0..39 -> float ((i * 7) % 40) / 40.0 |]
    let components = DeLong.components labels scores |> Result.defaultWith failwith

    let comparison =
        DeLong.compare 0.95 components components |> Result.defaultWith failwith

    Assert.Equal(
        Error "DeLong's variance of the difference is 0",
        Equivalence.aucs 0.2 comparison |> Result.map _.PValue
    )

    let constant =
        DeLong.components labels (Array.create 40 0.5) |> Result.defaultWith failwith

    Assert.Equal(
        Error "DeLong's variance is 0, as the scores separate the classes or are all equal",
        DeLong.trusted constant
    )

[<Fact>]
let ``three cases give no equivalence of proportions`` () =
    let table: McNemar.Agreement =
        {
            BothRight = 3
            OnlyFirst = 0
            OnlySecond = 0
            BothWrong = 0
        }

    Assert.Equal(
        Error "there are 3 cases; expected at least 10",
        Equivalence.pairedProportions 0.5 table |> Result.map _.PValue
    )

[<Fact>]
let ``three cases of a class are not resampled`` () =
    let resamples =
        MetricBootstrap.Run(
            [ MetricTable.gmean; MetricTable.accuracy ],
            1,
            50,
            labels,
            [
                {
                    Scores = OfTwo(scores 0, 0.5)
                    Shift = None
                }
            ]
        )

    Assert.Equal(
        Error few,
        resamples.Distribution(MetricTable.gmean, [ struct (0, 1.0) ])
        |> Result.map _.Estimate
    )

[<Fact>]
let ``nearly equal resamples give no interval of width 0`` () =
    let distribution: Bootstrap.Distribution =
        {
            Estimate = 0.5
            Replicates =
                [|
                    for i in 0..999 ->
                        if i < 3 then 0.4
                        elif i > 996 then 0.6
                        else 0.5
                |]
            Jackknife = [| [| 0.5; 0.49; 0.51 |] |]
        }

    Assert.Equal(
        Error "nearly every resample gives the same value",
        Bootstrap.bca 0.95 distribution |> Result.map _.Bias
    )

[<Fact>]
let ``counts near 2^31 keep their sums`` () =
    let table: McNemar.Agreement =
        {
            BothRight = 1_500_000_000
            OnlyFirst = 1_400_000_000
            OnlySecond = 1_400_000_000
            BothWrong = 600_000_000
        }

    Assert.Equal(4_900_000_000L, table.Total)
    Assert.Equal(2_800_000_000L, table.Discordant)
    Assert.Equal(0.0, table.Difference)
    Assert.Equal(1.0, McNemar.exact table.OnlyFirst table.OnlySecond)
    // z = 100,000 / sqrt(2.8e9) = 1.88982: P(|Z| >= z) = 0.0587817 with the normal distribution of SciPy 1.10.1.
    closeBy 1e-4 0.0 "exact" 0.0587817 (McNemar.exact 1_399_950_000 1_400_050_000)

    let interval =
        Proportion.wilson 0.95 2_900_000_000L 3_600_000_000L
        |> Result.defaultWith failwith

    Assert.True(
        interval.Lower < 0.80556
        && 0.80555 < interval.Upper
        && interval.Upper - interval.Lower < 1e-4
    )
