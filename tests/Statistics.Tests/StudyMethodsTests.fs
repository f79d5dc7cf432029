/// What a design detects and which methods may judge it. Oracle: pt with ncp and uniroot of R 4.2.2.
module QImpact.Statistics.Tests.StudyMethod

open Xunit
open QImpact.Statistics
open QImpact.Statistics.Tests.Oracle

[<Fact>]
let ``the tail of the noncentral t distribution is R's`` () =
    // pt(t, df, ncp, lower.tail = FALSE)
    for df, shift, t, expected in
        [
            4.0, 2.0, 2.776, 0.33590950869708414
            1.0, 1.5, 3.0, 0.3724221659934851
            7.5, 3.1, 2.332, 0.76715653268737383
            39.0, 2.8, 2.0227, 0.77949540170208365
            250.3, 2.8, 1.97, 0.79638134065835364
            5000.0, 3.0, 1.96, 0.8508064196409737
            15.0, 0.0, 1.7, 0.054883105500668106
        ] do
        close $"{df} degrees of freedom" expected (ObuchowskiRockettePower.noncentralUpperTail df shift t)

    close "normal" (Distributions.normalUpperTail -1.0) (ObuchowskiRockettePower.noncentralUpperTail 1e6 3.0 2.0)

let private design class1 class0 correlation repeats deviation : ObuchowskiRockettePower.Design =
    {
        Class1 = class1
        Class0 = class0
        Auc = 0.86
        Correlation = correlation
        Repeats = repeats
        RepeatDeviation = deviation
    }

let private get result =
    match result with
    | Ok value -> value
    | Error reason -> failwith reason

[<Fact>]
let ``standard error, power at .05 and the difference that 80 % find are R's`` () =
    for design, standardError, df, power, difference in
        [
            design 570 210 0.7 8 0.03,
            0.018058092949044317,
            14.703493713562073,
            0.73392509486140356,
            0.054213921490265021
            design 114 42 0.6 10 0.04,
            0.031632907847544446,
            88.003312073665711,
            0.34584149853589252,
            0.089604130684142511
            design 114 42 0.8 10 0.02,
            0.020501717719391695,
            248.44115166939827,
            0.68061508155928063,
            0.057660525728891437
            design 570 210 0.8 5 0.02,
            0.015079671105085461,
            8.0795561572411483,
            0.82759269561544546,
            0.048199137436946718
        ] do
        let error = get (ObuchowskiRockettePower.error design)
        closeStatistic "standard error" standardError error.StandardError
        closeStatistic "degrees of freedom" df error.Df
        close "power" power (get (ObuchowskiRockettePower.power 0.05 -0.05 design))
        closeBy 1e-8 0.0 "difference" difference (get (ObuchowskiRockettePower.detectableDifference 0.05 0.8 design))

[<Fact>]
let ``more repeats detect less, but never less than the images allow`` () =
    let detected =
        [ 2; 5; 8; 20; 100; 10_000 ]
        |> List.map (fun repeats ->
            get (ObuchowskiRockettePower.detectableDifference 0.05 0.8 (design 570 210 0.7 repeats 0.03)))

    Assert.Equal<float list>(List.sortDescending detected, detected)

    let images =
        get (ObuchowskiRockettePower.detectableDifference 0.05 0.8 (design 570 210 0.7 5 0.0))

    Assert.True(images < List.last detected && List.last detected < 1.01 * images)

[<Fact>]
let ``a design that no study can have is refused`` () =
    let refused change =
        refusal (fun () -> ObuchowskiRockettePower.power 0.05 0.05 (change (design 570 210 0.7 8 0.03)))

    Assert.Contains("There are 1 repeats; expected at least 2.", refused (fun design -> { design with Repeats = 1 }))
    Assert.Contains("Auc is 1; expected a number in (0, 1).", refused (fun design -> { design with Auc = 1.0 }))
    Assert.Contains("The correlation is 2; expected", refused (fun design -> { design with Correlation = 2.0 }))
    Assert.Contains("between repeats is -1; expected", refused (fun design -> { design with RepeatDeviation = -1.0 }))

    Assert.Equal(Error "the difference has no variance", ObuchowskiRockettePower.error (design 570 210 1.0 8 0.0))

let private layout repeats folds : StudyMethods.Layout =
    {
        Repeats = repeats
        Folds = folds
        TwoHeaps = false
    }

[<Fact>]
let ``nothing is concluded before five repeats are whole`` () =
    for method in
        [
            StudyMethods.ObuchowskiRockette
            StudyMethods.Equivalence
            StudyMethods.NadeauBengio
            StudyMethods.BayesianCorrelatedT
        ] do
        Assert.Equal(
            Error "There are 4 whole repeats; nothing is concluded before there are 5.",
            StudyMethods.check method (layout 4 5)
        )

        Assert.Equal(Ok(), StudyMethods.check method (layout 5 5))

    Assert.Equal(
        Error "There are 3 seeds; nothing is concluded before there are 5.",
        StudyMethods.check StudyMethods.ObuchowskiRockette (layout 3 1)
    )

[<Fact>]
let ``of one split with seeds nothing is claimed before 14, and no method for overlapping folds is used`` () =
    let reason method layout =
        match StudyMethods.check method layout with
        | Error reason -> reason
        | Ok() -> "none"

    for method in [ StudyMethods.ObuchowskiRockette; StudyMethods.Equivalence ] do
        Assert.StartsWith("There are 13 runs of an arm on one split; nothing is claimed", reason method (layout 13 1))
        Assert.Equal("none", reason method (layout 14 1))

    Assert.Equal("none", reason StudyMethods.Interval (layout 5 1))

    for method in [ StudyMethods.NadeauBengio; StudyMethods.BayesianCorrelatedT ] do
        Assert.StartsWith("There is one split", reason method (layout 20 1))

[<Fact>]
let ``seeds in two heaps are not judged by a mean and its error, folds that fail now and then are`` () =
    let heaps layout : StudyMethods.Layout = { layout with TwoHeaps = true }

    for method in
        [
            StudyMethods.ObuchowskiRockette
            StudyMethods.Interval
            StudyMethods.Equivalence
        ] do
        Assert.Equal(
            Error "The seeds of an arm fall in two heaps: a mean and its error describe neither.",
            StudyMethods.check method (heaps (layout 20 1))
        )

        Assert.Equal(Ok(), StudyMethods.check method (heaps (layout 8 5)))

[<Fact>]
let ``a claim says whether it reaches beyond these training images`` () =
    Assert.EndsWith("shows the difference too.", StudyMethods.reach 0.05 (Ok 0.05))
    Assert.EndsWith("is not shown (Nadeau and Bengio's test).", StudyMethods.reach 0.05 (Ok 0.051))
    Assert.Equal("It holds for networks trained on these images.", StudyMethods.reach 0.05 (Error "one split"))

[<Fact>]
let ``counts that no study has are refused`` () =
    let refused layout =
        refusal (fun () -> StudyMethods.check StudyMethods.ObuchowskiRockette layout)

    Assert.Contains("Repeats is -1", refused (layout -1 5))
    Assert.Contains("There are 0 folds", refused (layout 5 0))
