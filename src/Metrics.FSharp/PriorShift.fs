namespace QImpact.Metrics

open System
open System.Collections.Generic

/// <summary>
/// The parts of the classes among the images that a model was trained on, and among those that it is judged for: they differ where
/// training balanced the classes. Each part is in (0, 1), and they sum to 1.
/// </summary>
type PriorShift =
    {
        /// <summary>In training, class by class.</summary>
        Trained: IReadOnlyList<float>
        /// <summary>In what is judged; from the training split, never from the test split.</summary>
        Judged: IReadOnlyList<float>
    }

    /// <summary>From how many cases of each class were trained on, and how many the whole split has; None where one is missing.</summary>
    static member OfCounts(trained: IReadOnlyList<int>, split: IReadOnlyList<int>) =
        let parts (counts: IReadOnlyList<int>) : IReadOnlyList<float> =
            let total = counts |> Seq.sumBy float
            [| for count in counts -> float count / total |]

        if
            trained.Count < 2
            || trained.Count <> split.Count
            || Seq.min trained < 1
            || Seq.min split < 1
        then
            None
        else
            Some
                {
                    Trained = parts trained
                    Judged = parts split
                }

    /// <summary>
    /// P(class 1) of a case of two classes where class 1 has the judged part instead of the trained one: q (p - p b) / (b - p b + q p - b q),
    /// b trained and q judged (Elkan 2001, The foundations of cost-sensitive learning, theorem 2). 0 stays 0, 1 stays 1, the order stays.
    /// </summary>
    /// <param name="score1">P(class 1) as the model has it, in [0, 1].</param>
    member this.Correct(score1: float) =
        let trained, judged = this.Trained[1], this.Judged[1]

        if trained = judged then
            score1
        else
            // As odds, so that nothing is subtracted that nearly agrees.
            let ones = score1 * judged * (1.0 - trained)
            let zeros = (1.0 - score1) * (1.0 - judged) * trained
            Math.Clamp(ones / (ones + zeros), 0.0, 1.0)

    /// <summary>
    /// The probabilities of a case of any number of classes, each times judged / trained, over their sum (Saerens, Latinne and
    /// Decaestecker 2002, equation 2.4).
    /// </summary>
    /// <param name="row">The probabilities as the model has them, one per class.</param>
    member this.CorrectRow(row: float[]) =
        let odds =
            row
            |> Array.mapi (fun cls score -> score * this.Judged[cls] / this.Trained[cls])

        let total = Array.sum odds
        odds |> Array.map (fun odds -> odds / total)

    /// <summary>All scores corrected; decisions are not asked of them.</summary>
    member internal this.Apply(scores: ClassScores) =
        match scores with
        | OfTwo(scores1, threshold) -> OfTwo([| for score1 in scores1 -> this.Correct score1 |], threshold)
        | OfMore(classes, rows) ->
            OfMore(classes, rows |> Seq.chunkBySize classes |> Seq.collect this.CorrectRow |> Array.ofSeq)
