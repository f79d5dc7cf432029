/// Studies whose truth is known: arms, repeats, test folds and images, drawn from a model with every kind of dependence that a study has.
module QImpact.AnalysisBenchmarks.Worlds

open System
open System.Collections.Generic
open MathNet.Numerics.Distributions
open QImpact.Statistics

/// <summary>
/// An image's score in a run of an arm is label x quality + image + (arm on image) + (repeat on image) + (run on image), the last four normal
/// with variances that add up to 1, so that a run's AUC is Phi(quality / sqrt 2). Quality is the arm's mean + what all of the arm's runs
/// share because they are trained on the same images + repeat + (arm in repeat) + run. Spreads are standard deviations in units of the
/// AUC at .86.
/// </summary>
type World =
    {
        Name: string
        /// The judged arm and its references: 4 for a family of three contrasts, else 2.
        Arms: int
        /// 1 for a published split with seeds as repeats.
        Folds: int
        /// Images of class 0 and of class 1.
        Images: int * int
        /// The part of an image's variance that all arms share, and the part that all runs of an arm share beyond it.
        ImageParts: float * float
        /// The spread between repeats of the judged arm and of its references.
        Repeats: float * float
        /// The spread between the runs of a repeat, every arm.
        Runs: float
        /// The spread of what an arm's runs share, every arm.
        Shared: float
        /// How often a run of the judged arm fails: its AUC is then .60.
        FailingRuns: float
        /// How often all runs of a repeat of the judged arm fail.
        FailingRepeats: float
        /// The judged arm's expected AUC less that of the references, .86.
        Difference: float
    }

let private expectedAuc = 0.86
let private failedAuc = 0.60
let private root2 = sqrt 2.0

/// An AUC's change for a change of quality, at .86.
let private slope =
    let z = Normal.InvCDF(0.0, 1.0, expectedAuc)
    Normal.PDF(0.0, 1.0, z) / root2

let private qualitySpread aucSpread = aucSpread / slope

/// What both arms of a repeat share: how good a division of the images is.
let private repeatSpread = qualitySpread 0.02

let private repeatsOf world arm =
    qualitySpread (if arm = 0 then fst world.Repeats else snd world.Repeats)

/// The variance of an arm's quality over repeats and runs.
let private qualityVariance world arm =
    repeatSpread ** 2.0
    + repeatsOf world arm ** 2.0
    + qualitySpread world.Runs ** 2.0
    + qualitySpread world.Shared ** 2.0

/// The mean quality that gives an expected AUC where nothing fails.
let private meanFor world arm auc =
    Normal.InvCDF(0.0, 1.0, auc) * sqrt (2.0 + qualityVariance world arm)

/// The mean quality of an arm's runs that do not fail, so that failures included the expected AUC is what the world says.
let private meanQuality world arm =
    if arm > 0 then
        meanFor world arm expectedAuc
    else
        let sound = (1.0 - world.FailingRuns) * (1.0 - world.FailingRepeats)
        let target = expectedAuc + world.Difference
        meanFor world arm ((target - (1.0 - sound) * failedAuc) / sound)

let private failedQuality world = meanFor world 0 failedAuc

/// A fold for each image, alike in all arms of a repeat: the classes' images are spread evenly.
let private division (random: Random) folds (class0, class1) =
    let ofClass count =
        let order = Array.init count id
        random.Shuffle order
        order |> Array.map (fun place -> place % folds)

    Array.append (ofClass class0) (ofClass class1)

/// estimates[arm][repeat] of one study.
let draw seed world repeats : CrossedAuc.Estimate[][] =
    let random = Random(seed: int)

    let normal spread =
        spread * Normal.Sample(random, 0.0, 1.0)

    let class0, class1 = world.Images
    let count = class0 + class1
    let ids = Array.init count string
    let shared, own = world.ImageParts
    let rest = 1.0 - shared - own
    let image = Array.init count (fun _ -> normal (sqrt shared))

    let ofArm =
        Array.init world.Arms (fun _ ->
            Array.init count (fun _ -> normal (sqrt own)), normal (qualitySpread world.Shared))

    let divisions =
        Array.init repeats (fun _ -> division random world.Folds world.Images)

    let ofRepeat = Array.init repeats (fun _ -> normal repeatSpread)

    let onImage =
        Array.init repeats (fun _ -> Array.init count (fun _ -> normal (sqrt (rest / 4.0))))

    Array.init world.Arms (fun arm ->
        let ownImage, sharedQuality = ofArm[arm]
        let mean = meanQuality world arm

        Array.init repeats (fun repeat ->
            let inRepeat = normal (repeatsOf world arm)
            let repeatFails = arm = 0 && random.NextDouble() < world.FailingRepeats

            let qualities =
                Array.init world.Folds (fun _ ->
                    let run = normal (qualitySpread world.Runs)
                    let runFails = arm = 0 && random.NextDouble() < world.FailingRuns

                    let level =
                        if repeatFails || runFails then
                            failedQuality world
                        else
                            mean

                    level + sharedQuality + ofRepeat[repeat] + inRepeat + run)

            let folds = Array.init world.Folds (fun _ -> ResizeArray<CrossedAuc.Case>())

            for i in 0 .. count - 1 do
                let fold = divisions[repeat].[i]
                let label = if i < class0 then 0 else 1

                let score =
                    float label * qualities[fold]
                    + image[i]
                    + ownImage[i]
                    + onImage[repeat].[i]
                    + normal (sqrt (0.75 * rest))

                folds[fold].Add
                    {
                        Id = ids[i]
                        Label = label
                        Score = score
                    }

            [| for fold in folds -> fold :> IReadOnlyList<CrossedAuc.Case> |]
            |> CrossedAuc.estimate
            |> Result.defaultWith failwith))

let private alike =
    {
        Name = "alike"
        Arms = 2
        Folds = 5
        Images = 210, 570
        ImageParts = 0.6, 0.15
        Repeats = 0.02, 0.02
        Runs = 0.03
        Shared = 0.0
        FailingRuns = 0.0
        FailingRepeats = 0.0
        Difference = 0.0
    }

let private published =
    { alike with
        Folds = 1
        Images = 42, 114
    }

/// The worlds of the table, in its order.
let all =
    [
        { alike with Arms = 4 }
        { alike with
            Name = "repeats vary more, arms correlate less"
            Arms = 4
            ImageParts = 0.45, 0.3
            Repeats = 0.04, 0.04
        }
        { alike with
            Name = "judged arm spreads four times as much"
            Repeats = 0.04, 0.01
        }
        { alike with
            Name = "one run in five fails"
            FailingRuns = 0.2
        }
        { alike with
            Name = "one repeat in five fails"
            FailingRepeats = 0.2
        }
        { alike with
            Name = "shared training images move an arm by .01"
            Shared = 0.01
        }
        { alike with
            Name = "shared training images move an arm by .02"
            Shared = 0.02
        }
        { alike with
            Name = "better by .05"
            Difference = 0.05
        }
        { alike with
            Name = "worse by .05, repeats vary more, arms correlate less"
            ImageParts = 0.45, 0.3
            Repeats = 0.04, 0.04
            Difference = -0.05
        }
        { published with Arms = 4 }
        { published with
            Name = "seeds vary more, arms correlate less"
            ImageParts = 0.45, 0.3
            Repeats = 0.04, 0.04
        }
        { published with
            Name = "judged arm spreads four times as much"
            Repeats = 0.04, 0.01
        }
        { published with
            Name = "one run in five fails"
            FailingRuns = 0.2
        }
        { published with
            Name = "better by .05"
            Difference = 0.05
        }
    ]
