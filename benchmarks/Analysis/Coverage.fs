/// How often the 95 % intervals of a difference of architectures hold the true one, in worlds whose truth is known.
module QImpact.AnalysisBenchmarks.Coverage

open System
open MathNet.Numerics.Distributions
open QImpact.Statistics

/// <summary>
/// An image's score in a run is level + image + (architecture on image) + (run) + (run on image), every part but the level normal: an image
/// may be hard for all, or for one architecture; a run may be better on all images, or on some.
/// </summary>
type private World =
    {
        Name: string
        /// The spread of an architecture on an image.
        Own: float
        /// The spread of the runs of either architecture.
        Runs: float * float
        /// The spread of a run on an image.
        RunOnImage: float
        /// How often a run of the second architecture fails, its level 3 lower.
        Failing: float
        Metric: Metric
    }

/// The metric that is judged: images that are right, which score above 0; or the AUC of images of two classes.
and private Metric =
    | PartRight of images: int
    | Auc of class0: int * class1: int

let private imageSpread = 1.5
let private levels = [| 1.6; 1.0 |]
let private failure = 3.0
let private trials = 10_000
let private seeds = [ 2; 3; 5; 10 ]

let private worlds =
    let world name own run runOnImage =
        {
            Name = name
            Own = own
            Runs = run, run
            RunOnImage = runOnImage
            Failing = 0.0
            Metric = PartRight 156
        }

    let both = world "both vary" 0.7 0.3 0.7

    let differ = world "runs differ much" 0.3 0.8 0.7

    [
        world "runs are alike" 1.0 0.05 0.3
        both
        differ
        { differ with
            Name = "one spreads four times as much"
            Runs = 0.2, 0.8
        }
        { both with
            Name = "recall on 42 images"
            Metric = PartRight 42
        }
        { both with
            Name = "AUC, 42 and 114 images"
            Metric = Auc(42, 114)
        }
        { world "one run in five fails" 0.3 0.1 0.3 with
            Failing = 0.2
        }
    ]

let private runSpread world architecture =
    if architecture = 0 then fst world.Runs else snd world.Runs

/// The mean of the metric over all images and runs.
let private truth world =
    let ofArchitecture architecture =
        let onImage = imageSpread ** 2.0 + world.Own ** 2.0 + world.RunOnImage ** 2.0

        let run = runSpread world architecture ** 2.0

        let at level =
            match world.Metric with
            | PartRight _ -> Normal.CDF(0.0, 1.0, level / sqrt (onImage + run))
            | Auc _ -> Normal.CDF(0.0, 1.0, level / sqrt (2.0 * onImage + run))

        let failing = if architecture = 0 then 0.0 else world.Failing

        (1.0 - failing) * at levels[architecture]
        + failing * at (levels[architecture] - failure)

    ofArchitecture 0 - ofArchitecture 1

/// The variance of a mean of independent values.
let private variance (values: float[]) =
    let mean = Array.average values

    (values |> Array.sumBy (fun value -> (value - mean) * (value - mean)))
    / float (values.Length - 1)
    / float values.Length

/// The metric of each run of either architecture, and the variance of the difference of its means that the images give.
let private judge metric (scores: float[][][]) =
    let meanOver (parts: float[][]) =
        Array.init parts[0].Length (fun i -> parts |> Array.averageBy (fun part -> part[i]))

    let difference (parts: float[][][]) =
        Array.map2 (-) (meanOver parts[0]) (meanOver parts[1])

    match metric with
    | PartRight _ ->
        let right =
            scores
            |> Array.map (Array.map (Array.map (fun score -> if score > 0.0 then 1.0 else 0.0)))

        right |> Array.map (Array.map Array.average), variance (difference right)
    | Auc(class0, class1) ->
        let labels = Array.append (Array.create class0 0) (Array.create class1 1)

        let components =
            scores
            |> Array.map (Array.map (fun run -> DeLong.components labels run |> Result.defaultWith failwith))

        let ofClass part =
            components |> Array.map (Array.map part) |> difference |> variance

        components |> Array.map (Array.map _.Auc), ofClass _.OfClass1 + ofClass _.OfClass0

/// scores[architecture][run][image].
let private sample (random: Random) world runs =
    let normal spread =
        spread * Normal.Sample(random, 0.0, 1.0)

    // The level and a run's quality tell the images of class 1 from the others, or right from wrong.
    let raised =
        match world.Metric with
        | PartRight images -> Array.create images true
        | Auc(class0, class1) -> Array.append (Array.create class0 false) (Array.create class1 true)

    let images = raised |> Array.map (fun _ -> normal imageSpread)

    Array.init 2 (fun architecture ->
        let own = raised |> Array.map (fun _ -> normal world.Own)

        Array.init runs (fun _ ->
            let fails = architecture = 1 && random.NextDouble() < world.Failing

            let quality =
                levels[architecture] + normal (runSpread world architecture)
                - (if fails then failure else 0.0)

            Array.init raised.Length (fun i ->
                (if raised[i] then quality else 0.0)
                + images[i]
                + own[i]
                + normal world.RunOnImage)))

/// From the images, from the seeds, from both: also where too few seeds let the house give none.
let private intervals world (scores: float[][][]) =
    let values, ofImages = judge world.Metric scores
    let images = ofImages, float (scores[0].[0].Length - 2)
    let seeds = SeedVariance.seedVariance true values[0] values[1]

    [
        for parts in [ [ images ]; seeds; images :: seeds ] ->
            let variance, df = SeedVariance.satterthwaite parts

            let difference: SeedVariance.Difference =
                {
                    Value = Array.average values[0] - Array.average values[1]
                    StandardError = sqrt variance
                    Df = min df 1e6
                }

            difference.Interval Confidence.Default
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
    printfn $"coverage of 95 %% intervals in %%, {trials} comparisons each; standard error 0.2 at 95, 0.5 at 50"
    printfn "%-32s%5s%15s%14s%11s" "world" "seeds" "images alone" "seeds alone" "combined"

    for world in worlds do
        for runs in seeds do
            let rates = coverage world runs
            printfn $"%-32s{world.Name}%5d{runs}%15.1f{rates[0]}%14.1f{rates[1]}%11.1f{rates[2]}"
