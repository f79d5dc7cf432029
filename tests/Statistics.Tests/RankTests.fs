/// Oracles: R 4.2.2, exactRankTests 0.8-35, SciPy 1.10.1, statsmodels 0.13.5, mpmath; tests/fixtures/statistics.
module QImpact.Statistics.Tests.Ranking

open System.Text.Json
open Xunit
open QImpact.Fixtures
open QImpact.Statistics
open QImpact.Statistics.Tests.Oracle

let private isNull (element: JsonElement) = element.ValueKind = JsonValueKind.Null

let private samePValues what (expected: JsonElement) (actual: SignedRank.PValues) =
    close $"{what}, two-sided" (real "p_two" expected) actual.TwoSided
    close $"{what}, greater" (real "p_greater" expected) actual.Greater
    close $"{what}, less" (real "p_less" expected) actual.Less

let private sameApproximation what expected (actual: Result<SignedRank.Approximation, string>) =
    match actual with
    | Error _ -> Assert.True(isNull expected, what)
    | Ok actual ->
        closeStatistic what (real "z" expected) actual.Z
        samePValues what expected actual.PValues

/// The reference's block of the signed-rank test; also used for the seed tables.
let sameSignedRank what (expected: JsonElement) (test: SignedRank.Test) =
    Assert.Equal(count "n" expected, test.Pairs)
    Assert.Equal(count "n_zero" expected, test.Zeros)
    Assert.Equal((field "has_ties" expected).GetBoolean(), test.HasTies)
    Assert.Equal(real "w_plus" expected, test.WPlus)
    Assert.Equal(real "w_minus" expected, test.WMinus)

    match test.Exact, field "exact_conditional" expected with
    | Error _, conditional -> Assert.True(isNull conditional, what)
    | Ok exact, conditional ->
        samePValues what conditional exact

        if not (isNull (field "exact" expected)) then
            samePValues what (field "exact" expected) exact

    sameApproximation $"{what}, plain" (field "approx" expected) test.Plain
    sameApproximation $"{what}, corrected" (field "approx_cc" expected) test.Corrected

[<Fact>]
let ``the signed-rank test equals the reference, accuracies over 156 images included`` () =
    for what, input, expected in cases "wilcoxon.json" do
        SignedRank.test (numbers (field "x" input)) (numbers (field "y" input))
        |> sameSignedRank what expected

[<Fact>]
let ``counts and the fractions made of them give the same ranks`` () =
    let x, y = [| 120; 118; 131; 99; 140 |], [| 117; 115; 128; 100; 130 |]
    let fractions = Array.map (fun k -> float k / 156.0)
    let whole = SignedRank.test (Array.map float x) (Array.map float y)
    Assert.Equal(whole, SignedRank.test (fractions x) (fractions y))

[<Fact>]
let ``pairs without a difference, unequal lists and NaN have a stated answer`` () =
    let test = SignedRank.test [ 1.0; 2.0 ] [ 1.0; 2.0 ]
    Assert.Equal(Error "no pair differs", test.Best)
    Assert.StartsWith("There are 1 values in x and 2 in y", refusal (fun () -> SignedRank.test [ 1.0 ] [ 1.0; 2.0 ]))
    Assert.StartsWith("There are no pairs", refusal (fun () -> SignedRank.test [] []))
    Assert.StartsWith("y has NaN at index 0", refusal (fun () -> SignedRank.test [ 1.0 ] [ nan ]))

[<Fact>]
let ``Cochran's Q equals the reference`` () =
    for what, input, expected in cases "cochran_q.json" do
        let right =
            [|
                for case in field "correct" input |> items ->
                    [| for entry in items case -> entry.GetInt32() = 1 |]
                    :> System.Collections.Generic.IReadOnlyList<bool>
            |]

        let test = CochranQ.test right

        test
        |> Result.map _.Statistic
        |> sameBy closeStatistic what (number (field "q" expected))

        test |> Result.map _.PValue |> same what (number (field "p" expected))
        test |> Result.iter (fun test -> Assert.Equal(count "df" expected, test.Df))

[<Fact>]
let ``Cochran's Q over all classifiers equals the reference for every prediction file`` () =
    for file in predictionFiles do
        let expected = load file |> field "expected" |> field "cochran_q"
        let models = classifiers |> Array.filter (fun c -> c.Source.StartsWith $"{file}, ")

        let right =
            [|
                for i in 0 .. models[0].Labels.Length - 1 ->
                    [|
                        for model in models -> model.Labels[i] = (if model.Scores[i] >= 0.5 then 1 else 0)
                    |]
                    :> System.Collections.Generic.IReadOnlyList<bool>
            |]

        let test = CochranQ.test right

        test
        |> Result.map _.Statistic
        |> sameBy closeStatistic file (number (field "q" expected))

        test |> Result.map _.PValue |> same file (number (field "p" expected))

[<Fact>]
let ``the studentized range equals the reference`` () =
    for what, input, expected in cases "studentized_range.json" do
        let q = StudentizedRange.criticalValue (count "k" input) (real "alpha" input)
        close what (real "q" expected) q
        close what (real "q_nemenyi" expected) (q / sqrt 2.0)

[<Fact>]
let ``adjusted p-values equal the reference`` () =
    for what, input, expected in cases "multiplicity.json" do
        let p = numbers (field "p" input)

        for name, adjust in
            [
                "holm", Multiplicity.holm
                "bh", Multiplicity.benjaminiHochberg
                "bonferroni", Multiplicity.bonferroni
            ] do
            Array.iter2 (close $"{what}, {name}") (numbers (field name expected)) (adjust p)

    Assert.Empty(Multiplicity.holm [])
    Assert.StartsWith("p-value 1 is 2;", refusal (fun () -> Multiplicity.holm [ 0.5; 2.0 ]))

[<Fact>]
let ``Cliff's delta equals the reference`` () =
    for what, input, expected in cases "effect_sizes.json" do
        let dominance =
            EffectSize.cliffsDelta (numbers (field "x" input)) (numbers (field "y" input))

        close what (real "cliffs_delta" expected) dominance.Delta
        Assert.Equal(int64 (count "n_greater" expected), dominance.Greater)
        Assert.Equal(int64 (count "n_less" expected), dominance.Less)
        Assert.Equal(int64 (count "n_equal" expected), dominance.Equal)
