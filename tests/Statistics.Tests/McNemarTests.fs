/// Oracles: statsmodels 0.13.5, R 4.2.2, exact integers; tests/fixtures/statistics.
module QImpact.Statistics.Tests.McNemar

open System.Text.Json
open FsCheck.Xunit
open Xunit
open QImpact.Fixtures
open QImpact.Statistics
open QImpact.Statistics.Tests.Oracle

let private sameTests what onlyFirst onlySecond (expected: JsonElement) =
    close $"{what}, exact" (real "exact_p" expected) (McNemar.exact onlyFirst onlySecond)
    close $"{what}, mid-p" (real "mid_p" expected) (McNemar.midP onlyFirst onlySecond)

[<Fact>]
let ``McNemar's tests equal the reference`` () =
    for what, input, expected in cases "mcnemar.json" do
        sameTests what (count "n10" input) (count "n01" input) expected

[<Fact>]
let ``McNemar's tests of all cases and of each class equal the reference for every pair of classifiers`` () =
    for pair in pairs do
        let rights (classifier: Classifier) =
            Array.map2 (fun label score -> label = (if score >= 0.5 then 1 else 0)) classifier.Labels classifier.Scores

        let both = Array.zip3 pair.First.Labels (rights pair.First) (rights pair.Second)

        for block, chosen in
            [
                "mcnemar", both
                "mcnemar_class0", both |> Array.filter (fun (label, _, _) -> label = 0)
                "mcnemar_class1", both |> Array.filter (fun (label, _, _) -> label = 1)
            ] do
            let what = $"{pair.Source}, {block}"
            let expected = field block pair.Expected

            let table =
                McNemar.agreement (Array.map (fun (_, a, _) -> a) chosen) (Array.map (fun (_, _, b) -> b) chosen)

            let counted: McNemar.Agreement =
                {
                    BothRight = count "n11" expected
                    OnlyFirst = count "n10" expected
                    OnlySecond = count "n01" expected
                    BothWrong = count "n00" expected
                }

            Assert.Equal(counted, table)

            sameTests what table.OnlyFirst table.OnlySecond expected

[<Fact>]
let ``the best and the worst p-value over all pairings of the margins are reached at the reference's counts`` () =
    for file in marginFiles do
        for pair in load file |> field "expected" |> field "pairs" |> items do
            for block in
                [
                    "mcnemar_bounds_all"
                    "mcnemar_bounds_all_ignoring_classes"
                    "mcnemar_bounds_class1"
                    "mcnemar_bounds_class0"
                ] do
                let bounds = field block pair

                let check name (test: int -> int -> float) =
                    let expected = field name bounds

                    for extreme in [ "best"; "worst" ] do
                        let at = field $"{extreme}_at" expected

                        close
                            $"{file}, {block}, {name}, {extreme}"
                            (real extreme expected)
                            (test (at[0].GetInt32()) (at[1].GetInt32()))

                check "exact_p" McNemar.exact
                check "mid_p" McNemar.midP

[<Fact>]
let ``McNemar's tests refuse what can't be counts and lists that are no pairs`` () =
    Assert.StartsWith("onlyFirst is -1; expected a count of at least 0.", refusal (fun () -> McNemar.exact -1 4))

    Assert.StartsWith(
        "There are 2 values in firstRight and 1 in secondRight; expected pairs.",
        refusal (fun () -> McNemar.agreement [ true; true ] [ true ])
    )

[<Fact>]
let ``thousands of discordant cases keep their digits`` () =
    // Exact fractions, by integer arithmetic in Python 3.11: 2 P(X <= 19500), X binomial (40000, 1/2).
    closeBy 1e-9 0.0 "exact" (2.0 * 2.9379907751812824e-07) (McNemar.exact 19500 20500)

[<Property(Replay = "(20240601,7)", MaxTest = 300)>]
let ``swapping the two classifiers changes no p-value, and mid-p never exceeds exact`` (b: byte) (c: byte) =
    let b, c = int b, int c

    McNemar.exact b c = McNemar.exact c b
    && McNemar.midP b c = McNemar.midP c b
    && McNemar.midP b c <= McNemar.exact b c
    && McNemar.exact b c <= 1.0
    && McNemar.midP b c > 0.0

// Oracle: SciPy 1.10.1 binomials over every outcome; Connor 1987 by formula.

let private sameRaw what name expected actual =
    sameBy closeStatistic $"{what}, {name}" (Some(real name expected)) actual

[<Fact>]
let ``power and numbers of cases equal the reference`` () =
    for what, input, expected in cases "mcnemar_power.json" do
        let p10, p01 = real "p10" input, real "p01" input
        let alpha, power = real "alpha" input, real "power" input
        sameRaw what "n_connor_raw" expected (McNemarPower.connor alpha power p10 p01)

        let size: McNemarPower.SampleSize =
            {
                First = count "n_exact_first" expected
                Stable = count "n_exact_stable" expected
            }

        Assert.Equal(Ok size, McNemarPower.sampleSize alpha power p10 p01)

        for point in field "power_at_n" expected |> items do
            let n = count "n" point
            close $"{what}, n = {n}" (real "exact" point) (McNemarPower.power alpha n p10 p01)

[<Fact>]
let ``the numbers of images for the paper's gain equal the reference at every discordance`` () =
    let root = load "margins_paper_table1.json" |> field "sample_size"
    let delta = real "difference" root
    let alpha = real "alpha" root

    for row in field "mcnemar" root |> items do
        let psi, power = real "discordance" row, real "power" row
        let p01, p10 = (psi + delta) / 2.0, max 0.0 ((psi - delta) / 2.0)
        let what = $"discordance {psi}, power {power}"
        sameRaw what "n_connor_raw" row (McNemarPower.connor alpha power p10 p01)

        match McNemarPower.sampleSize alpha power p10 p01 with
        | Ok size ->
            Assert.Equal(count "n_exact_first" row, size.First)
            Assert.Equal(count "n_exact_stable" row, size.Stable)
        | Error reason -> Assert.Fail $"{what}: {reason}"

        close what (real "power_exact_at_156" row) (McNemarPower.power alpha 156 p10 p01)

[<Fact>]
let ``equal classifiers, certain ones and impossible chances have a stated answer`` () =
    let equal =
        "the two are right equally often, which no number of cases can tell from a difference"

    Assert.Equal(Error equal, McNemarPower.connor 0.05 0.8 0.1 0.1)
    Assert.Equal(Error equal, McNemarPower.sampleSize 0.05 0.8 0.0 0.0)
    Assert.Equal(0.0, McNemarPower.power 0.05 100 0.0 0.0)
    Assert.Equal(0.0, McNemarPower.power 0.05 5 0.0 1.0)
    Assert.Equal(1.0, McNemarPower.power 0.05 6 0.0 1.0)
    Assert.Equal(0.0, McNemarPower.power 0.05 0 0.1 0.2)

    Assert.Equal(Error "more than 100000 cases would be needed", McNemarPower.sampleSize 0.05 0.8 0.0499 0.0501)

    Assert.StartsWith(
        "p10 is 0.7 and p01 0.6; expected a sum of at most 1.",
        refusal (fun () -> McNemarPower.connor 0.05 0.8 0.7 0.6)
    )

    Assert.StartsWith("alpha is 5; expected a number in (0, 1).", refusal (fun () -> McNemarPower.connor 5 0.8 0.1 0.2))
