namespace QImpact.Metrics

open System
open System.Collections.Generic

/// <summary>Checks of labels and scores that every metric makes.</summary>
module internal Cases =

    let private refuse (parameter: string) (message: string) : unit =
        raise (ArgumentException(message, parameter))

    let private checkLabels classes (labels: IReadOnlyList<int>) =
        if labels.Count = 0 then
            refuse "labels" "There are no cases; expected at least one."

        for i in 0 .. labels.Count - 1 do
            if labels[i] < 0 || labels[i] >= classes then
                let known = if classes = 2 then "0 or 1" else $"0 to {classes - 1}"
                refuse "labels" $"Label {labels[i]} at index {i}; expected {known}."

    let private checkNumbers (scores: IReadOnlyList<float>) =
        for i in 0 .. scores.Count - 1 do
            if Double.IsNaN scores[i] then
                refuse "scores" $"Score NaN at index {i}; expected a number."

    /// Labels and scores of the same, positive number; labels 0 or 1; no score NaN.
    let check (labels: IReadOnlyList<int>) (scores: IReadOnlyList<float>) =
        ArgumentNullException.ThrowIfNull(labels, "labels")
        ArgumentNullException.ThrowIfNull(scores, "scores")

        if labels.Count <> scores.Count then
            refuse "scores" $"There are {scores.Count} scores for {labels.Count} labels; expected one score per label."

        checkLabels 2 labels
        checkNumbers scores

    /// At least two classes; labels of them, at least one; a row of scores, none NaN, for each.
    let checkRows classes (labels: IReadOnlyList<int>) (rows: IReadOnlyList<float>) =
        ArgumentNullException.ThrowIfNull(labels, "labels")
        ArgumentNullException.ThrowIfNull(rows, "rows")

        if classes < 2 then
            refuse "classes" $"There are {classes} classes; expected at least 2."

        if int64 rows.Count <> int64 labels.Count * int64 classes then
            refuse
                "rows"
                $"There are {rows.Count} scores for {labels.Count} labels of {classes} classes; expected a score per label and class."

        checkLabels classes labels
        checkNumbers rows

    /// Every score is a probability.
    let checkProbabilities (scores: IReadOnlyList<float>) =
        for i in 0 .. scores.Count - 1 do
            if not (scores[i] >= 0.0 && scores[i] <= 1.0) then
                let shown = scores[i].ToString("R", Globalization.CultureInfo.InvariantCulture)
                refuse "scores" $"Score {shown} at index {i}; expected a probability in [0, 1]."

    /// Rows of probabilities sum to 1, but for the rounding of half precision.
    let checkSums classes (rows: IReadOnlyList<float>) =
        rows
        |> Seq.chunkBySize classes
        |> Seq.iteri (fun case row ->
            let sum = Array.sum row

            if abs (sum - 1.0) > 1e-3 then
                let shown = sum.ToString("R", Globalization.CultureInfo.InvariantCulture)
                refuse "rows" $"The scores of case {case} sum to {shown}; expected 1.")

    let checkThreshold (threshold: float) =
        if Double.IsNaN threshold then
            refuse "threshold" "The threshold is NaN; expected a number."

    let decide threshold score : int = if score >= threshold then 1 else 0

    let confuse (labels: IReadOnlyList<int>) (scores: IReadOnlyList<float>) threshold =
        let counts = Array2D.zeroCreate<int64> 2 2

        for i in 0 .. labels.Count - 1 do
            let decision = decide threshold scores[i]
            counts[labels[i], decision] <- counts[labels[i], decision] + 1L

        {
            TruePositives = counts[1, 1]
            FalsePositives = counts[0, 1]
            FalseNegatives = counts[1, 0]
            TrueNegatives = counts[0, 0]
        }

    /// Runs of equal scores from the lowest to the highest: the score, and how many cases of class 0 and 1 have it.
    let tieGroups (labels: IReadOnlyList<int>) (scores: IReadOnlyList<float>) =
        let order = Array.init labels.Count id
        let keys = Array.ofSeq scores
        Array.Sort(keys, order)
        let groups = List<struct (float * int64 * int64)>()
        let mutable start = 0

        while start < order.Length do
            let mutable stop = start
            let mutable ones = 0L

            while stop < order.Length && keys[stop] = keys[start] do
                ones <- ones + int64 labels[order[stop]]
                stop <- stop + 1

            groups.Add(struct (keys[start], int64 (stop - start) - ones, ones))
            start <- stop

        groups.ToArray()

/// <summary>
/// The order of the scores of a class: runs of equal scores, with the weight of the cases of the class and
/// of the others in each. A case counts as often as its weight says.
/// </summary>
[<Struct>]
type TieGroups =
    {
        /// <summary>Cases of the class, per run of equal scores.</summary>
        Positives: int64[]
        /// <summary>Cases of the other classes.</summary>
        Negatives: int64[]
        /// <summary>Whether the runs stand from the highest to the lowest.</summary>
        IsReversed: bool
    }

    /// <summary>The place in the lists of a run, counted from the lowest.</summary>
    member this.Place(run: int) =
        if this.IsReversed then
            this.Positives.Length - 1 - run
        else
            run

    /// <summary>The order seen from the other of two classes, whose score falls as this one rises.</summary>
    member this.Turned =
        {
            Positives = this.Negatives
            Negatives = this.Positives
            IsReversed = not this.IsReversed
        }
