/// Oracle: Hanley and McNeil 1982 and 1983 by formula, tests/fixtures/statistics/margins_*.json.
module QImpact.Statistics.Tests.HanleyMcNeil

open System.Text.Json
open Xunit
open QImpact.Fixtures
open QImpact.Statistics
open QImpact.Statistics.Tests.Oracle

let private published =
    [
        for file in marginFiles do
            let root = load file
            let expected = field "expected" root

            match expected.TryGetProperty "auc" with
            | true, aucs -> file, field "input" root, aucs, field "auc_pairs" expected
            | false, _ -> ()
    ]

/// n1 and n0 as positives and negatives, for the orientation that the field names.
let private counts input (name: string) =
    let n1, n0 = count "n1" input, count "n0" input
    if name.EndsWith "class1" then n1, n0 else n0, n1

let private orientations = [ "se_positive_class1"; "se_positive_class0" ]

[<Fact>]
let ``the standard errors equal the reference with either class positive`` () =
    Assert.NotEmpty published

    for file, input, aucs, _ in published do
        for model in aucs.EnumerateObject() do
            for name in orientations do
                let positives, negatives = counts input name
                let variance = HanleyMcNeil.variance (real "auc" model.Value) positives negatives
                close $"{file}, {model.Name}, {name}" (real name model.Value) (sqrt variance)

[<Fact>]
let ``z and p equal the reference for every assumed correlation, and so does the needed correlation`` () =
    for file, input, aucs, pairs in published do
        for pair in items pairs do
            let auc (name: string) =
                real "auc" (field (text name pair) aucs)

            let what = $"""{file}, {text "a" pair} and {text "b" pair}"""

            for expected in field "z_p" pair |> items do
                let positives, negatives = counts input (text "se" expected)

                match HanleyMcNeil.compare (real "r" expected) positives negatives (auc "b") (auc "a") with
                | Ok test ->
                    closeStatistic what (real "z" expected) test.Z
                    close what (real "p" expected) test.PValue
                | Error reason -> Assert.Fail $"{what}: {reason}"

            for name in orientations do
                let positives, negatives = counts input name

                HanleyMcNeil.neededCorrelation 0.05 positives negatives (auc "a") (auc "b")
                |> same what (number (field $"r_needed_{name}" pair))

[<Fact>]
let ``perfect and equal AUCs have a stated answer, impossible ones are refused`` () =
    Assert.Equal(0.0, HanleyMcNeil.variance 1.0 42 114)
    Assert.Equal(0.0, HanleyMcNeil.variance 0.0 42 114)
    Assert.Equal(Error "the formula sees no uncertainty in an AUC of 0 or 1", HanleyMcNeil.interval 0.95 1.0 42 114)
    Assert.Equal(Error "the variance of the difference is 0", HanleyMcNeil.compare 0.5 42 114 1.0 1.0)
    Assert.Equal(Error "the variance of the difference is 0", HanleyMcNeil.compare 1.0 42 114 0.8 0.8)
    Assert.True((HanleyMcNeil.neededCorrelation 0.05 42 114 0.8 0.8).IsError)
    Assert.True((HanleyMcNeil.neededCorrelation 0.05 42 114 1.0 0.8).IsError)
    Assert.StartsWith("auc is 86; expected a number in [0, 1].", refusal (fun () -> HanleyMcNeil.variance 86.0 42 114))
    Assert.StartsWith("There are 0 positive cases", refusal (fun () -> HanleyMcNeil.variance 0.8 0 114))
