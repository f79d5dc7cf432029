/// Laws that hold for every input, degenerate ones above all: an interval holds its estimate, a p-value lies in [0, 1], what does not exist
/// has a reason and is never NaN, and exchanging the two models turns the result round.
module QImpact.Statistics.Tests.Laws

open System
open System.Collections.Generic
open FsCheck
open FsCheck.FSharp
open FsCheck.Xunit
open QImpact.Metrics
open QImpact.Statistics

/// Two models' scores of cases of two classes; few cases, few values, so that ties, empty classes and equal models are frequent.
type Scored =
    {
        Labels: int[]
        First: float[]
        Second: float[]
    }

    member this.Turned =
        { this with
            First = this.Second
            Second = this.First
        }

/// Pairs of values per seed: fractions of few images, ties and equal differences frequent.
type Seeds = { X: float[]; Y: float[] }

type Generators =
    static member Scored() : Arbitrary<Scored> =
        gen {
            let! n = Gen.choose (1, 40)
            let! values = Gen.elements [ 1; 2; 5; 40 ]

            let scores =
                Gen.arrayOfLength n (Gen.choose (0, values) |> Gen.map (fun s -> float s / float values))

            let! labels = Gen.arrayOfLength n (Gen.choose (0, 1))
            let! first = scores
            let! second = Gen.oneof [ scores; Gen.constant first ]

            return
                {
                    Labels = labels
                    First = first
                    Second = second
                }
        }
        |> Arb.fromGen

    static member Seeds() : Arbitrary<Seeds> =
        gen {
            let! n = Gen.choose (1, 9)
            let! images = Gen.elements [ 3; 42; 156 ]

            let values =
                Gen.arrayOfLength n (Gen.choose (0, images) |> Gen.map (fun k -> float k / float images))

            let! x = values

            let! y =
                Gen.oneof
                    [
                        values
                        Gen.constant x
                        Gen.constant (x |> Array.map (fun v -> v - 1.0 / 156.0))
                    ]

            return { X = x; Y = y }
        }
        |> Arb.fromGen

[<Sealed>]
type LawAttribute() =
    inherit PropertyAttribute(Replay = "(20240601,7)", MaxTest = 300, Arbitrary = [| typeof<Generators> |])

let private isP p = p >= 0.0 && p <= 1.0
let private close (a: float) (b: float) = abs (a - b) <= 1e-9

let private holds (estimate: float) (interval: Interval) =
    interval.Lower <= estimate + 1e-12 && estimate - 1e-12 <= interval.Upper

let private isTurned (a: Interval) (b: Interval) =
    close a.Lower (0.0 - b.Upper) && close a.Upper (0.0 - b.Lower)

/// Both exist and have the law, or neither does, for the same reason.
let private both law (first: Result<'a, string>) (second: Result<'a, string>) =
    match first, second with
    | Ok first, Ok second -> law first second
    | Error first, Error second -> first = second && first <> ""
    | _ -> false

[<Law>]
let ``intervals of a proportion hold it, in [0, 1], and turn with what counts as success``
    (k: uint16)
    (n: uint16)
    (large: bool)
    =
    let scale = if large then 2_000_000L else 1L
    let n = int64 (max k n) * scale
    let k = int64 (min (int64 k * scale) n)

    [ Proportion.wilson 0.95; Proportion.clopperPearson 0.95 ]
    |> List.forall (fun interval ->
        both
            (fun (a: Interval) (b: Interval) ->
                holds (float k / float n) a
                && isP a.Lower
                && isP a.Upper
                && close a.Lower (1.0 - b.Upper)
                && close a.Upper (1.0 - b.Lower))
            (interval k n)
            (interval (n - k) n))

[<Law>]
let ``DeLong's comparison turns with the models, its interval holds the difference`` (cases: Scored) =
    let compare (cases: Scored) =
        match DeLong.components cases.Labels cases.First, DeLong.components cases.Labels cases.Second with
        | Ok first, Ok second -> DeLong.compare 0.95 first second
        | Error reason, _
        | _, Error reason -> Error reason

    let law (a: DeLong.Comparison) (b: DeLong.Comparison) =
        holds a.Difference a.Interval
        && isP a.Test.PValue
        && close a.Test.PValue b.Test.PValue
        && isTurned a.Interval b.Interval

    both law (compare cases) (compare cases.Turned)
    && both
        (fun (a: Equivalence.Test) (b: Equivalence.Test) -> isP a.PValue && close a.PValue b.PValue)
        (compare cases |> Result.bind (Equivalence.aucs 0.05))
        (compare cases.Turned |> Result.bind (Equivalence.aucs 0.05))

[<Law>]
let ``an AUC's interval that is shown holds it and has a width`` (cases: Scored) =
    match DeLong.components cases.Labels cases.First |> Result.bind DeLong.trusted with
    | Error reason -> reason <> ""
    | Ok components ->
        match DeLong.interval 0.95 components with
        | Ok interval ->
            holds components.Auc interval
            && interval.Upper > interval.Lower
            && isP interval.Lower
            && isP interval.Upper
        | Error _ -> false

[<Property(Replay = "(20240601,7)", MaxTest = 60, Arbitrary = [| typeof<Generators> |])>]
let ``the permutation test of two AUCs has a p-value above 0`` (cases: Scored) =
    match Permutation.aucDifference 1 200 cases.Labels cases.First cases.Second with
    | Error reason -> reason <> ""
    | Ok test -> test.PValue > 0.0 && test.PValue <= 1.0 && Double.IsFinite test.Statistic

[<Law>]
let ``tests, intervals and effect sizes of seeds turn with the models and are never NaN`` (seeds: Seeds) =
    let x, y = seeds.X, seeds.Y

    both
        (fun (a: StudentT.Test) (b: StudentT.Test) ->
            holds a.MeanDifference a.Interval
            && a.Interval.Upper > a.Interval.Lower
            && isP a.PValues.TwoSided
            && close a.PValues.TwoSided b.PValues.TwoSided
            && close a.PValues.Greater b.PValues.Less)
        (StudentT.paired 0.95 x y)
        (StudentT.paired 0.95 y x)
    && both
        (fun (a: Equivalence.Test) b -> isP a.PValue && close a.PValue b.PValue)
        (Equivalence.paired 0.05 x y)
        (Equivalence.paired 0.05 y x)
    && both (fun a b -> Double.IsFinite a && close a -b) (EffectSize.cohensDz x y) (EffectSize.cohensDz y x)
    && both (fun a b -> Double.IsFinite a && close a -b) (EffectSize.hedgesG x y) (EffectSize.hedgesG y x)
    && (EffectSize.cliffsDelta x y).Delta = -(EffectSize.cliffsDelta y x).Delta
    && both
        (fun (a: SignedRank.PValues) b -> isP a.TwoSided && close a.TwoSided b.TwoSided && close a.Greater b.Less)
        (SignedRank.test x y).Best
        (SignedRank.test y x).Best

[<Law>]
let ``a model's summary over seeds has an interval with a width that holds the mean, or the reason`` (seeds: Seeds) =
    let summary = StudentT.summary 0.95 seeds.X

    match summary.Interval with
    | Error reason -> reason <> ""
    | Ok interval -> holds summary.Mean interval && interval.Upper > interval.Lower

[<Law>]
let ``Friedman's p-value is above 0 and knows neither the order of models nor of blocks`` (seeds: Seeds) =
    let test (order: float -> float -> float list) (blocks: (float * float)[]) =
        Friedman.test true [ for a, b in blocks -> List.toArray (order a b) :> IReadOnlyList<float> ]

    let blocks = Array.zip seeds.X seeds.Y
    let first = test (fun a b -> [ a; b; 0.5 ]) blocks
    let second = test (fun a b -> [ 0.5; a; b ]) (Array.rev blocks)

    both (fun a b -> a > 0.0 && a <= 1.0 && close a b) first.PValue second.PValue
    && both (fun (a: ChiSquared) b -> isP a.PValue && close a.Statistic b.Statistic) first.ChiSquared second.ChiSquared

[<Law>]
let ``equivalence of proportions turns with the models`` (b: byte) (c: byte) (rest: byte) =
    let table first second : McNemar.Agreement =
        {
            BothRight = int rest
            OnlyFirst = int first
            OnlySecond = int second
            BothWrong = 0
        }

    both
        (fun (x: Equivalence.Test) y -> isP x.PValue && close x.PValue y.PValue)
        (Equivalence.pairedProportions 0.1 (table b c))
        (Equivalence.pairedProportions 0.1 (table c b))

[<Law>]
let ``Hanley and McNeil's interval holds the AUC, Cochran's p lies in [0, 1]`` (cases: Scored) (auc: uint16) =
    let auc = float auc / 65535.0

    let interval =
        match HanleyMcNeil.interval 0.95 auc 42 114 with
        | Ok interval -> holds auc interval && interval.Upper > interval.Lower
        | Error reason -> reason <> "" && (auc = 0.0 || auc = 1.0)

    let cochran =
        CochranQ.test
            [
                for first, second in Array.zip cases.First cases.Second ->
                    [| first >= 0.5; second >= 0.5; true |] :> IReadOnlyList<bool>
            ]

    interval
    && (match cochran with
        | Ok test -> isP test.PValue && test.Statistic >= 0.0
        | Error reason -> reason <> "")

[<Law>]
let ``adjusted p-values are at least the raw ones, at most 1, and keep their order`` (raw: uint16[]) =
    let raw = raw |> Array.map (fun p -> float p / 65535.0)

    [ Multiplicity.holm; Multiplicity.benjaminiHochberg; Multiplicity.bonferroni ]
    |> List.forall (fun adjust ->
        let adjusted = adjust raw

        Array.forall2 (fun p q -> q >= p && q <= 1.0) raw adjusted
        && Array.allPairs (Array.zip raw adjusted) (Array.zip raw adjusted)
           |> Array.forall (fun ((p, a), (q, b)) -> p > q || a <= b))

[<Property(Replay = "(20240601,7)", MaxTest = 40, Arbitrary = [| typeof<Generators> |])>]
let ``a bootstrap interval of any metric holds it and has a width, or has the reason`` (cases: Scored) =
    let judged scores =
        {
            Scores = OfTwo(scores, 0.5)
            Shift =
                Some
                    {
                        Trained = [ 0.5; 0.5 ]
                        Judged = [ 0.7; 0.3 ]
                    }
        }

    let resamples =
        MetricBootstrap.Run(MetricTable.all, 1, 50, cases.Labels, [ judged cases.First; judged cases.Second ])

    [ [ struct (0, 1.0) ]; [ struct (0, 1.0); struct (1, -1.0) ] ]
    |> List.allPairs MetricTable.all
    |> List.forall (fun (metric, weights) ->
        match resamples.Distribution(metric, weights) with
        | Error reason -> reason <> ""
        | Ok distribution ->
            match Bootstrap.bca 0.95 distribution with
            | Error reason -> reason <> ""
            | Ok bca ->
                holds distribution.Estimate bca.Interval
                && bca.Interval.Upper > bca.Interval.Lower)

[<Law>]
let ``the power and the tail of the studentized range lie in [0, 1], however far``
    (p10: byte)
    (p01: byte)
    (cases: uint16)
    (q: uint32)
    =
    let p10, p01 = float p10 / 512.0, float p01 / 512.0

    isP (McNemarPower.power 0.05 (int cases % 300) p10 p01)
    && isP (StudentizedRange.upperTail 5 (float q))
