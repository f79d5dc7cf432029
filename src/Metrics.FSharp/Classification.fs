namespace QImpact.Metrics

open System
open System.Collections.Generic

/// <summary>A point of the ROC curve, class 1 positive.</summary>
type RocPoint =
    {
        /// <summary>Cases with a score at or above this are decided 1; +Infinity at the curve's start.</summary>
        Threshold: float
        /// <summary>Part of class 0 decided 1.</summary>
        FalsePositiveRate: float
        /// <summary>Part of class 1 decided 1: the recall of class 1.</summary>
        TruePositiveRate: float
    }

/// <summary>
/// Metrics from labels and scores. Of two classes, labels are 0 or 1 and a score is P(class 1), the higher the more class 1; of more, labels
/// are 0 to k - 1 and each case has a row of k probabilities.
/// </summary>
/// <remarks>
/// All members are pure. Wrong input throws an ArgumentException that names the value, its index and what was expected:
/// different lengths, no case at all, a label that is no class, a score that is NaN or, where a probability is needed, outside [0, 1],
/// a row of probabilities that does not sum to 1 (to 0.001).
/// </remarks>
[<Sealed>]
[<AbstractClass>]
type Classification =

    /// <summary>The threshold used where none is named: 0.5.</summary>
    static member DefaultThreshold = 0.5

    /// <summary>1 where score1 is at or above the threshold, else 0.</summary>
    static member Decide(score1: float, threshold: float) = Cases.decide threshold score1

    /// <summary>The decisions at this threshold counted, class 1 positive.</summary>
    static member Confuse(labels, scores1, threshold: float) =
        Cases.check labels scores1
        Cases.checkThreshold threshold
        Cases.confuse labels scores1 threshold

    /// <summary>The metrics that follow from the decisions alone, class 1 positive; those that need scores are undefined.</summary>
    static member OfConfusion(confusion: ConfusionMatrix) =
        let counts = CountMatrix.OfTwo confusion

        let value metric =
            match metric.Formula with
            | OfCounts formula -> formula counts
            | OfOrder _
            | OfOrders _
            | OfCases _
            | OfCorrected _ -> MetricValue.Undefined "needs scores, not only decisions"

        MetricValues(counts, [| for metric in MetricTable.all -> metric, value metric |])

    /// <summary>Metrics of cases of any number of classes: O(k n log n), for the sort.</summary>
    /// <param name="metrics">Which; those of <c>MetricTable.forClasses</c> of so many classes, or some of them.</param>
    /// <param name="labels">True classes, from 0.</param>
    /// <param name="scores">The probabilities of each case, each in [0, 1], and how they are decided.</param>
    /// <param name="shift">What training did to the classes' parts; without it corrected metrics are undefined.</param>
    static member Evaluate(metrics: Metric seq, labels: IReadOnlyList<int>, scores: ClassScores, ?shift: PriorShift) =
        let metrics = Array.ofSeq metrics
        let cases = WeightedCases.Of(metrics, labels, scores, ?shift = shift)
        let values = cases.Evaluate(Array.create labels.Count 1)
        MetricValues(CountMatrix.Of(scores.Classes, labels, scores.Decisions), Array.zip metrics values)

    /// <summary>Metrics of cases of two classes.</summary>
    /// <param name="metrics">Which.</param>
    /// <param name="labels">True classes, 0 or 1.</param>
    /// <param name="scores1">P(class 1) of each case, in [0, 1].</param>
    /// <param name="threshold">Decision 1 where score1 is at or above it; not NaN.</param>
    /// <param name="shift">What training did to the classes' parts; without it corrected metrics are undefined.</param>
    static member Evaluate
        (
            metrics: Metric seq,
            labels: IReadOnlyList<int>,
            scores1: IReadOnlyList<float>,
            threshold: float,
            ?shift: PriorShift
        ) =
        Classification.Evaluate(metrics, labels, OfTwo(scores1, threshold), ?shift = shift)

    /// <summary>Every metric of the table.</summary>
    static member Evaluate(labels: IReadOnlyList<int>, scores1: IReadOnlyList<float>, threshold: float) =
        Classification.Evaluate(MetricTable.all, labels, scores1, threshold)

    /// <summary>Every metric of the table at the threshold 0.5.</summary>
    static member Evaluate(labels: IReadOnlyList<int>, scores1: IReadOnlyList<float>) =
        Classification.Evaluate(labels, scores1, Classification.DefaultThreshold)

    /// <summary>
    /// Every metric of cases of any number of classes. Of two, class 1 is decided where its probability is at least 0.5; of more, the most
    /// probable class, of equal ones the first.
    /// </summary>
    /// <param name="labels">True classes, 0 to classes - 1.</param>
    /// <param name="probabilities">Case by case, [n * classes], each in [0, 1].</param>
    /// <param name="classes">How many classes there are, at least 2.</param>
    static member Evaluate(labels: IReadOnlyList<int>, probabilities: IReadOnlyList<float>, classes: int) =
        Classification.Evaluate(labels, probabilities, classes, Classification.DefaultThreshold)

    /// <summary>The same; the threshold, not NaN, is that of class 1 of two, and means nothing where there are more.</summary>
    static member Evaluate
        (labels: IReadOnlyList<int>, probabilities: IReadOnlyList<float>, classes: int, threshold: float)
        =
        Cases.checkRows classes labels probabilities

        Classification.Evaluate(
            MetricTable.forClasses classes,
            labels,
            ClassScores.OfRows(classes, probabilities, threshold)
        )

    /// <summary>
    /// The area under the ROC curve of scores that may be any numbers but NaN. Undefined where a class has no case.
    /// </summary>
    static member RocAuc(labels, scores1) =
        Cases.check labels scores1
        let groups = Cases.tieGroups labels scores1

        Formulas.auc
            {
                Positives = groups |> Array.map (fun struct (_, _, ones) -> ones)
                Negatives = groups |> Array.map (fun struct (_, zeros, _) -> zeros)
                IsReversed = false
            }

    /// <summary>
    /// The ROC curve from (0, 0) to (1, 1), one point per distinct score; tied scores are one step, so the area under the
    /// straight lines between the points is RocAuc. Empty where a class has no case: there is no curve then.
    /// </summary>
    static member RocCurve(labels: IReadOnlyList<int>, scores1: IReadOnlyList<float>) : IReadOnlyList<RocPoint> =
        Cases.check labels scores1
        let groups = Cases.tieGroups labels scores1
        let zeros = groups |> Array.sumBy (fun (struct (_, zeros, _)) -> zeros)
        let ones = int64 labels.Count - zeros

        if zeros = 0L || ones = 0L then
            Array.empty
        else
            let step struct (_, falsePositives, truePositives) struct (score, zerosHere, onesHere) =
                struct (score, falsePositives + zerosHere, truePositives + onesHere)

            let points =
                Array.rev groups
                |> Array.scan step (struct (Double.PositiveInfinity, 0L, 0L))
                |> Array.map (fun (struct (threshold, falsePositives, truePositives)) ->
                    {
                        Threshold = threshold
                        FalsePositiveRate = float falsePositives / float zeros
                        TruePositiveRate = float truePositives / float ones
                    })

            points
