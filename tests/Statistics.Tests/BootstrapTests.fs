/// Oracles: SciPy 1.10.1, NumPy 1.24.2 and R boot 1.3-28.1, tests/fixtures/statistics/bootstrap.json.
module QImpact.Statistics.Tests.Bootstraps

open System
open System.Text.Json
open FsCheck.Xunit
open Xunit
open QImpact.Fixtures
open QImpact.Metrics
open QImpact.Statistics
open QImpact.Statistics.Tests.Oracle

let private result =
    function
    | Ok value -> value
    | Error reason -> failwith reason

[<Fact>]
let ``BCa intervals of given resamples equal the reference`` () =
    for what, _, expected in cases "bootstrap.json" do
        let distribution: Bootstrap.Distribution =
            {
                Estimate = real "theta_hat" expected
                Replicates = numbers (field "theta_boot" expected)
                Jackknife = [| numbers (field "jackknife" expected) |]
            }

        close what (real "se_boot" expected) (result (Bootstrap.standardError distribution))
        close what (real "acceleration" expected) (Bootstrap.acceleration distribution.Jackknife)

        let bca = result (Bootstrap.bca 0.95 distribution)
        let expected = field "bca_mid" expected
        close what (real "z0" expected) bca.Bias
        close what (real "alpha1" expected) bca.LowerLevel
        close what (real "alpha2" expected) bca.UpperLevel
        sameInterval what (field "ci_type7" expected) bca.Interval

[<Fact>]
let ``resamples of the reference give its statistics`` () =
    for what, input, expected in cases "bootstrap.json" do
        let data name =
            field "data" input |> field name |> numbers

        let theta = numbers (field "theta_boot" expected)

        let auc (y: float[]) (x: float[]) =
            (Classification.RocAuc(Array.map int y, x)).ValueOr nan

        let statistic (pick: float[] -> float[]) =
            match text "statistic" input with
            | "mean" -> Array.average (pick (data "x"))
            | "sd" -> result (StudentT.summary 0.95 (pick (data "x"))).Deviation
            | "mean_diff" -> Array.average (Array.map2 (-) (pick (data "x")) (pick (data "y")))
            | "auc" -> auc (pick (data "y")) (pick (data "x"))
            | "auc_diff" ->
                auc (pick (data "y")) (pick (data "x"))
                - auc (pick (data "y")) (pick (data "x2"))
            | other -> failwith $"no test for {other}"

        for index, draw in field "indices" input |> items |> List.indexed |> List.truncate 50 do
            let indices = [| for i in items draw -> i.GetInt32() |]
            close what theta[index] (statistic (fun values -> indices |> Array.map (fun i -> values[i])))

[<Fact>]
let ``BCa levels equal the reference`` () =
    for case in load "bootstrap.json" |> field "bca_formula" |> items do
        let input, expected = field "input" case, field "expected" case

        let struct (lower, upper) =
            result (Bootstrap.levels (real "confidence" input) (real "z0" input) (real "acceleration" input))

        close "lower" (real "alpha1" expected) lower
        close "upper" (real "alpha2" expected) upper

[<Fact>]
let ``a statistic that no resample moves, or moves one way only, has no BCa interval`` () =
    let of' replicates : Bootstrap.Distribution =
        {
            Estimate = 1.0
            Replicates = replicates
            Jackknife = [| [| 1.0; 1.0 |] |]
        }

    let reason replicates =
        match Bootstrap.bca 0.95 (of' replicates) with
        | Error reason -> reason
        | Ok _ -> "none"

    Assert.Equal("every resample gives the same value", reason [| 1.0; 1.0 |])
    Assert.Equal("all resamples lie on one side of the value", reason [| 0.5; 0.7 |])

let private paperLike =
    classifiers |> Array.filter (fun c -> c.Source.StartsWith "predictions/04_")

let private run seed replicates =
    MetricBootstrap.Run(
        MetricTable.all,
        seed,
        replicates,
        paperLike[0].Labels,
        [|
            for c in paperLike ->
                {
                    Scores = OfTwo(c.Scores, 0.5)
                    Shift = None
                }
        |]
    )

[<Fact>]
let ``on the sample itself the pass gives the metrics that Classification gives, of every prediction file`` () =
    for c in classifiers do
        let pass =
            MetricBootstrap.Run(
                MetricTable.all,
                1,
                2,
                c.Labels,
                [|
                    {
                        Scores = OfTwo(c.Scores, 0.5)
                        Shift = None
                    }
                |]
            )

        let expected = Classification.Evaluate(c.Labels, c.Scores)

        for metric in MetricTable.all do
            match expected[metric], pass.Value(metric, 0) with
            | MetricValue.Undefined _, MetricValue.Undefined _ -> ()
            | MetricValue.Defined expected, MetricValue.Defined actual ->
                closeBy 1e-12 1e-12 $"{c.Source}, {metric}" expected actual
            | expected, actual -> Assert.Fail $"{c.Source}, {metric}: expected {expected}, got {actual}"

[<Fact>]
let ``the same seed gives the same resamples, another seed others`` () =
    let replicates seed =
        (result ((run seed 40).Distribution(MetricTable.all[0], [| struct (0, 1.0) |]))).Replicates

    Assert.Equal<float[]>(replicates 3, replicates 3)
    Assert.NotEqual<float[]>(replicates 3, replicates 4)

[<Fact>]
let ``models are judged on the same draws, so a model less itself is 0 on every resample`` () =
    let pass = run 5 60

    for metric in MetricTable.all do
        match pass.Distribution(metric, [| struct (0, 1.0); struct (0, -1.0) |]) with
        | Ok difference -> Assert.All(difference.Replicates, fun value -> Assert.Equal(0.0, value))
        | Error reason -> Assert.NotEmpty reason

[<Fact>]
let ``resamples keep the class counts, so the bootstrap's error of the AUC is near DeLong's`` () =
    let auc = MetricTable.auc
    let distribution = result ((run 7 4000).Distribution(auc, [| struct (0, 1.0) |]))

    let deLong =
        DeLong.components paperLike[0].Labels paperLike[0].Scores
        |> Result.bind DeLong.variance
        |> result
        |> sqrt

    Assert.InRange(result (Bootstrap.standardError distribution) / deLong, 0.9, 1.1)

[<Fact>]
let ``a metric that most resamples lack has no distribution`` () =
    let labels = Array.init 20 (fun i -> i / 10)
    // Class 0 is decided for one image only.
    let scores = Array.init 20 (fun i -> if i = 0 then 0.2 else 0.6)

    let pass =
        MetricBootstrap.Run(
            MetricTable.all,
            1,
            200,
            labels,
            [|
                {
                    Scores = OfTwo(scores, 0.5)
                    Shift = None
                }
            |]
        )

    match pass.Distribution(MetricTable.precision 0, [| struct (0, 1.0) |]) with
    | Error reason -> Assert.Matches("^the metric is undefined on [0-9]+ of 200 resamples$", reason)
    | Ok _ -> Assert.Fail "expected no distribution"

[<Fact>]
let ``the AUC's permutation test needs no variance: perfect against constant scores`` () =
    let labels = Array.init 12 (fun i -> i % 2)
    let perfect = labels |> Array.map float
    let constant = Array.create 12 0.5

    match Permutation.aucDifference 1 1000 labels perfect constant with
    | Ok test ->
        Assert.Equal(0.5, test.Statistic)
        Assert.True test.IsExact
        Assert.InRange(test.PValue, 1.0 / 4096.0, 0.05)
    | Error reason -> Assert.Fail reason

    Assert.Equal(Ok 1.0, Permutation.aucDifference 1 10 labels perfect perfect |> Result.map _.PValue)
    Assert.True((Permutation.aucDifference 1 10 [| 1; 1 |] [| 0.1; 0.2 |] [| 0.2; 0.1 |]).IsError)

[<Property(Replay = "(20240601,7)", MaxTest = 200)>]
let ``Holm lies between the raw p-value and Bonferroni, and Benjamini-Hochberg is never above Holm`` (raw: byte[]) =
    let p = raw |> Array.map (fun value -> float value / 255.0)

    let holm, bh, bonferroni =
        Multiplicity.holm p, Multiplicity.benjaminiHochberg p, Multiplicity.bonferroni p

    Array.forall2 (<=) p holm
    && Array.forall2 (fun a b -> a <= b + 1e-15) holm bonferroni
    && Array.forall2 (fun a b -> a <= b + 1e-15) bh holm

[<Property(Replay = "(20240601,7)", MaxTest = 200)>]
let ``Tango's interval holds the estimate and swaps its ends with the models`` (a: byte) (b: byte) (c: byte) (d: byte) =
    let table first second : McNemar.Agreement =
        {
            BothRight = int a
            OnlyFirst = int first
            OnlySecond = int second
            BothWrong = int d
        }

    match PairedProportions.tango 0.95 (table b c), PairedProportions.tango 0.95 (table c b) with
    | Ok interval, Ok swapped ->
        interval.Lower <= (table b c).Difference
        && (table b c).Difference <= interval.Upper
        && abs (interval.Lower + swapped.Upper) < 1e-9
        && abs (interval.Upper + swapped.Lower) < 1e-9
    | Error _, Error _ -> (table b c).Total = 0L
    | _ -> false

[<Property(Replay = "(20240601,7)", MaxTest = 200)>]
let ``the signed-rank test turns with the pairs and knows no order`` (raw: (int8 * int8)[]) =
    let x, y = raw |> Array.map (fst >> float), raw |> Array.map (snd >> float)

    if raw.Length = 0 then
        true
    else
        let test, turned, reversed =
            SignedRank.test x y, SignedRank.test y x, SignedRank.test (Array.rev x) (Array.rev y)

        // Counts of signs beyond 2^53 are rounded, so p-values of 60 pairs agree to 1e-12 only.
        let agrees (other: SignedRank.Test) =
            match test.Best, other.Best with
            | Ok a, Ok b -> abs (a.TwoSided - b.TwoSided) <= 1e-12
            | Error _, Error _ -> true
            | _ -> false

        test.WPlus = turned.WMinus
        && test.WPlus = reversed.WPlus
        && agrees turned
        && agrees reversed
