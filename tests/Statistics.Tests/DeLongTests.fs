/// Oracle: pROC 1.18.0, tests/fixtures/statistics/predictions.
module QImpact.Statistics.Tests.DeLong

open System
open System.Diagnostics
open Xunit
open QImpact.Fixtures
open QImpact.Statistics
open QImpact.Statistics.Tests.Oracle

[<Fact>]
let ``DeLong's variance and interval equal the reference`` () =
    for classifier in classifiers do
        let expected = field "delong" classifier.Expected
        let components = DeLong.components classifier.Labels classifier.Scores

        match number (field "var" expected), Result.bind DeLong.variance components with
        | None, Error reason -> Assert.NotEmpty reason
        | Some expected, Ok actual ->
            Assert.True(abs (expected - actual) <= 1e-12, $"{classifier.Source}: expected {expected:R}, got {actual:R}")
        | expected, actual -> Assert.Fail $"{classifier.Source}: expected %A{expected}, got %A{actual}"

        Result.bind (DeLong.interval 0.95) components
        |> sameIntervalResult classifier.Source (field "ci95" expected)

[<Fact>]
let ``the covariance of two AUCs follows from the components of the same cases`` () =
    // The shape that the paired test builds on: pROC's cov(method = "delong") of two classifiers.
    let root = load "predictions/04_paper_like.json"

    let pair =
        root |> field "expected" |> field "pairs" |> _.EnumerateArray() |> Seq.head

    let components (name: string) =
        let source = $"predictions/04_paper_like.json, {(field name pair).GetString()}"
        let classifier = classifiers |> Array.find (fun c -> c.Source = source)

        DeLong.components classifier.Labels classifier.Scores
        |> Result.defaultWith failwith

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
    Assert.True((DeLong.components labels scores |> Result.bind DeLong.variance).IsOk)
    Assert.True(clock.Elapsed < TimeSpan.FromSeconds 5.0, $"took {clock.Elapsed}")
