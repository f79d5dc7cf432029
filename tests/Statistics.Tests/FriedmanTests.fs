/// The exact Friedman test. Oracles: enumeration of every ranking, written apart from the house's; the table of Hollander, Wolfe and
/// Chicken, Nonparametric Statistical Methods (3rd ed. 2014), A.22.
module QImpact.Statistics.Tests.Friedman

open System.Collections.Generic
open Xunit
open QImpact.Statistics
open QImpact.Statistics.Tests.Oracle

let private testOf (blocks: float list list) =
    Friedman.test true [ for block in blocks -> List.toArray block :> IReadOnlyList<float> ]

let private exact blocks =
    match (testOf blocks).Exact with
    | Ok p -> p
    | Error reason -> failwith reason

/// Every order of a list, the same as often as its values repeat.
let rec private orders values =
    match values with
    | [] -> [ [] ]
    | _ ->
        [
            for index, first in List.indexed values do
                for rest in orders (List.removeAt index values) -> first :: rest
        ]

/// The part of all rankings whose chi-squared is at least the observed one, each block's values shuffled in every way.
let private enumerated (blocks: float list list) =
    let statistic blocks =
        match (testOf blocks).ChiSquared with
        | Ok test -> test.Statistic
        | Error reason -> failwith reason

    let all =
        (blocks, [ [] ])
        ||> List.foldBack (fun block rest -> List.allPairs (orders block) rest |> List.map (fun (a, b) -> a :: b))

    let observed = statistic blocks

    let extreme =
        all |> List.filter (fun shuffled -> statistic shuffled >= observed - 1e-9)

    float extreme.Length / float all.Length

[<Fact>]
let ``a unanimous ranking of three models has p 1/6 with two seeds and 1/36 with three`` () =
    let seed = [ 0.9; 0.8; 0.7 ]
    close "2" (1.0 / 6.0) (exact [ seed; seed ])
    close "3" (1.0 / 36.0) (exact [ seed; seed; seed ])
    Assert.Equal((testOf [ seed; seed ]).Exact, (testOf [ seed; seed ]).PValue)

[<Fact>]
let ``the exact p-value is that of every ranking, ties kept`` () =
    for blocks in
        [
            [ [ 3.0; 2.0; 1.0 ]; [ 3.0; 1.0; 2.0 ]; [ 3.0; 2.0; 1.0 ]; [ 2.0; 3.0; 1.0 ] ]
            [ [ 3.0; 3.0; 1.0 ]; [ 3.0; 1.0; 2.0 ]; [ 2.0; 1.0; 1.0 ] ]
            [ [ 3.0; 3.0; 1.0 ]; [ 3.0; 3.0; 1.0 ] ]
            [ [ 1.0; 1.0; 1.0 ]; [ 3.0; 2.0; 1.0 ]; [ 2.0; 3.0; 1.0 ] ]
            [ [ 4.0; 2.0; 3.0; 1.0 ]; [ 4.0; 3.0; 2.0; 2.0 ] ]
            [ [ 2.0; 1.0 ]; [ 2.0; 1.0 ]; [ 1.0; 2.0 ]; [ 2.0; 1.0 ]; [ 1.0; 1.0 ] ]
        ] do
        close $"%A{blocks}" (enumerated blocks) (exact blocks)

[<Fact>]
let ``the exact p-values are those of the published table`` () =
    let ranked (sums: string) =
        [
            for block in sums.Split ' ' -> [ for rank in block -> float (5 - int rank + int '0') ]
        ]

    for blocks, chiSquared, p in
        [
            "123 123 132 132", 6.0, 0.069
            "123 123 123 132", 6.5, 0.042
            "123 123 123 123", 8.0, 0.005
            "1234 1234 1342", 6.6, 0.075
            "1234 1243 1234", 8.2, 0.017
        ] do
        let test = testOf (ranked blocks)
        Assert.Equal(chiSquared, (Result.defaultWith failwith test.ChiSquared).Statistic, 1e-9)
        closeBy 0.0 5e-4 blocks p (exact (ranked blocks))

[<Fact>]
let ``beyond what is enumerated the F test stands, and a unanimous ranking keeps its exact p-value`` () =
    let models = [ 1.0 .. 7.0 ]
    let test = testOf [ models; List.rev models; models ]
    Assert.Equal(Error "3 blocks of 7 models are too many to enumerate", test.Exact)
    Assert.Equal(test.ImanDavenport |> Result.map _.PValue, test.PValue)
    close "unanimous" (1.0 / 5040.0 / 5040.0) (exact [ models; models; models ])
    Assert.True(exact (List.replicate 200 models) > 0.0)

[<Fact>]
let ``a critical difference that no mean ranks can have is not given`` () =
    Assert.Equal(
        Error "mean ranks of 3 models can't differ by the 2.34 that Nemenyi's test asks of 2 blocks",
        Friedman.criticalDifference 0.05 3 2
    )

    Assert.True((Friedman.criticalDifference 0.05 3 3).IsOk)
