/// Crossed repeats and images. Oracles: tests/fixtures/statistics/crossed (NumPy 1.24.2, SciPy 1.10.1, with the script), and the
/// published analysis of Van Dyke's data.
module QImpact.Statistics.Tests.Crossed

open System
open System.IO
open FsCheck.Xunit
open Xunit
open QImpact.Fixtures
open QImpact.Statistics
open QImpact.Statistics.Tests.Oracle

let private get result =
    match result with
    | Ok value -> value
    | Error reason -> failwith reason

let private files =
    Directory.GetFiles(Path.Combine(statistics, "crossed"), "*.json")
    |> Array.map (fun path -> $"crossed/{Path.GetFileName path}")
    |> Array.sort

let private case id label score : CrossedAuc.Case =
    {
        Id = id
        Label = label
        Score = score
    }

/// The folds of one arm and repeat, each as a list of cases.
let private foldsOf count (fold: int[]) (labels: int[]) (scores: float[]) =
    Array.init count (fun f ->
        [|
            for i in 0 .. labels.Length - 1 do
                if fold[i] = f then
                    case $"image{i}" labels[i] scores[i]
        |]
        :> Collections.Generic.IReadOnlyList<_>)

let private read file =
    let root = load file
    let input, expected = field "input" root, field "expected" root
    let labels = numbers (field "labels" input) |> Array.map int

    let divisions =
        items (field "fold" input)
        |> List.map (numbers >> Array.map int)
        |> Array.ofList

    let arms =
        items (field "scores" input)
        |> List.mapi (fun arm repeats ->
            $"arm {arm}",
            items repeats
            |> List.mapi (fun repeat scores ->
                foldsOf (count "folds" input) divisions[repeat] labels (numbers scores)
                |> CrossedAuc.estimate
                |> get)
            |> Array.ofList
            :> Collections.Generic.IReadOnlyList<_>)
        |> Array.ofList

    arms, expected

let private matrix element =
    items element |> List.map numbers |> array2D

[<Fact>]
let ``values and covariances of crossed repeats and images are the reference's`` () =
    Assert.Equal(4, files.Length)

    for file in files do
        let arms, expected = read file
        let crossed = get (CrossedAuc.cross arms)

        let values, covariances =
            matrix (field "values" expected), matrix (field "covariances" expected)

        crossed.Values
        |> Array.iteri (fun arm -> Array.iteri (fun repeat -> close $"{file}, value" values[arm, repeat]))

        covariances
        |> Array2D.iteri (fun a b value -> close $"{file}, covariance {a} {b}" value crossed.Covariances[a, b])

[<Fact>]
let ``the analysis of Obuchowski and Rockette with Hillis' degrees of freedom is the reference's`` () =
    for file in files do
        let arms, expected = read file
        let crossed = get (CrossedAuc.cross arms)
        let analysis = get (ObuchowskiRockette.analyse crossed)

        let same name =
            closeStatistic $"{file}, {name}" (real name expected)

        same "variance" analysis.Errors.Variance
        same "cov1" analysis.Errors.Cov1
        same "cov2" analysis.Errors.Cov2
        same "cov3" analysis.Errors.Cov3
        same "ms_arms" analysis.MeanSquareArms
        same "ms_repeats" analysis.MeanSquareRepeats
        same "ms_interaction" analysis.MeanSquareInteraction
        same "denominator" analysis.Denominator
        same "f" analysis.F
        same "df2" analysis.Df2
        close $"{file}, p" (real "p" expected) analysis.PValue
        let difference, of01 = field "difference" expected, analysis.Difference(0, 1)
        closeStatistic $"{file}, difference" (real "value" difference) of01.Value
        closeStatistic $"{file}, standard error" (real "se" difference) of01.StandardError
        close $"{file}, p of the difference" (real "p" difference) of01.PValue
        sameInterval $"{file}, interval" (field "ci95" difference) (of01.Interval 0.95)
        close $"{file}, equivalence" (real "tost" difference) (Equivalence.architectures 0.05 of01).PValue

        for own, arm in
            List.zip (items (field "arm_means" expected)) (List.ofArray (ObuchowskiRockette.armMeans crossed)) do
            let arm = get arm
            closeStatistic $"{file}, {arm.Name}, mean" (real "value" own) arm.Mean.Value
            closeStatistic $"{file}, {arm.Name}, standard error" (real "se" own) arm.Mean.StandardError
            closeStatistic $"{file}, {arm.Name}, df" (real "df" own) arm.Mean.Df

/// A table whose covariances are alike: variance, Cov1, Cov2 of each arm, Cov3.
let private published (values: float[][]) variance cov1 (cov2: float[]) cov3 : CrossedAuc.Crossed =
    let repeats = values[0].Length

    {
        Arms = values |> Array.mapi (fun i _ -> $"treatment {i + 1}")
        Values = values
        Covariances =
            Array2D.init (values.Length * repeats) (values.Length * repeats) (fun a b ->
                match a / repeats = b / repeats, a % repeats = b % repeats with
                | true, true -> variance
                | false, true -> cov1
                | true, false -> cov2[a / repeats]
                | false, false -> cov3)
    }

[<Fact>]
let ``Van Dyke's data give what is published: F 4.456 on 1 and 15.26 degrees of freedom, p .0517`` () =
    // AUCs of two treatments and five readers: RJafroc's dataset02. Covariances (jackknife), mean squares, F, df, p, intervals: the
    // README of MRMCaov, "Random Readers and Random Cases". Both print the digits that stand here.
    let crossed =
        published
            [|
                [| 0.91964573; 0.85877617; 0.90386473; 0.97310789; 0.82979066 |]
                [| 0.94782609; 0.90531401; 0.92173913; 0.99935588; 0.92995169 |]
            |]
            0.0008022883
            0.0003466137
            [| 0.0004839618; 0.0002041879 |]
            0.0002390284

    let analysis = get (ObuchowskiRockette.analyse crossed)
    let printed what expected actual = closeBy 1e-6 0.0 what expected actual
    printed "MS(T)" 0.004796171 analysis.MeanSquareArms
    printed "MS(TR)" 0.0005510306 analysis.MeanSquareInteraction
    printed "Cov2" 0.0003440748 analysis.Errors.Cov2
    printed "denominator" 0.001076263 analysis.Denominator
    printed "F" 4.456319 analysis.F
    printed "df" 15.25967 analysis.Df2
    printed "p" 0.05166569 analysis.PValue
    let difference = analysis.Difference(0, 1)
    printed "difference" -0.04380032 difference.Value
    printed "standard error" 0.02074862 difference.StandardError
    let interval = difference.Interval 0.95
    printed "lower end" -0.0879594986 interval.Lower
    closeBy 0.0 1e-8 "upper end" 0.0003588544 interval.Upper

    let arms =
        ObuchowskiRockette.armMeans crossed |> Array.map (fun arm -> (get arm).Mean)

    printed "standard error of treatment 1" 0.03317360 arms[0].StandardError
    printed "df of treatment 1" 12.74465 arms[0].Df
    printed "lower end of treatment 2" 0.8941378 (arms[1].Interval 0.95).Lower
    printed "df of treatment 2" 12.71019 arms[1].Df

[<Fact>]
let ``the Bayesian correlated t test is the reference's`` () =
    for file in files do
        let arms, expected = read file
        let found, bayes = expected.TryGetProperty "bayes"

        if found then
            let ofArm arm =
                snd arms[arm]
                |> Seq.collect (fun (repeat: CrossedAuc.Estimate) -> repeat.Folds |> Seq.map _.Auc)
                |> Array.ofSeq

            let posterior =
                get (CorrelatedBayesT.posterior (real "rho" bayes) (ofArm 0) (ofArm 1))

            closeStatistic $"{file}, location" (real "location" bayes) posterior.Difference.Value
            closeStatistic $"{file}, scale" (real "scale" bayes) posterior.Difference.StandardError
            closeStatistic $"{file}, df" (real "df" bayes) posterior.Difference.Df
            let probabilities = posterior.Probabilities(real "margin" bayes)
            close $"{file}, worse" (real "worse" bayes) probabilities.Worse
            close $"{file}, equal" (real "equal" bayes) probabilities.Equal
            close $"{file}, better" (real "better" bayes) probabilities.Better
            sameInterval $"{file}, interval" (field "interval95" bayes) (posterior.Interval 0.95)

[<Fact>]
let ``with one fold the covariance is DeLong's`` () =
    for pair in pairs do
        match
            DeLong.components pair.First.Labels pair.First.Scores,
            DeLong.components pair.First.Labels pair.Second.Scores
        with
        | Ok first, Ok second ->
            match DeLong.compare 0.95 first second with
            | Ok comparison ->
                let estimate (classifier: Classifier) =
                    let fold = Array.zeroCreate classifier.Labels.Length
                    get (CrossedAuc.estimate (foldsOf 1 fold classifier.Labels classifier.Scores))

                let a, b = estimate pair.First, estimate pair.Second
                close pair.Source comparison.Covariance (CrossedAuc.covariance a b)
                close pair.Source comparison.VarianceFirst (CrossedAuc.covariance a a)
            | Error _ -> ()
        | _ -> ()

let private two =
    [| case "a" 1 0.9; case "b" 1 0.4; case "c" 0 0.5; case "d" 0 0.2 |]

let private reasonOf (folds: CrossedAuc.Case[] list) =
    match CrossedAuc.estimate [ for fold in folds -> fold :> Collections.Generic.IReadOnlyList<_> ] with
    | Error reason -> reason
    | Ok estimate -> failwith $"expected a reason, got {estimate.Auc}"

[<Fact>]
let ``what can't be estimated says which image or class, and where`` () =
    let change (id: string) (cases: CrossedAuc.Case[]) update =
        cases |> Array.map (fun case -> if case.Id = id then update case else case)

    Assert.Equal("there is no fold; expected at least one", reasonOf [])

    Assert.Equal(
        "fold 2: image b has no score (NaN)",
        reasonOf
            [
                two |> Array.map (fun case -> { case with Id = case.Id + "1" })
                change "b" two (fun case -> { case with Score = nan })
            ]
    )

    Assert.Equal(
        "fold 1: image c has label 2; expected 0 or 1",
        reasonOf [ change "c" two (fun case -> { case with Label = 2 }) ]
    )

    Assert.Equal("fold 1 has 0 images of class 0; expected at least 2", reasonOf [ two[..1] ])
    Assert.Equal("fold 1 has 1 images of class 1; expected at least 2", reasonOf [ two[1..] ])
    Assert.Equal("image a is tested twice in one repeat; expected once", reasonOf [ two; two ])

[<Fact>]
let ``what can't be crossed says which arm and why`` () =
    let estimate cases =
        get (CrossedAuc.estimate [ cases :> Collections.Generic.IReadOnlyList<_> ])

    let full = estimate two
    let five = estimate (Array.append two [| case "e" 0 0.1 |])
    let turned = estimate [| two[0]; two[1]; case "e" 1 0.3; two[2]; two[3] |]

    let reason (arms: (string * CrossedAuc.Estimate list) list) =
        match
            CrossedAuc.cross
                [|
                    for name, repeats in arms -> name, Array.ofList repeats :> Collections.Generic.IReadOnlyList<_>
                |]
        with
        | Error reason -> reason
        | Ok _ -> failwith "expected a reason"

    Assert.Equal("there are 1 arms; expected at least two", reason [ "x", [ full ] ])
    Assert.Equal("x has no repeat; expected at least one", reason [ "x", []; "y", [] ])
    Assert.Equal("x stands twice among the arms", reason [ "x", [ full ]; "x", [ full ] ])
    Assert.Equal("y has 2 repeats, x 1; expected the same number", reason [ "x", [ full ]; "y", [ full; full ] ])

    Assert.Equal(
        "y, repeat 1, against x, repeat 1: image e is missing in one and tested by the other",
        reason [ "x", [ full ]; "y", [ five ] ]
    )

    Assert.Equal(
        "x, repeat 2, against x, repeat 1: image e is tested by one and missing in the other",
        reason [ "x", [ five; full ]; "y", [ five; five ] ]
    )

    Assert.Equal("y, repeat 1, against x, repeat 1: image e has two labels", reason [ "x", [ five ]; "y", [ turned ] ])

[<Fact>]
let ``one repeat and equal arms have no analysis, and say so`` () =
    let analyse values =
        ObuchowskiRockette.analyse (published values 0.001 0.001 [| 0.001; 0.001 |] 0.001)

    Assert.Equal(Error "one repeat only", analyse [| [| 0.8 |]; [| 0.9 |] |])

    Assert.Equal(
        Error "every repeat gives the same difference, and the images change nothing",
        analyse [| [| 0.80; 0.85 |]; [| 0.82; 0.87 |] |]
    )

[<Property(Replay = "(20261127,7)", MaxTest = 200)>]
let ``covariances are symmetric, do not depend on the order of images, and a variance is not negative``
    (raw: (int8 * int8 * bool)[])
    =
    let cases choose =
        raw
        |> Array.mapi (fun i row -> case $"image{i}" (let _, _, label = row in Convert.ToInt32 label) (choose row))

    let x, y = cases (fun (a, _, _) -> float a), cases (fun (_, b, _) -> float b)

    let estimate (cases: CrossedAuc.Case[]) =
        let even, odd =
            cases |> Array.partition (fun case -> (int (case.Id.Substring 5)) % 2 = 0)

        CrossedAuc.estimate [ even; odd ]

    match estimate x, estimate y, estimate (Array.rev y) with
    | Ok x, Ok y, Ok reversed ->
        let covariance = CrossedAuc.covariance x y

        abs (covariance - CrossedAuc.covariance y x) <= 1e-15
        && abs (covariance - CrossedAuc.covariance x reversed) <= 1e-15
        && CrossedAuc.covariance x x >= 0.0
        && covariance * covariance
           <= CrossedAuc.covariance x x * CrossedAuc.covariance y y + 1e-15
    | Error a, Error b, Error _ -> a = b && a <> ""
    | _ -> false
