/// How often each method claims a difference, and how often its interval holds the true one, in worlds whose truth is known.
module QImpact.AnalysisBenchmarks.Claims

open System
open System.Globalization
open System.Threading.Tasks
open QImpact.Statistics
open QImpact.AnalysisBenchmarks.Worlds

/// What is counted in each study.
type Measure =
    /// A difference is claimed at .05, or with a posterior probability of .95.
    | Claim
    /// The 95 % interval holds the true difference.
    | Held
    /// The arms are claimed to be equal to the margin of .05, at .05 or with a posterior probability of .95.
    | Equal
    /// Either arm is said to fall in two heaps.
    | Alarm

/// One count.
type Row =
    {
        World: string
        Folds: int
        Repeats: int
        Method: string
        Measure: Measure
        /// The true difference of the world.
        Difference: float
        Trials: int
        /// Studies of the trials in which it was so.
        Count: int
    }

    member this.Rate = float this.Count / float this.Trials

/// The margin of equivalence, in AUC.
let margin = 0.05

let private get result = Result.defaultWith failwith result

/// From the images alone, the trained models given.
let private imagesAlone (analysis: ObuchowskiRockette.Analysis) : SeedVariance.Difference =
    let errors, j = analysis.Errors, float analysis.Repeats

    let variance =
        2.0 / j
        * (errors.Variance - errors.Cov1 + (j - 1.0) * (errors.Cov2 - errors.Cov3))

    {
        Value = analysis.Means[0] - analysis.Means[1]
        StandardError = sqrt (max 1e-12 variance)
        Df = 1e6
    }

let private foldAucs (estimates: CrossedAuc.Estimate[]) =
    estimates |> Array.collect (fun estimate -> estimate.Folds |> Array.map _.Auc)

/// What each method says of one study: whether it claims, whether its interval holds the truth, whether it claims equality.
let judge (world: World) (estimates: CrossedAuc.Estimate[][]) =
    let crossed =
        get (CrossedAuc.cross [| for arm in 0 .. world.Arms - 1 -> $"arm {arm}", estimates[arm] |])

    let contrast reference =
        get (ObuchowskiRockette.analyse (crossed.Choose [ 0; reference ]))

    let holds (interval: Interval) =
        interval.Lower <= world.Difference && world.Difference <= interval.Upper

    let ofDifference name (difference: SeedVariance.Difference) =
        [
            name, Claim, difference.PValue <= 0.05
            name, Held, holds (difference.Interval 0.95)
        ]

    let analysis = contrast 1
    let difference = analysis.Difference(0, 1)


    let heaps values =
        [ 0; 1 ]
        |> List.exists (fun arm -> TwoHeaps.find (values estimates[arm]) |> Option.isSome)

    let mayConclude =
        StudyMethods.check
            StudyMethods.ObuchowskiRockette
            {
                Repeats = estimates[0].Length
                Folds = world.Folds
                TwoHeaps = heaps foldAucs
            }
        |> Result.isOk

    let family =
        Multiplicity.holm [| for reference in 1 .. world.Arms - 1 -> (contrast reference).PValue |]

    [
        yield! ofDifference "Obuchowski-Rockette" difference
        "Obuchowski-Rockette", Equal, (Equivalence.architectures margin difference).PValue <= 0.05
        "two heaps of runs", Alarm, heaps foldAucs
        "two heaps of repeats", Alarm, heaps (Array.map _.Auc)
        "Obuchowski-Rockette as used", Claim, difference.PValue <= 0.05 && mayConclude

        if world.Arms = 4 then
            "Holm over three", Claim, Array.exists (fun p -> p <= 0.05) family

        yield! ofDifference "repeats alone" (get (SeedVariance.ofSeeds true crossed.Values[0] crossed.Values[1]))
        yield! ofDifference "images alone" (imagesAlone analysis)

        if world.Folds > 1 then
            let x, y = foldAucs estimates[0], foldAucs estimates[1]
            let test = get (StudentT.nadeauBengio 0.95 (1.0 / float (world.Folds - 1)) x y)
            "Nadeau-Bengio", Claim, test.PValues.TwoSided <= 0.05
            "Obuchowski-Rockette and Nadeau-Bengio", Claim, max difference.PValue test.PValues.TwoSided <= 0.05
            "Nadeau-Bengio", Held, holds test.Interval

            let believed =
                (get (CorrelatedBayesT.posterior (1.0 / float world.Folds) x y)).Probabilities margin

            "Bayesian correlated t", Claim, max believed.Better believed.Worse >= 0.95
            "Bayesian correlated t", Equal, believed.Equal >= 0.95
    ]

/// The counts of so many studies of a world, whatever the number of threads: study i is drawn from the seed + i.
let count seed trials (world: World) repeats =
    let judged = Array.zeroCreate<(string * Measure * bool) list> trials

    Parallel.For(0, trials, fun i -> judged[i] <- judge world (draw (seed + i) world repeats))
    |> ignore

    judged[0]
    |> List.mapi (fun place (name, measure, _) ->
        {
            World = world.Name
            Folds = world.Folds
            Repeats = repeats
            Method = name
            Measure = measure
            Difference = world.Difference
            Trials = trials
            Count =
                judged
                |> Seq.filter (fun results ->
                    let _, _, so = results[place]
                    so)
                |> Seq.length
        })

/// Repeats of a cross-validation, or seeds of a published split.
let repeats (world: World) =
    if world.Folds = 1 then [ 5; 10; 14; 20 ]
    elif world.Arms = 4 then [ 5; 6; 8; 10 ]
    else [ 5; 8; 10 ]

let private invariant (value: float) =
    value.ToString("R", CultureInfo.InvariantCulture)

let private header = "world,folds,repeats,method,measure,difference,trials,count"

/// Adds a line for each count of some worlds that the file lacks, as they come.
let append seed trials (file: string) (worlds: World list) =
    let known =
        if IO.File.Exists file then
            IO.File.ReadAllLines file
        else
            [||]

    use lines =
        new IO.StreamWriter(file, append = true, AutoFlush = true, NewLine = "\n")

    if known.Length = 0 then
        lines.WriteLine header

    for world in worlds do
        for repeats in repeats world do
            let cell = $"\"{world.Name}\",{world.Folds},{repeats},"

            if
                not (
                    known
                    |> Array.exists (fun line -> line.StartsWith(cell, StringComparison.Ordinal))
                )
            then
                for row in count seed trials world repeats do
                    lines.WriteLine
                        $"{cell}\"{row.Method}\",{row.Measure},{invariant row.Difference},{row.Trials},{row.Count}"
