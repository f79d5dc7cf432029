/// Oracles: pROC 1.18.0 (DeLong) and statsmodels 0.13.5 (Wilson), values in tests/fixtures/statistics.
module QImpact.Analysis.Tests.Statistics

open System
open System.Diagnostics
open System.Text.Json
open Xunit
open QImpact.Fixtures
open QImpact.Analysis.Statistics

let private relative = 1e-9
let private absolute = 1e-12

let private close (what: string) (expected: float) (actual: float) =
    Assert.True(
        abs (expected - actual) <= max absolute (relative * abs expected),
        $"{what}: expected {expected:R}, got {actual:R}"
    )

let private sameInterval what (expected: JsonElement) (actual: Interval option) =
    match number expected[0], number expected[1], actual with
    | None, None, None -> ()
    | Some lower, Some upper, Some actual ->
        close $"{what}, lower end" lower actual.Lower
        close $"{what}, upper end" upper actual.Upper
    | _ -> Assert.Fail $"{what}: expected {expected}, got %A{actual}"

let private sameWilson what (expected: JsonElement) =
    let count name = (field name expected).GetInt32()

    Proportion.wilson 0.95 (count "k") (count "n")
    |> sameInterval what (field "wilson" expected)

[<Fact>]
let ``Wilson's interval equals the reference for every metric of every prediction file`` () =
    for classifier in classifiers do
        for expected in (field "intervals" classifier.Expected).EnumerateObject() do
            sameWilson $"{classifier.Source}, {expected.Name}" expected.Value

[<Fact>]
let ``Wilson's interval equals the reference for the paper's Table 1`` () =
    let models =
        load "margins_paper_table1.json" |> field "expected" |> field "classifiers"

    for model in models.EnumerateObject() do
        for expected in (field "intervals" model.Value).EnumerateObject() do
            sameWilson $"{model.Name}, {expected.Name}" expected.Value

[<Fact>]
let ``Wilson's interval ends exactly at 0 and 1 where every trial failed or succeeded`` () =
    Assert.Equal(0.0, (Proportion.wilson 0.95 0 10).Value.Lower)
    Assert.Equal(1.0, (Proportion.wilson 0.95 10 10).Value.Upper)

[<Fact>]
let ``impossible counts and confidences are refused`` () =
    let message action =
        Assert.Throws<ArgumentException>(fun () -> action () |> ignore).Message

    Assert.StartsWith("11 successes in 10 trials; expected 0 to 10.", message (fun () -> Proportion.wilson 0.95 11 10))
    Assert.StartsWith("-1 successes in 10 trials; expected 0 to 10.", message (fun () -> Proportion.wilson 0.95 -1 10))

    Assert.StartsWith(
        "The confidence is 95; expected a number in (0, 1).",
        message (fun () -> Proportion.wilson 95 1 10)
    )

[<Fact>]
let ``DeLong's variance and interval equal the reference`` () =
    for classifier in classifiers do
        let expected = field "delong" classifier.Expected
        let components = DeLong.components classifier.Labels classifier.Scores

        match number (field "var" expected), Option.bind DeLong.variance components with
        | None, None -> ()
        | Some expected, Some actual ->
            Assert.True(abs (expected - actual) <= 1e-12, $"{classifier.Source}: expected {expected:R}, got {actual:R}")
        | expected, actual -> Assert.Fail $"{classifier.Source}: expected %A{expected}, got %A{actual}"

        Option.bind (DeLong.interval 0.95) components
        |> sameInterval classifier.Source (field "ci95" expected)

[<Fact>]
let ``the covariance of two AUCs follows from the components of the same cases`` () =
    // The shape that the paired test builds on: pROC's cov(method = "delong") of two classifiers.
    let root = load "predictions/04_paper_like.json"

    let pair =
        root |> field "expected" |> field "pairs" |> _.EnumerateArray() |> Seq.head

    let components (name: string) =
        let source = $"predictions/04_paper_like.json, {(field name pair).GetString()}"
        let classifier = classifiers |> Array.find (fun c -> c.Source = source)
        (DeLong.components classifier.Labels classifier.Scores).Value

    let a, b = components "a", components "b"

    let part (x: float[]) (y: float[]) =
        let products = Array.map2 (fun u v -> (u - a.Auc) * (v - b.Auc)) x y
        Array.sum products / float (x.Length - 1) / float x.Length

    let expected = (pair |> field "delong" |> field "cov").GetDouble()
    Assert.Equal(expected, part a.OfClass1 b.OfClass1 + part a.OfClass0 b.OfClass0, 1e-12)

[<Fact>]
let ``DeLong's components of 200,000 cases take seconds at most, as n log n does and n squared does not`` () =
    let random = Random 5
    let labels = Array.init 200_000 (fun i -> i % 2)

    let scores =
        labels |> Array.map (fun label -> random.NextDouble() + 0.2 * float label)

    let clock = Stopwatch.StartNew()
    Assert.True((DeLong.components labels scores |> Option.bind DeLong.variance).IsSome)
    Assert.True(clock.Elapsed < TimeSpan.FromSeconds 5.0, $"took {clock.Elapsed}")
