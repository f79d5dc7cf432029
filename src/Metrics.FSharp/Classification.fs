namespace QImpact.Metrics

open System
open System.Collections.Generic

type RocPoint =
    {
        Threshold: float
        FalsePositiveRate: float
        TruePositiveRate: float
    }

module private Formulas =

    let noCase cls = $"no case of class {cls}"
    let neverDecided cls = $"class {cls} was never predicted"
    let needsScores = "needs scores, not only decisions"

    let matthews (m: ConfusionMatrix) =
        let product a b = float a * float b

        let determinant =
            product m.TruePositives m.TrueNegatives
            - product m.FalsePositives m.FalseNegatives

        let rows = product m.Positives m.Negatives
        let columns = product m.PredictedPositives m.PredictedNegatives

        if m.Positives = 0 then
            MetricValue.Undefined(noCase 1)
        elif m.Negatives = 0 then
            MetricValue.Undefined(noCase 0)
        elif m.PredictedPositives = 0 then
            MetricValue.Undefined(neverDecided 1)
        elif m.PredictedNegatives = 0 then
            MetricValue.Undefined(neverDecided 0)
        else
            MetricValue.Defined(determinant / sqrt rows / sqrt columns)

    /// Metrics of the positive class, whichever it is: precision, recall, F1.
    let ofPositive cls (m: ConfusionMatrix) =
        let precision =
            MetricValue.ratio (neverDecided cls) (int64 m.TruePositives) (int64 m.PredictedPositives)

        let recall =
            MetricValue.ratio (noCase cls) (int64 m.TruePositives) (int64 m.Positives)

        let f1 =
            MetricValue.ratio
                $"class {cls} neither occurs nor was predicted"
                (2L * int64 m.TruePositives)
                (int64 m.Positives + int64 m.PredictedPositives)

        struct (precision, recall, f1)

    let brier (labels: IReadOnlyList<int>) (scores: IReadOnlyList<float>) =
        let mutable sum = 0.0

        for i in 0 .. labels.Count - 1 do
            let error = scores[i] - float labels[i]
            sum <- sum + error * error

        sum / float labels.Count

    /// 2^-52, the distance from 1 to the next double.
    let clip = Math.BitIncrement 1.0 - 1.0

    let logLoss (labels: IReadOnlyList<int>) (scores: IReadOnlyList<float>) =
        let mutable sum = 0.0

        for i in 0 .. labels.Count - 1 do
            let score = Math.Clamp(scores[i], clip, 1.0 - clip)
            sum <- sum - Math.Log(if labels[i] = 1 then score else 1.0 - score)

        sum / float labels.Count

    let auc (groups: struct (float * int * int)[]) =
        let mutable zerosBelow = 0L
        let mutable ones = 0L
        // Twice the number of pairs ordered rightly, a tie counting half.
        let mutable twice = 0L

        for struct (_, zerosHere, onesHere) in groups do
            twice <- twice + int64 onesHere * (2L * zerosBelow + int64 zerosHere)
            zerosBelow <- zerosBelow + int64 zerosHere
            ones <- ones + int64 onesHere

        if zerosBelow = 0L then MetricValue.Undefined(noCase 0)
        elif ones = 0L then MetricValue.Undefined(noCase 1)
        else MetricValue.ratio "" twice (2L * zerosBelow * ones)

    let confuse (labels: IReadOnlyList<int>) (scores: IReadOnlyList<float>) threshold decide =
        if Double.IsNaN threshold then
            raise (ArgumentException("The threshold is NaN; expected a number.", nameof threshold))

        let counts = Array2D.zeroCreate<int> 2 2

        for i in 0 .. labels.Count - 1 do
            let decision: int = decide scores[i]
            counts[labels[i], decision] <- counts[labels[i], decision] + 1

        {
            TruePositives = counts[1, 1]
            FalsePositives = counts[0, 1]
            FalseNegatives = counts[1, 0]
            TrueNegatives = counts[0, 0]
        }

[<Sealed>]
[<AbstractClass>]
type Classification =

    static member DefaultThreshold = 0.5

    static member Decide(score1: float, threshold: float) = if score1 >= threshold then 1 else 0

    static member Confuse(labels, scores1, threshold: float) =
        Cases.check labels scores1
        Formulas.confuse labels scores1 threshold (fun score -> Classification.Decide(score, threshold))

    static member OfConfusion(confusion: ConfusionMatrix) =
        let swapped = confusion.SwapPositive()
        let struct (precision0, recall0, f1Class0) = Formulas.ofPositive 0 swapped
        let struct (precision1, recall1, f1Class1) = Formulas.ofPositive 1 confusion
        let needsScores = MetricValue.Undefined Formulas.needsScores

        {
            N = confusion.Total
            Confusion = confusion
            Accuracy = MetricValue.ratio "no case" (int64 confusion.Correct) (int64 confusion.Total)
            BalancedAccuracy = MetricValue.map2 (fun a b -> (a + b) / 2.0) recall0 recall1
            Precision0 = precision0
            Precision1 = precision1
            Recall0 = recall0
            Recall1 = recall1
            F1Class0 = f1Class0
            F1Class1 = f1Class1
            Specificity0 = recall1
            Specificity1 = recall0
            GMean = MetricValue.map2 (fun a b -> sqrt (a * b)) recall0 recall1
            Auc = needsScores
            Mcc = Formulas.matthews confusion
            Brier = needsScores
            LogLoss = needsScores
        }

    static member Evaluate(labels, scores1, threshold: float) =
        Cases.check labels scores1
        Cases.checkProbabilities scores1

        { Classification.OfConfusion(Classification.Confuse(labels, scores1, threshold)) with
            Auc = Formulas.auc (Cases.tieGroups labels scores1)
            Brier = MetricValue.Defined(Formulas.brier labels scores1)
            LogLoss = MetricValue.Defined(Formulas.logLoss labels scores1)
        }

    static member Evaluate(labels, scores1) =
        Classification.Evaluate(labels, scores1, Classification.DefaultThreshold)

    static member RocAuc(labels, scores1) =
        Cases.check labels scores1
        Formulas.auc (Cases.tieGroups labels scores1)

    static member RocCurve(labels: IReadOnlyList<int>, scores1: IReadOnlyList<float>) : IReadOnlyList<RocPoint> =
        Cases.check labels scores1
        let groups = Cases.tieGroups labels scores1
        let zeros = groups |> Array.sumBy (fun (struct (_, zeros, _)) -> zeros)
        let ones = labels.Count - zeros

        if zeros = 0 || ones = 0 then
            Array.empty
        else
            let point threshold falsePositives truePositives =
                {
                    Threshold = threshold
                    FalsePositiveRate = float falsePositives / float zeros
                    TruePositiveRate = float truePositives / float ones
                }

            let step struct (_, falsePositives, truePositives) struct (score, zerosHere, onesHere) =
                struct (score, falsePositives + zerosHere, truePositives + onesHere)

            let points =
                Array.rev groups
                |> Array.scan step (struct (Double.PositiveInfinity, 0, 0))
                |> Array.map (fun (struct (threshold, falsePositives, truePositives)) ->
                    point threshold falsePositives truePositives)

            points

    static member Brier(labels, scores1) =
        Cases.check labels scores1
        Cases.checkProbabilities scores1
        Formulas.brier labels scores1

    static member LogLoss(labels, scores1) =
        Cases.check labels scores1
        Cases.checkProbabilities scores1
        Formulas.logLoss labels scores1
