namespace QImpact.Metrics

open System
open System.Collections.Generic

type RocPoint =
    {
        Threshold: float
        FalsePositiveRate: float
        TruePositiveRate: float
    }

[<Sealed>]
[<AbstractClass>]
type Classification =

    static member DefaultThreshold = 0.5

    static member Decide(score1: float, threshold: float) = Cases.decide threshold score1

    static member Confuse(labels, scores1, threshold: float) =
        Cases.check labels scores1
        Cases.checkThreshold threshold
        Cases.confuse labels scores1 threshold

    static member OfConfusion(confusion: ConfusionMatrix) =
        let counts = CountMatrix.OfTwo confusion

        let value metric =
            match metric.Formula with
            | OfCounts formula -> formula counts
            | OfOrder _
            | OfCases _ -> MetricValue.Undefined "needs scores, not only decisions"

        MetricValues(confusion, [| for metric in MetricTable.all -> metric, value metric |])

    static member Evaluate(metrics: Metric seq, labels: IReadOnlyList<int>, scores1, threshold: float) =
        let metrics = Array.ofSeq metrics
        let cases = WeightedCases.Of(metrics, labels, scores1, threshold)
        let values = cases.Evaluate(Array.create labels.Count 1)
        MetricValues(Cases.confuse labels scores1 threshold, Array.zip metrics values)

    static member Evaluate(labels, scores1, threshold: float) =
        Classification.Evaluate(MetricTable.all, labels, scores1, threshold)

    static member Evaluate(labels, scores1) =
        Classification.Evaluate(labels, scores1, Classification.DefaultThreshold)

    static member RocAuc(labels, scores1) =
        Cases.check labels scores1
        let groups = Cases.tieGroups labels scores1

        Formulas.auc
            {
                Positives = groups |> Array.map (fun struct (_, _, ones) -> ones)
                Negatives = groups |> Array.map (fun struct (_, zeros, _) -> zeros)
                IsReversed = false
            }

    static member RocCurve(labels: IReadOnlyList<int>, scores1: IReadOnlyList<float>) : IReadOnlyList<RocPoint> =
        Cases.check labels scores1
        let groups = Cases.tieGroups labels scores1
        let zeros = groups |> Array.sumBy (fun (struct (_, zeros, _)) -> zeros)
        let ones = labels.Count - zeros

        if zeros = 0 || ones = 0 then
            Array.empty
        else
            let step struct (_, falsePositives, truePositives) struct (score, zerosHere, onesHere) =
                struct (score, falsePositives + zerosHere, truePositives + onesHere)

            let points =
                Array.rev groups
                |> Array.scan step (struct (Double.PositiveInfinity, 0, 0))
                |> Array.map (fun (struct (threshold, falsePositives, truePositives)) ->
                    {
                        Threshold = threshold
                        FalsePositiveRate = float falsePositives / float zeros
                        TruePositiveRate = float truePositives / float ones
                    })

            points
