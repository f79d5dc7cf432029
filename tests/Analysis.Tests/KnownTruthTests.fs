/// What is said of sets of tables whose truth is known.
module QImpact.Analysis.Tests.KnownTruthTests

open Xunit
open QImpact.Metrics
open QImpact.Analysis.Models
open QImpact.Analysis.Compare
open QImpact.Analysis.Tests.SampleRuns
open QImpact.Analysis.Tests.KnownTruth

let private accuracy (pages: Pages) =
    pages.Paired.Seeds |> List.find (fun row -> row.Metric.Name = "accuracy")

[<Fact>]
let ``equal models are never told apart, and with a margin they are equivalent`` () =
    for name in [ "equal, one seed"; "equal, five seeds" ] do
        let pages = of' name
        Assert.Empty(saidByRows pages "pairs" @ saidByRows pages "architectures")

    let row = accuracy (of' "equal, five seeds")

    Assert.Equal(
        "every seed gives the same difference",
        (match row.Seeding with
         | Error reason -> reason
         | Ok _ -> "")
    )

[<Fact>]
let ``the much better one is claimed: of the trained models with few seeds, of the architectures from five on`` () =
    Assert.Contains(("Baseline", "Quantum-End", "accuracy"), saidByRows (of' "one much better, one seed") "pairs")

    let three = of' "one much better, three seeds"
    Assert.Empty(saidByRows three "architectures")

    for seed in 0..2 do
        Assert.Contains(($"Baseline s{seed}", $"Quantum-End s{seed}", "accuracy"), saidByRows three "pairs")

    Assert.Contains(
        "Nothing is claimed of Baseline and Quantum-End as architectures: with 3 seeds at the least, what other seeds give is too little known; it is judged from 5 on.",
        three.Paired.Opening
    )

    let six = of' "the second much better, six seeds"
    Assert.Contains(("Quantum-End", "Baseline", "accuracy"), saidByRows six "architectures")

[<Fact>]
let ``one failing seed in five is warned of, with the claim and in the remarks`` () =
    let pages = of' "one failing seed in five"
    let row = accuracy pages
    Assert.Equal<(string * (int * int)) list>([ "Quantum-End", (1, 4) ], row.Heaps)
    Assert.Contains("The seeds of Quantum-End fall in two heaps, 1 low and 4 high", row.Claim)

    Assert.Contains(
        "The seeds of Quantum-End fall in two heaps in accuracy, 1 low and 4 high: a mean and its interval describe neither.",
        pages.Paired.Remarks
    )

    Assert.Empty((accuracy (of' "equal, five seeds")).Heaps)

[<Fact>]
let ``seeds shared in part are pairs where they are enough, and the table says what is done`` () =
    let pairs = accuracy (of' "seeds shared in part, enough for pairs")
    Assert.True pairs.Paired
    Assert.Equal((5, 5), pairs.Seeds)
    Assert.Equal("of 7 and 5 seeds the 5 that both have, as pairs", pairs.Pairing)

    let apart = accuracy (of' "seeds shared in part, too few for pairs")
    Assert.False apart.Paired
    Assert.Equal((5, 5), apart.Seeds)
    Assert.Equal("of 5 and 5 seeds both have 2, so none are paired", apart.Pairing)

    for name, row in
        [
            "seeds shared in part, enough for pairs", pairs
            "seeds shared in part, too few for pairs", apart
        ] do
        let pages = of' name
        Assert.Contains(row.Pairing, pages.Markdown)
        Assert.Contains(row.Pairing, pages.Report)

    Assert.Contains(
        "Tested against no other model, as none of another kind has their seed: Baseline s0 and Baseline s1.",
        (of' "seeds shared in part, enough for pairs").Paired.Remarks
    )

[<Fact>]
let ``mixed protocols, rates and circuits stand in the labels of every page`` () =
    let pages = of' "two rates and two circuits, mixed protocols"

    Assert.Equal<string list>(
        [
            "Baseline paper"
            "Quantum-End matched"
            "Quantum-End matched c893e3d35"
            "Quantum-End matched lr1e-5"
        ],
        pages.Models.Models |> List.map _.Label
    )

    for label in pages.Models.Models |> List.map _.Label do
        Assert.Contains(label, pages.Markdown)
        Assert.Contains(label, pages.Report)
        Assert.Contains(label, pages.Terminal)

    Assert.Contains("The protocols are mixed (matched, paper)", pages.Markdown)
    Assert.Contains("The protocols are mixed (matched, paper)", pages.Report)

[<Fact>]
let ``what a claim is adjusted for does not grow with the seeds`` () =
    let tests seeds =
        let paired =
            (pagesOf
                CompareOptions.Default
                [
                    for seed in 0 .. seeds - 1 do
                        baseline 9 seed
                        hybrid 7 seed
                ])
                .Paired

        paired.Rows
        |> List.filter (fun row -> row.Holm.IsSome)
        |> List.countBy _.Scope
        |> List.map snd
        |> List.distinct,
        paired.Seeds |> List.filter (fun row -> row.Holm.IsSome) |> List.length

    Assert.Equal<int list * int>(([ 4 ], 4), tests 5)
    Assert.Equal<int list * int>(([ 4 ], 4), tests 7)

[<Fact>]
let ``equivalence of architectures is two one-sided t tests on the combined error, and its 90 % interval lies within the margin``
    ()
    =
    for name in Map.keys scenarios do
        for row in (of' name).Paired.Seeds do
            match row.EquivalenceInterval, row.Combined, row.Difference with
            | Some(Ok ninety), Ok combined, MetricValue.Defined difference ->
                // Student's t is symmetric about the difference; 90 % lies within 95 %.
                Assert.Equal(difference, (ninety.Lower + ninety.Upper) / 2.0, 1e-12)
                Assert.True(combined.Lower < ninety.Lower && ninety.Upper < combined.Upper)

                match row.Equivalence with
                | Some(Ok p) when p <= 0.05 -> Assert.True(ninety.Lower > -0.1 && ninety.Upper < 0.1)
                | _ -> ()
            | Some(Ok _), _, _ -> failwith $"{name}: an interval without the combined error"
            | _ -> ()
