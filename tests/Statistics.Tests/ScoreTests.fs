/// Oracle: scikit-learn 1.2.1 and NumPy, tests/fixtures/statistics/predictions.
module QImpact.Statistics.Tests.ScoreStatistics

open System.Text.Json
open Xunit
open QImpact.Fixtures
open QImpact.Metrics
open QImpact.Statistics
open QImpact.Statistics.Tests.Oracle

let private sameMetric what (expected: JsonElement) (actual: MetricValue) =
    match number expected, actual with
    | None, MetricValue.Undefined reason -> Assert.NotEmpty reason
    | Some expected, MetricValue.Defined actual -> closeBy 0.0 1e-12 what expected actual
    | _ -> Assert.Fail $"{what}: expected {expected}, got {actual}"

[<Fact>]
let ``average precision of either class and the calibration error equal the reference`` () =
    for c in classifiers do
        let metrics = Classification.Evaluate(c.Labels, c.Scores)

        let check name expected metric =
            sameMetric $"{c.Source}, {name}" expected metrics[metric]

        check "ap_1" (field "ap_1" c.Expected) (MetricTable.averagePrecision 1)
        check "ap_0" (field "ap_0" c.Expected) (MetricTable.averagePrecision 0)
        let ece = field "ece" c.Expected |> field "right_closed" |> field "ece"
        check "ece" ece MetricTable.calibrationError

[<Fact>]
let ``the paired DeLong test equals the reference, degenerate pairs by pROC's convention`` () =
    for pair in pairs do
        let expected = field "delong" pair.Expected

        let components (c: Classifier) = DeLong.components c.Labels c.Scores

        match components pair.First, components pair.Second with
        | Ok first, Ok second ->
            match DeLong.compare 0.95 first second with
            | Error reason ->
                Assert.NotEmpty reason
                Assert.Equal(None, number (field "z" expected))
            | Ok actual ->
                let value name = (extended (field name expected)).Value
                closeBy 0.0 1e-12 pair.Source (value "diff") actual.Difference
                closeBy 0.0 1e-12 pair.Source (value "var_a") actual.VarianceFirst
                closeBy 0.0 1e-12 pair.Source (value "var_b") actual.VarianceSecond
                closeBy 0.0 1e-12 pair.Source (value "cov") actual.Covariance
                close pair.Source (value "se_diff") actual.StandardError
                closeStatistic pair.Source (value "z") actual.Test.Z
                close pair.Source (value "p") actual.Test.PValue
                sameInterval pair.Source (field "ci95" expected) actual.Interval
                Assert.Equal((field "degenerate" expected).GetBoolean(), actual.IsDegenerate)
        | _ -> Assert.Equal(None, number (field "diff" expected))

[<Fact>]
let ``the number of cases for two AUCs equals pROC's`` () =
    // Oracle: pROC 1.18, power.roc.test(aSAH ndka, wfns, power = 0.9) and its variances by DeLong: 41 and 72 patients.
    let design: AucPower.Design =
        {
            Class1 = 41
            Class0 = 72
            VarianceFirst = 0.0031908105493913
            VarianceSecond = 0.00146991470882363
            Covariance = -0.000532967856762438
        }

    let difference = 0.823678861788618 - 0.611957994579946

    match AucPower.sampleSize 0.05 0.9 difference design with
    | Ok size ->
        closeBy 1e-6 0.0 "cases" 64.77777 size.Class1
        closeBy 1e-6 0.0 "controls" 113.7561 size.Class0
        Assert.Equal(65L + 114L, size.Total)
    | Error reason -> Assert.Fail reason

    match AucPower.power 0.05 difference design with
    | Ok power -> closeBy 1e-6 0.0 "power" 0.7131594 power
    | Error reason -> Assert.Fail reason

    Assert.True((AucPower.sampleSize 0.05 0.9 0.0 design).IsError)

[<Fact>]
let ``Tango's paired intervals equal published ones`` () =
    // Oracle: Fagerland, Lydersen and Laake, Statistical Analysis of Contingency Tables (2017), chapter 8, and its R
    // package contingencytables: complete response (Cavo 2012) and airway hyper-responsiveness (Bentur 2009).
    let table both first second neither : McNemar.Agreement =
        {
            BothRight = both
            OnlyFirst = first
            OnlySecond = second
            BothWrong = neither
        }

    let rounded what (lower: float, upper: float) interval =
        match interval with
        | Ok(interval: Interval) ->
            closeBy 0.0 5e-4 what lower interval.Lower
            closeBy 0.0 5e-4 what upper interval.Upper
        | Error reason -> Assert.Fail $"{what}: {reason}"

    rounded "Tango, Cavo" (-0.1240, -0.0054) (PairedProportions.tango 0.95 (table 59 6 16 80))
    rounded "Tango, Bentur" (-0.517, -0.026) (PairedProportions.tango 0.95 (table 1 1 7 12))

    // At 0 the square of the score is McNemar's chi-squared.
    let score = PairedProportions.score (table 59 6 16 80) 0.0
    closeStatistic "score" (100.0 / 22.0) (score * score)

[<Fact>]
let ``equivalence of identical models follows from the number of cases alone`` () =
    let identical cases : McNemar.Agreement =
        {
            BothRight = cases
            OnlyFirst = 0
            OnlySecond = 0
            BothWrong = 0
        }

    let p cases =
        match Equivalence.pairedProportions 0.05 (identical cases) with
        | Ok test -> test.PValue
        | Error reason -> failwith reason

    // n margin / sqrt(n margin (1 - margin)) against the normal: 156 cases suffice for 5 points, 40 don't.
    Assert.True(p 156 < 0.05)
    Assert.True(p 40 > 0.05)
