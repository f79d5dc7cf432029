/// How often the 95 % intervals of a difference of architectures hold the true one, in worlds whose truth is known.
module QImpact.AnalysisBenchmarks.Coverage

open System
open MathNet.Numerics.Distributions
open QImpact.Statistics

/// <summary>
/// A run is right on an image where level + image + (architecture on image) + (run) + (run on image) > 0, every part normal: an image may be
/// hard for all, or for one architecture; a run may be better on all images, or on some.
/// </summary>
type private World =
    {
        Name: string
        Images: int
        ArchitectureOnImage: float
        Run: float
        RunOnImage: float
    }

let private imageSpread = 1.5
let private levels = [| 1.6; 1.0 |]
let private trials = 4000

let private worlds =
    let world name architectureOnImage run runOnImage =
        {
            Name = name
            Images = 156
            ArchitectureOnImage = architectureOnImage
            Run = run
            RunOnImage = runOnImage
        }

    [
        world "runs alike" 1.0 0.05 0.3
        world "both" 0.7 0.3 0.7
        world "runs differ" 0.3 0.8 0.7
    ]

let private truth world =
    let spread =
        sqrt (
            imageSpread ** 2.0
            + world.ArchitectureOnImage ** 2.0
            + world.Run ** 2.0
            + world.RunOnImage ** 2.0
        )

    Normal.CDF(0.0, 1.0, levels[0] / spread)
    - Normal.CDF(0.0, 1.0, levels[1] / spread)

/// right[architecture][run][image], as 0 or 1.
let private sample (random: Random) world runs =
    let normal spread =
        spread * Normal.Sample(random, 0.0, 1.0)

    let images = Array.init world.Images (fun _ -> normal imageSpread)

    [|
        for level in levels ->
            let own = Array.init world.Images (fun _ -> normal world.ArchitectureOnImage)

            [|
                for _ in 1..runs ->
                    let run = normal world.Run

                    Array.init world.Images (fun i ->
                        if level + images[i] + own[i] + run + normal world.RunOnImage > 0.0 then
                            1.0
                        else
                            0.0)
            |]
    |]

let private intervals world (right: float[][][]) =
    let accuracies = right |> Array.map (Array.map Array.average)

    let ofImage (architecture: float[][]) image =
        architecture |> Array.averageBy (fun run -> run[image])

    let differences =
        Array.init world.Images (fun i -> ofImage right[0] i - ofImage right[1] i)

    let difference = Array.average differences

    let images =
        let variance =
            differences |> Array.averageBy (fun d -> (d - difference) * (d - difference))

        variance / float world.Images, float (world.Images - 2)

    let seeds = SeedVariance.seedVariance true accuracies[0] accuracies[1]

    [
        for parts in [ [ images ]; seeds; images :: seeds ] ->
            SeedVariance.tInterval difference (SeedVariance.satterthwaite parts)
    ]

let private coverage world runs =
    let random = Random(1)
    let expected = truth world
    let held = Array.zeroCreate<int> 3

    for _ in 1..trials do
        sample random world runs
        |> intervals world
        |> List.iteri (fun i (interval: Interval) ->
            if interval.Lower <= expected && expected <= interval.Upper then
                held[i] <- held[i] + 1)

    held |> Array.map (fun count -> 100.0 * float count / float trials)

/// Prints a line for each world and number of runs.
let print () =
    printfn $"coverage of 95 %% intervals, {trials} worlds each, 156 images"
    printfn "world        seeds   images alone   seeds alone   combined"

    for world in worlds do
        for runs in [ 3; 5; 10 ] do
            let rates = coverage world runs
            printfn $"%-11s{world.Name} %6d{runs} %14.1f{rates[0]} %13.1f{rates[1]} %10.1f{rates[2]}"
