/// Oracles: statsmodels 0.13.5 and SciPy 1.10.1, tests/fixtures/statistics.
module QImpact.Statistics.Tests.Proportions

open Xunit
open QImpact.Fixtures
open QImpact.Statistics
open QImpact.Statistics.Tests.Oracle

let private sameIntervals what confidence k n expected =
    Proportion.wilson confidence k n
    |> sameIntervalResult $"{what}, Wilson" (field "wilson" expected)

    Proportion.clopperPearson confidence k n
    |> sameIntervalResult $"{what}, Clopper-Pearson" (field "clopper_pearson" expected)

[<Fact>]
let ``Wilson's and Clopper-Pearson's intervals equal the reference`` () =
    for what, input, expected in cases "proportions.json" do
        sameIntervals what (real "confidence" input) (int64 (count "k" input)) (int64 (count "n" input)) expected

let private sameIntervalsOfMetrics source intervals =
    for expected in (intervals: System.Text.Json.JsonElement).EnumerateObject() do
        sameIntervals
            $"{source}, {expected.Name}"
            0.95
            (int64 (count "k" expected.Value))
            (int64 (count "n" expected.Value))
            expected.Value

[<Fact>]
let ``they equal the reference for every metric of every prediction file and every confusion matrix`` () =
    for classifier in classifiers do
        sameIntervalsOfMetrics classifier.Source (field "intervals" classifier.Expected)

    for file in marginFiles do
        for model in (load file |> field "expected" |> field "classifiers").EnumerateObject() do
            sameIntervalsOfMetrics $"{file}, {model.Name}" (field "intervals" model.Value)

[<Fact>]
let ``they end exactly at 0 and 1 where every trial failed or succeeded`` () =
    for interval in [ Proportion.wilson; Proportion.clopperPearson ] do
        Assert.Equal(Ok 0.0, interval 0.95 0L 10L |> Result.map _.Lower)
        Assert.Equal(Ok 1.0, interval 0.95 10L 10L |> Result.map _.Upper)
        Assert.Equal(Error "there is no trial", interval 0.95 0L 0L)

[<Fact>]
let ``impossible counts and confidences are refused`` () =
    for interval in [ Proportion.wilson; Proportion.clopperPearson ] do
        Assert.StartsWith("11 successes in 10 trials; expected 0 to 10.", refusal (fun () -> interval 0.95 11L 10L))
        Assert.StartsWith("-1 successes in 10 trials; expected 0 to 10.", refusal (fun () -> interval 0.95 -1L 10L))
        Assert.StartsWith("confidence is 95; expected a number in (0, 1).", refusal (fun () -> interval 95 1L 10L))
