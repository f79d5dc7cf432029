/// How bright images are and how much contrast they have, by class and split: what a network may learn in the place of what it should.
module internal QImpact.Analysis.Data.Brightness

open QImpact.Data
open QImpact.Data.Duplicates
open QImpact.Metrics

/// A difference of this many standard errors is no chance.
let private certain = 3.0

/// Mean and standard deviation over images.
type Spread = { Mean: float; Deviation: float }

/// The images of a class in a split: their brightness (the mean pixel, 0 to 255) and contrast (the pixels' standard deviation).
type Light =
    {
        Class: int
        Split: string
        Images: int
        Brightness: Spread
        Contrast: Spread
    }

/// How well one number alone tells the training images of a class from the others: the area under its ROC curve, 0.5 or more.
type Shortcut =
    {
        Class: int
        Measure: string
        Auc: float
        /// Whether the class has the larger numbers.
        IsLarger: bool
        /// The area's standard error if the number said nothing (Mann and Whitney 1947).
        StandardError: float
    }

    /// Whether it is worth a sentence.
    member this.IsNotable =
        this.Auc >= 0.75 && this.Auc - 0.5 > certain * this.StandardError

let private spread (values: float list) =
    match values with
    | [] -> { Mean = nan; Deviation = nan }
    | values ->
        let mean = List.average values

        {
            Mean = mean
            Deviation = values |> List.averageBy (fun value -> pown (value - mean) 2) |> sqrt
        }

let private measures: (string * (Standardised -> int -> float)) list =
    [
        "brightness", (fun pixels image -> pixels.Mean image)
        "contrast", (fun pixels image -> pixels.Deviation image)
    ]

let private measured measure (pixels: Standardised) images =
    images |> List.map ((List.find (fst >> (=) measure) measures |> snd) pixels)

let ofClasses (pixels: Standardised) =
    let images = pixels.Images

    [
        for split in Dataset.SplitNames do
            let inSplit = images.In split |> List.ofSeq

            for cls in 0 .. images.Dataset.Classes - 1 do
                let its = inSplit |> List.filter (fun image -> images.Label image = cls)

                {
                    Class = cls
                    Split = split
                    Images = its.Length
                    Brightness = spread (measured "brightness" pixels its)
                    Contrast = spread (measured "contrast" pixels its)
                }
    ]

/// By falling area.
let shortcuts (pixels: Standardised) =
    let images = pixels.Images
    let training = images.In "train" |> List.ofSeq

    [
        for measure, _ in measures do
            // As a score in [0, 1].
            let scores =
                measured measure pixels training
                |> List.map (fun value -> value / 255.0)
                |> Array.ofList

            for cls in 0 .. images.Dataset.Classes - 1 do
                let labels =
                    [| for image in training -> if images.Label image = cls then 1 else 0 |]

                match Classification.RocAuc(labels, scores) with
                | MetricValue.Defined auc ->
                    {
                        Class = cls
                        Measure = measure
                        Auc = max auc (1.0 - auc)
                        IsLarger = auc >= 0.5
                        StandardError =
                            let ones = labels |> Array.sum |> float
                            let zeros = float labels.Length - ones
                            sqrt ((ones + zeros + 1.0) / (12.0 * ones * zeros))
                    }
                | MetricValue.Undefined _ -> ()
    ]
    |> List.sortByDescending _.Auc

/// How far the mean brightness and contrast of another split are from those of train, in deviations of the training images, where that is
/// at least a quarter and no chance.
let shifts (pixels: Standardised) =
    let ofSplit measure split =
        pixels.Images.In split |> List.ofSeq |> measured measure pixels |> spread

    [
        for measure, _ in measures do
            let training = ofSplit measure "train"

            for split in [ "val"; "test" ] do
                let images = (pixels.Images.Dataset.Split split).Count
                let shift = ((ofSplit measure split).Mean - training.Mean) / training.Deviation

                if abs shift >= 0.25 && abs shift * sqrt (float images) > certain then
                    measure, split, shift
    ]
