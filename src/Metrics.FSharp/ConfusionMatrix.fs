namespace QImpact.Metrics

open System
open System.Collections.Generic

/// <summary>
/// The four counts of a two-class decision. Class 1 is positive unless the matrix came from
/// <see cref="M:QImpact.Metrics.ConfusionMatrix.SwapPositive"/>.
/// </summary>
type ConfusionMatrix =
    {
        /// <summary>Positive cases decided positive.</summary>
        TruePositives: int64
        /// <summary>Negative cases decided positive.</summary>
        FalsePositives: int64
        /// <summary>Positive cases decided negative.</summary>
        FalseNegatives: int64
        /// <summary>Negative cases decided negative.</summary>
        TrueNegatives: int64
    }

    /// <summary>All cases.</summary>
    member this.Total =
        this.TruePositives
        + this.FalsePositives
        + this.FalseNegatives
        + this.TrueNegatives

    /// <summary>Cases whose true class is the positive one.</summary>
    member this.Positives = this.TruePositives + this.FalseNegatives

    /// <summary>Cases whose true class is the negative one.</summary>
    member this.Negatives = this.FalsePositives + this.TrueNegatives

    /// <summary>Cases decided positive.</summary>
    member this.PredictedPositives = this.TruePositives + this.FalsePositives

    /// <summary>Cases decided negative.</summary>
    member this.PredictedNegatives = this.TrueNegatives + this.FalseNegatives

    /// <summary>Cases decided rightly.</summary>
    member this.Correct = this.TruePositives + this.TrueNegatives

    /// <summary>The same decisions seen with the other class as the positive one.</summary>
    member this.SwapPositive() =
        {
            TruePositives = this.TrueNegatives
            FalsePositives = this.FalseNegatives
            FalseNegatives = this.FalsePositives
            TrueNegatives = this.TruePositives
        }

    /// <summary>The matrix of these four counts, each at least 0.</summary>
    /// <exception cref="T:System.ArgumentException">A count is negative.</exception>
    static member Of(truePositives: int64, falsePositives: int64, falseNegatives: int64, trueNegatives: int64) =
        let count (name: string) value =
            if value < 0L then
                raise (ArgumentException($"{name} is {value}; expected a count of at least 0.", name))

            value

        {
            TruePositives = count (nameof truePositives) truePositives
            FalsePositives = count (nameof falsePositives) falsePositives
            FalseNegatives = count (nameof falseNegatives) falseNegatives
            TrueNegatives = count (nameof trueNegatives) trueNegatives
        }

/// <summary>
/// The decisions of a classifier of any number of classes, counted by true and by decided class. Where cases are weighted, the counts are
/// sums of weights.
/// </summary>
[<Sealed>]
type CountMatrix private (classes: int, counts: int64[], actual: int64[], decided: int64[]) =

    /// <summary>Of counts, row by row: counts[actual * classes + decided], each at least 0. They are read, not kept apart.</summary>
    /// <param name="classes">How many classes there are, at least 2.</param>
    /// <param name="counts">classes * classes of them.</param>
    new(classes: int, counts: int64[]) =
        let actual, decided = Array.zeroCreate classes, Array.zeroCreate classes

        for cls in 0 .. classes - 1 do
            for other in 0 .. classes - 1 do
                let count = counts[cls * classes + other]
                actual[cls] <- actual[cls] + count
                decided[other] <- decided[other] + count

        CountMatrix(classes, counts, actual, decided)

    /// <summary>How many classes there are.</summary>
    member _.Classes = classes

    /// <summary>Cases of a class that were decided for a class.</summary>
    member _.Item
        with get (actual: int, decided: int) = counts[actual * classes + decided]

    /// <summary>All cases.</summary>
    member _.Total = Array.sum actual

    /// <summary>Cases decided rightly.</summary>
    member _.Correct =
        let mutable correct = 0L

        for cls in 0 .. classes - 1 do
            correct <- correct + counts[cls * classes + cls]

        correct

    /// <summary>Cases of a class.</summary>
    member _.Actual(cls: int) = actual[cls]

    /// <summary>Cases decided for a class.</summary>
    member _.Decided(cls: int) = decided[cls]

    /// <summary>A class, positive, against the others together.</summary>
    member this.Against(cls: int) =
        let right = counts[cls * classes + cls]

        {
            TruePositives = right
            FalsePositives = decided[cls] - right
            FalseNegatives = actual[cls] - right
            TrueNegatives = this.Total - decided[cls] - actual[cls] + right
        }

    /// <summary>The matrix of two classes, class 1 positive.</summary>
    static member OfTwo(matrix: ConfusionMatrix) =
        CountMatrix(
            2,
            [|
                matrix.TrueNegatives
                matrix.FalsePositives
                matrix.FalseNegatives
                matrix.TruePositives
            |]
        )

    /// <summary>The cases counted; labels and decisions are classes from 0 on.</summary>
    static member Of(classes: int, labels: IReadOnlyList<int>, decisions: IReadOnlyList<int>) =
        let counts = Array.zeroCreate<int64>(classes * classes)

        for i in 0 .. labels.Count - 1 do
            let place = labels[i] * classes + decisions[i]
            counts[place] <- counts[place] + 1L

        CountMatrix(classes, counts)
