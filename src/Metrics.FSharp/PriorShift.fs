namespace QImpact.Metrics

open System

/// <summary>
/// The part of class 1 among the images that a model was trained on, and among those that it is judged for: they differ where training
/// balanced the classes.
/// </summary>
type PriorShift =
    {
        /// <summary>In training, in (0, 1).</summary>
        Trained: float
        /// <summary>In what is judged, in (0, 1); from the training split, never from the test split.</summary>
        Judged: float
    }

    /// <summary>From how many cases of each of two classes were trained on, and how many the whole split has; None where one is missing.</summary>
    static member OfCounts(trained: int * int, split: int * int) =
        let part (class0: int, class1: int) =
            float class1 / (float class0 + float class1)

        if min (fst trained) (snd trained) < 1 || min (fst split) (snd split) < 1 then
            None
        else
            Some
                {
                    Trained = part trained
                    Judged = part split
                }

    /// <summary>
    /// P(class 1) of a case where class 1 has the judged part instead of the trained one: q (p - p b) / (b - p b + q p - b q), b trained
    /// and q judged (Elkan 2001, The foundations of cost-sensitive learning, theorem 2). 0 stays 0, 1 stays 1, the order stays.
    /// </summary>
    /// <param name="score1">P(class 1) as the model has it, in [0, 1].</param>
    member this.Correct(score1: float) =
        if this.Trained = this.Judged then
            score1
        else
            // As odds, so that nothing is subtracted that nearly agrees.
            let ones = score1 * this.Judged * (1.0 - this.Trained)
            let zeros = (1.0 - score1) * (1.0 - this.Judged) * this.Trained
            Math.Clamp(ones / (ones + zeros), 0.0, 1.0)
