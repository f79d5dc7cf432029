/// Areas of several classes, and resamples of more images than are left out one by one.
module QImpact.Statistics.Tests.SeveralClasses

open System
open Xunit
open QImpact.Metrics
open QImpact.Statistics

let private classes = 4

/// Labels in turn, and the probabilities of a model that is right the more often the higher its skill.
let private cases seed skill count =
    let random = Random(seed: int)
    let labels = Array.init count (fun i -> i % classes)

    let row label =
        let odds =
            Array.init classes (fun cls -> random.NextDouble() + (if cls = label then skill else 0.0))

        odds |> Array.map (fun odd -> odd / Array.sum odds)

    labels, OfMore(classes, labels |> Array.collect row)

let private value (metric: Metric) labels scores =
    Classification.Evaluate([ metric ], labels, scores).[metric].ToNullable().Value

let private macroAuc =
    MetricTable.forClasses classes
    |> List.find (fun metric -> metric = MetricTable.auc)

[<Fact>]
let ``the permutation of macro areas looks at their difference, and tells a better model from a worse one`` () =
    let labels, good = cases 1 0.6 80
    let _, poor = cases 2 0.1 80

    match
        Permutation.macroAucDifference 1 500 labels good poor, Permutation.macroAucDifference 1 500 labels poor good
    with
    | Ok test, Ok turned ->
        Assert.Equal(value macroAuc labels good - value macroAuc labels poor, test.Statistic, 1e-12)
        Assert.Equal(-test.Statistic, turned.Statistic, 1e-12)
        Assert.Equal(test.PValue, turned.PValue)
        Assert.Equal(1.0 / 501.0, test.PValue, 1e-12)
    | first, second -> Assert.Fail $"%A{first} %A{second}"

[<Fact>]
let ``equal models have p 1, and a class without a case has no test`` () =
    let labels, scores = cases 1 0.3 40
    Assert.Equal(Ok 1.0, Permutation.macroAucDifference 1 50 labels scores scores |> Result.map _.PValue)
    let without = labels |> Array.map (min 2)
    Assert.Equal(Error "no case of class 3", Permutation.macroAucDifference 1 50 without scores scores)

[<Fact>]
let ``of two classes it is the test of the one area`` () =
    let labels = Array.init 30 (fun i -> i % 2)
    let random = Random 3

    let scores () =
        labels
        |> Array.map (fun label -> (random.NextDouble() + 0.3 * float label) / 1.3)

    let first, second = scores (), scores ()

    Assert.Equal(
        Permutation.aucDifference 5 300 labels first second |> Result.map _.PValue,
        Permutation.macroAucDifference 5 300 labels (OfTwo(first, 0.5)) (OfTwo(second, 0.5))
        |> Result.map _.PValue
    )

[<Fact>]
let ``DeLong's area of a class is that of the class against the others`` () =
    let labels, scores = cases 4 0.4 80

    for cls in 0 .. classes - 1 do
        match DeLong.ofClass cls labels scores with
        | Ok components -> Assert.Equal(value (MetricTable.aucOf cls) labels scores, components.Auc, 1e-12)
        | Error reason -> Assert.Fail reason

[<Fact>]
let ``images left out in groups give the acceleration that each alone gives`` () =
    let labels, scores = cases 7 0.15 12_000

    let distribution =
        MetricBootstrap
            .Run([ MetricTable.accuracy ], 1, 50, labels, [ { Scores = scores; Shift = None } ])
            .Distribution(MetricTable.accuracy, [ struct (0, 1.0) ])

    let right = Array.map2 (=) labels scores.Decisions
    let correct = right |> Array.filter id |> Array.length

    let without isRight =
        float (if isRight then correct - 1 else correct) / float (labels.Length - 1)

    let oneByOne =
        Array.init classes (fun cls ->
            Array.zip labels right
            |> Array.filter (fun (label, _) -> label = cls)
            |> Array.map (snd >> without))

    match distribution with
    | Ok distribution ->
        Assert.Equal(4_000, distribution.Jackknife |> Array.sumBy _.Length)
        let expected = Bootstrap.acceleration oneByOne
        // 12,000 images: it is the skew of the decisions over 6 sqrt n.
        Assert.InRange(Bootstrap.acceleration distribution.Jackknife / expected, 0.5, 1.5)
    | Error reason -> Assert.Fail reason
