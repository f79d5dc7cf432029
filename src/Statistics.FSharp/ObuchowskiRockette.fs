/// Arms judged by several repeats on the same images, both a sample: random readers and random cases (Obuchowski and Rockette 1995,
/// Communications in Statistics - Simulation and Computation 24:285), with the denominator's degrees of freedom of Hillis (2007,
/// Statistics in Medicine 26:596; Hillis, Berbaum and Metz 2008, Academic Radiology 15:647). Readers are repeats of the
/// cross-validation, or seeds on one split: how a training came out stands for a reader's skill.
/// The model: value(arm, repeat) = mean + arm + repeat + arm x repeat + error, the errors normal with one variance and three
/// covariances: Cov1 of two arms in a repeat, Cov2 of two repeats of an arm, Cov3 of two arms in two repeats. F = MS(T) / (MS(TR) +
/// max(0, J (Cov2 - Cov3))), J repeats.
/// Where training fails now and then the values are not normal, and with few repeats it is not what it promises; StudyMethods says
/// where it may be used.
module QImpact.Statistics.ObuchowskiRockette

open System

/// The mean error variance and covariances of the arms' values, from the images.
type Errors =
    {
        /// Of one value.
        Variance: float
        /// Of two arms in the same repeat.
        Cov1: float
        /// Of two repeats of the same arm; 0 where there is one repeat.
        Cov2: float
        /// Of two arms in two repeats; 0 where there is one repeat.
        Cov3: float
    }

/// The mean of one arm over repeats and images.
type Arm =
    {
        Name: string
        /// Its mean with standard error sqrt((MS(R) + max(0, J Cov2)) / J), both of this arm alone, and its degrees of freedom.
        Mean: SeedVariance.Difference
    }

/// The analysis of two or more arms.
type Analysis =
    {
        /// The arms' names, in the order given.
        Arms: string[]
        /// J.
        Repeats: int
        /// The arms' means over repeats.
        Means: float[]
        /// MS(T), of the arms: I - 1 degrees of freedom.
        MeanSquareArms: float
        /// MS(R), of the repeats: J - 1.
        MeanSquareRepeats: float
        /// MS(TR), of arm x repeat: (I - 1) (J - 1).
        MeanSquareInteraction: float
        /// From the images.
        Errors: Errors
        /// MS(TR) + max(0, J (Cov2 - Cov3)), above 0.
        Denominator: float
        /// MS(T) / denominator.
        F: float
        /// I - 1.
        Df1: int
        /// Hillis' degrees of freedom, denominator^2 / (MS(TR)^2 / ((I - 1) (J - 1))), at most 1e6.
        Df2: float
    }

    /// P(F' >= F): that all arms are alike.
    member this.PValue = Distributions.fUpperTail (float this.Df1) this.Df2 this.F

    /// The first arm's mean less the second's, with standard error sqrt(2 denominator / J) and Hillis' degrees of freedom: interval and
    /// p-value follow, and Equivalence.architectures tests it against a margin. Of two arms p is that of F. Places from 0.
    member this.Difference(first: int, second: int) : SeedVariance.Difference =
        {
            Value = this.Means[first] - this.Means[second]
            StandardError = sqrt (2.0 * this.Denominator / float this.Repeats)
            Df = this.Df2
        }

/// With more degrees of freedom t is the normal distribution to more digits than are shown.
let private mostDf = 1e6

/// A variance at the rounding of values of size 1 is none.
let private none variance =
    variance <= Ranks.Tolerance * Ranks.Tolerance

let private averageOr0 (values: float seq) =
    if Seq.isEmpty values then 0.0 else Seq.average values

let private errors arms repeats (covariances: float[,]) =
    let mean choose =
        seq {
            for i in 0 .. arms - 1 do
                for j in 0 .. repeats - 1 do
                    for i' in 0 .. arms - 1 do
                        for j' in 0 .. repeats - 1 do
                            if choose (i = i') (j = j') then
                                covariances[i * repeats + j, i' * repeats + j']
        }
        |> averageOr0

    {
        Variance = mean (fun sameArm sameRepeat -> sameArm && sameRepeat)
        Cov1 = mean (fun sameArm sameRepeat -> not sameArm && sameRepeat)
        Cov2 = mean (fun sameArm sameRepeat -> sameArm && not sameRepeat)
        Cov3 = mean (fun sameArm sameRepeat -> not sameArm && not sameRepeat)
    }

let private sumOfSquares (values: float seq) =
    values |> Seq.sumBy (fun value -> value * value)

/// The analysis from mean squares' material: values[arm][repeat] and the errors' covariances as CrossedAuc.Crossed has them. At least
/// two arms. Undefined with one repeat, and where nothing varies.
let analyse (crossed: CrossedAuc.Crossed) : Result<Analysis, string> =
    let values = crossed.Values
    let arms, repeats = values.Length, values[0].Length
    let i, j = float arms, float repeats

    if repeats < 2 then
        Error "one repeat only"
    else
        let ofArm = values |> Array.map Array.average

        let ofRepeat =
            Array.init repeats (fun repeat -> values |> Array.averageBy (fun arm -> arm[repeat]))

        let overall = Array.average ofArm
        let errors = errors arms repeats crossed.Covariances

        let interaction =
            sumOfSquares
                [
                    for arm in 0 .. arms - 1 do
                        for repeat in 0 .. repeats - 1 do
                            values[arm][repeat] - ofArm[arm] - ofRepeat[repeat] + overall
                ]
            / ((i - 1.0) * (j - 1.0))

        let meanSquareArms =
            j * sumOfSquares (ofArm |> Seq.map (fun mean -> mean - overall)) / (i - 1.0)

        let denominator = interaction + max 0.0 (j * (errors.Cov2 - errors.Cov3))

        if none denominator then
            Error "every repeat gives the same difference, and the images change nothing"
        else
            Ok
                {
                    Arms = crossed.Arms
                    Repeats = repeats
                    Means = ofArm
                    MeanSquareArms = meanSquareArms
                    MeanSquareRepeats = i * sumOfSquares (ofRepeat |> Seq.map (fun mean -> mean - overall)) / (j - 1.0)
                    MeanSquareInteraction = interaction
                    Errors = errors
                    Denominator = denominator
                    F = meanSquareArms / denominator
                    Df1 = arms - 1
                    Df2 = min mostDf ((denominator / interaction) ** 2.0 * (i - 1.0) * (j - 1.0))
                }

/// Each arm's mean with an error of its own repeats and images (Hillis 2007, single treatment). Undefined with one repeat, and where
/// nothing varies.
let armMeans (crossed: CrossedAuc.Crossed) : Result<Arm, string>[] =
    let repeats = crossed.Values[0].Length
    let j = float repeats

    crossed.Values
    |> Array.mapi (fun arm values ->
        match Sample.deviation values with
        | None -> Error "one repeat only"
        | Some deviation ->
            let own =
                Array2D.init repeats repeats (fun a b -> crossed.Covariances[arm * repeats + a, arm * repeats + b])

            let repeatsAlone = deviation * deviation
            let total = repeatsAlone + max 0.0 (j * (errors 1 repeats own).Cov2)

            if none total then
                Error "every repeat gives the same value, and the images change nothing"
            else
                Ok
                    {
                        Name = crossed.Arms[arm]
                        Mean =
                            {
                                Value = Array.average values
                                StandardError = sqrt (total / j)
                                Df = min mostDf ((total / repeatsAlone) ** 2.0 * (j - 1.0))
                            }
                    })
