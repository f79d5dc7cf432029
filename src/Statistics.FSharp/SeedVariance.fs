/// Variances of means over seeds, added to those from the images: what is known of the difference of two architectures.
module QImpact.Statistics.SeedVariance

/// Seeds of each architecture from which on the interval of images and seeds together keeps its promise. In simulations it held the
/// true difference in 94 to 97 of 100 cases from five seeds on, and with two in as few as 86 (docs/statistics.md). It promises
/// nothing where a training fails now and then: of five seeds none may show the failure that the sixth has. There it held in 66 of 100.
[<Literal>]
let FewestSeeds = 5

/// Mean differences over seeds: their variance from the seeds with its degrees of freedom, parts added.
let seedVariance paired (x: float[]) (y: float[]) =
    let part (values: float[]) =
        let sd = Sample.deviation values |> Option.defaultValue 0.0
        sd * sd / float values.Length, float (values.Length - 1)

    if paired then
        [ part (Array.map2 (-) x y) ]
    else
        [ part x; part y ]

/// The sum of independent variances with their degrees of freedom, and its own (Satterthwaite 1946).
let satterthwaite parts =
    let total = parts |> List.sumBy fst
    let divisor = parts |> List.sumBy (fun (variance, df) -> variance * variance / df)
    total, (if divisor = 0.0 then infinity else total * total / divisor)

/// A difference of two means over seeds with an error that follows Student's t.
type Difference =
    {
        /// The first's mean less the second's.
        Value: float
        /// Its standard error, above 0.
        StandardError: float
        /// Degrees of freedom.
        Df: float
    }

    /// Value -/+ t standard error; the confidence lies in (0, 1).
    member this.Interval(confidence: float) =
        Arguments.requireOpenProbability "confidence" confidence

        Interval.Around(
            this.Value,
            Distributions.studentQuantile this.Df (0.5 + confidence / 2.0)
            * this.StandardError
        )

    /// P(|T| >= |value| / standard error).
    member this.PValue =
        min
            1.0
            (2.0
             * Distributions.studentUpperTail this.Df (abs this.Value / this.StandardError))

/// With more degrees of freedom t is the normal distribution to more digits than are shown.
let private mostDf = 1e6

/// Differences of fractions k/n that are equal are unequal doubles, so a variance at rounding is none.
let private ofVariance (x: float[]) (y: float[]) reason parts =
    match satterthwaite parts with
    | variance, _ when variance <= Ranks.Tolerance * Ranks.Tolerance -> Error reason
    | variance, df ->
        Ok
            {
                Value = Array.average x - Array.average y
                StandardError = sqrt variance
                Df = min df mostDf
            }

let private check paired (x: float[]) (y: float[]) =
    Arguments.requireFinite "x" x
    Arguments.requireFinite "y" y

    if x.Length = 0 || y.Length = 0 then
        Arguments.refuse "x" "There are no values; expected one per seed."

    if paired then
        Arguments.requireSameLength "x" x.Length "y" y.Length

/// From the seeds alone, the images given: the values of a metric of two architectures, one per seed; paired where both have the same
/// seeds, in the same order. Undefined with one seed of either, and where every seed gives the same difference. No value, one that is
/// not finite, or pairs of unequal number throw an ArgumentException.
let ofSeeds paired (x: float[]) (y: float[]) =
    check paired x y

    if x.Length < 2 || y.Length < 2 then
        Error "one seed only"
    else
        ofVariance x y "every seed gives the same difference" (seedVariance paired x y)

/// From images and seeds together: the variance of the mean difference from the images, with its degrees of freedom, added to that
/// from the seeds. Undefined below five seeds of either, where the interval would not keep its promise, and without variance. Throws
/// as ofSeeds does.
let ofImagesAndSeeds (images: float * float) paired (x: float[]) (y: float[]) =
    check paired x y
    let fewest = min x.Length y.Length

    if fewest = 1 then
        Error "one seed only"
    elif fewest < FewestSeeds then
        Error $"{fewest} seeds; images and seeds together are judged from {FewestSeeds} on"
    else
        ofVariance x y "there is no variance" (images :: seedVariance paired x y)
