/// Differences of architectures over seeds. Oracle: Welch's test and the paired t test of SciPy 1.10.1.
module QImpact.Statistics.Tests.SeedVariances

open FsCheck.Xunit
open Xunit
open QImpact.Statistics
open QImpact.Statistics.Tests.Oracle

let private x = [| 0.85; 0.82; 0.88; 0.84; 0.86 |]
let private y = [| 0.8; 0.81; 0.86; 0.79; 0.83 |]

let private get result =
    match result with
    | Ok value -> value
    | Error reason -> failwith reason

[<Fact>]
let ``from the seeds alone the test is the paired t test, or Welch's where seeds differ`` () =
    // scipy.stats.ttest_rel(x, y) and ttest_ind(x, y, equal_var=False).
    let paired = get (SeedVariance.ofSeeds true x y)
    close "paired" 0.01613008990009258 paired.PValue
    let welch = get (SeedVariance.ofSeeds false x y)
    close "Welch" 0.08115167606176141 welch.PValue
    closeStatistic "degrees of freedom" 7.654051488907351 welch.Df

[<Fact>]
let ``images and seeds are added from five seeds on, and not before`` () =
    let images = 0.0004, 154.0
    let both = get (SeedVariance.ofImagesAndSeeds images true x y)
    let seeds = get (SeedVariance.ofSeeds true x y)

    closeStatistic
        "variance"
        (0.0004 + seeds.StandardError * seeds.StandardError)
        (both.StandardError * both.StandardError)

    Assert.True(both.Df > seeds.Df)

    for count, reason in
        [
            1, "one seed only"
            2, "2 seeds; images and seeds together are judged from 5 on"
            4, "4 seeds; images and seeds together are judged from 5 on"
        ] do
        Assert.Equal(Error reason, SeedVariance.ofImagesAndSeeds images true x[.. count - 1] y[.. count - 1])

[<Fact>]
let ``equal differences have no interval of width 0`` () =
    // 100/156 - 97/156 and 103/156 - 100/156 differ in the last digit.
    let fractions counts =
        [| for k in counts -> float k / 156.0 |]

    let x, y = fractions [ 100; 103; 110; 120; 97 ], fractions [ 97; 100; 107; 117; 94 ]
    Assert.Equal(Error "every seed gives the same difference", SeedVariance.ofSeeds true x y)
    Assert.Equal(Error "there is no variance", SeedVariance.ofImagesAndSeeds (0.0, 154.0) true x y)

[<Fact>]
let ``equivalence of architectures is that of a 90 % interval within the margin`` () =
    let both = get (SeedVariance.ofImagesAndSeeds (0.0001, 154.0) true x y)
    let interval = both.Interval 0.9

    for margin in [ 0.02; 0.04; 0.05; 0.06; 0.08 ] do
        let test = Equivalence.architectures margin both
        Assert.Equal(interval.Lower > -margin && interval.Upper < margin, test.PValue < 0.05)

[<Property(Replay = "(20240601,7)", MaxTest = 300)>]
let ``a difference over seeds holds its value, turns with the architectures, and is never NaN``
    (raw: (int8 * int8)[])
    paired
    =
    let x, y =
        raw |> Array.map (fun (a, _) -> float a / 128.0), raw |> Array.map (fun (_, b) -> float b / 128.0)

    if raw.Length = 0 then
        true
    else
        [ SeedVariance.ofSeeds; SeedVariance.ofImagesAndSeeds (0.001, 154.0) ]
        |> List.forall (fun judge ->
            match judge paired x y, judge paired y x with
            | Ok a, Ok b ->
                let interval, turned = a.Interval 0.95, b.Interval 0.95

                interval.Lower < a.Value
                && a.Value < interval.Upper
                && a.PValue >= 0.0
                && a.PValue <= 1.0
                && abs (a.PValue - b.PValue) <= 1e-12
                && abs (interval.Lower + turned.Upper) <= 1e-12
            | Error a, Error b -> a = b && a <> ""
            | _ -> false)
