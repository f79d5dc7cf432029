module QImpact.Analysis.Tests.VerdictTests

open System
open Shouldly
open Xunit
open QImpact.Statistics
open QImpact.Analysis.Study
open QImpact.Analysis.Study.Verdict

let private basis =
    {
        Margin = 0.05
        WholeRepeats = 8
        Needed = 5
        Over = "8 repeats of 5-fold cross-validation on 780 images"
        Family = 3
    }

/// A difference that is rejected or not, of either sign, equivalent or not.
let private found (rejected, positive, equivalent) =
    let difference = if positive then 0.031 else -0.031

    {
        Difference = difference
        Interval =
            if rejected then
                Interval.Around(difference, 0.02)
            else
                Interval.Around(difference, 0.06)
        AdjustedP = if rejected then 0.01 else 0.4
        EquivalenceP = Some(if equivalent then 0.02 else 0.6)
        Reach = "It holds for networks trained on these images."
    }

let private contrast reference result =
    {
        Arm = "Quantum-End"
        Reference = reference
        Result = result
    }

/// Every case of a contrast.
let private cases =
    [
        for rejected in [ false; true ] do
            for positive in [ false; true ] do
                for equivalent in [ false; true ] -> rejected, positive, equivalent
    ]

let private expected (rejected, positive, equivalent) =
    match rejected, positive, equivalent with
    | true, true, small -> Higher small
    | true, false, small -> Lower small
    | false, _, true -> Equivalent
    | false, _, false -> NotShown

[<Fact>]
let ``a contrast shows what its two adjusted p-values and its sign say, in all eight cases`` () =
    for case in cases do
        let contrast = contrast "Baseline" (Ok(found case))
        (claim basis contrast).ShouldBe(expected case)

[<Fact>]
let ``nothing is concluded before the repeats suffice, whatever the figures`` () =
    for whole in 0..4 do
        let early = { basis with WholeRepeats = whole }

        for case in cases do
            let contrast = contrast "Baseline" (Ok(found case))
            (claim early contrast).ShouldBe TooEarly
            (sentence early contrast).ShouldStartWith "Nothing is concluded"
            let answer = answer early [ contrast; { contrast with Reference = "End-Tanh" } ]
            answer.ShouldStartWith "Nothing is concluded yet"
            // No figure that a reader could take for a result.
            answer.ShouldNotContain "interval"
            answer.ShouldNotContain "p 0"

[<Fact>]
let ``a contrast without figures says why`` () =
    let contrast = contrast "Baseline" (Error "one repeat only")
    (claim basis contrast).ShouldBe(Unknown "one repeat only")
    (sentence basis contrast).ShouldBe "Nothing can be said of Quantum-End and Baseline: one repeat only."

    (answer basis [ contrast ]).ShouldBe
        "It can't be said whether the quantum layer helps: of Quantum-End and Baseline one repeat only."

[<Fact>]
let ``a study without a question has no answer`` () =
    (answer basis []).ShouldContain "no answer"

/// The words that take a side, each with the claims that allow them.
let private sides =
    [
        "Yes, the quantum layer helps", (fun main controls -> main = "higher" && List.forall ((=) "higher") controls)
        "The network with the quantum layer is better",
        (fun main controls -> main = "higher" && List.exists ((<>) "higher") controls)
        "No, the quantum layer harms", (fun main _ -> main = "lower")
        "No, the quantum layer makes no difference that matters", (fun main _ -> main = "same")
        "That the quantum layer helps is not shown", (fun main _ -> main = "open")
    ]

let private kind claim =
    match claim with
    | Higher _ -> "higher"
    | Lower _ -> "lower"
    | Equivalent -> "same"
    | NotShown -> "open"
    | TooEarly
    | Unknown _ -> "none"

[<Fact>]
let ``the answer takes the side that its contrasts allow, and no other, in all 512 cases`` () =
    for main in cases do
        for tanh in cases do
            for separable in cases do
                let family =
                    [
                        contrast "Baseline" (Ok(found main))
                        contrast "End-Tanh" (Ok(found tanh))
                        contrast "End-Separable" (Ok(found separable))
                    ]

                let answer = answer basis family
                let controls = [ kind (expected tanh); kind (expected separable) ]

                for words, allowed in sides do
                    answer
                        .StartsWith(words, StringComparison.Ordinal)
                        .ShouldBe(allowed (kind (expected main)) controls, answer)

                // One sentence.
                answer.ShouldEndWith "."
                answer.Replace("p 0.", "p 0,").Split(". ").Length.ShouldBe 1

[<Fact>]
let ``the answer and the sentence on its contrast never contradict each other`` () =
    for case in cases do
        let contrast = contrast "Baseline" (Ok(found case))
        let answer, sentence = answer basis [ contrast ], sentence basis contrast

        let says (words: string) (text: string) =
            text.Contains(words, StringComparison.Ordinal)

        (answer |> says "the same within").ShouldBe(expected case = NotShown || expected case = Equivalent)
        (sentence |> says "has a higher AUC").ShouldBe(answer |> says "Yes, the quantum layer helps")
        (sentence |> says "has a lower AUC").ShouldBe(answer |> says "No, the quantum layer harms")
        (sentence |> says "No difference in AUC").ShouldBe(answer |> says "That the quantum layer helps is not shown")
        (sentence |> says "have the same AUC").ShouldBe(answer |> says "makes no difference that matters")

/// A claimed difference whose interval ends so far from 0, of either sign.
let private ending nearest sign =
    let difference = sign * (nearest + 0.02)

    contrast
        "Baseline"
        (Ok
            { found (true, sign > 0.0, false) with
                Difference = difference
                Interval = Interval.Around(difference, 0.02)
            })

[<Fact>]
let ``a difference that is there is called more than the margin where its whole interval is, and else not`` () =
    for sign in [ -1.0; 1.0 ] do
        for words in [ sentence basis; fun contrast -> answer basis [ contrast ] ] do
            (words (ending 0.04 sign)).ShouldContain
                "; that it exceeds 0.05, below which it counts as none, is not shown"

            (words (ending 0.06 sign)).ShouldContain "; the interval lies wholly beyond ±0.05"

[<Fact>]
let ``a difference that is small, or is not there, is not asked whether it exceeds the margin`` () =
    for case in cases |> List.filter (fun (rejected, _, small) -> small || not rejected) do
        let contrast = contrast "Baseline" (Ok(found case))

        for words in [ sentence basis contrast; answer basis [ contrast ] ] do
            words.ShouldNotContain "exceeds"
            words.ShouldNotContain "beyond"

[<Fact>]
let ``an interval that leaves out 0 without a claim is explained`` () =
    let found =
        { found (false, true, false) with
            Interval = { Lower = 0.001; Upper = 0.061 }
            AdjustedP = 0.09
        }

    let contrast = contrast "Baseline" (Ok found)
    (sentence basis contrast).ShouldContain "leaves out 0, but not after 3 comparisons are allowed for"
    (answer basis [ contrast ]).ShouldContain "leaves out 0, but not after 3 comparisons are allowed for"
    (claim basis contrast).ShouldBe NotShown
