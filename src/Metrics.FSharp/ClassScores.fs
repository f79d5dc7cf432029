namespace QImpact.Metrics

open System.Collections.Generic

/// <summary>What a classifier said of cases: a probability for each class, and how they are decided.</summary>
[<NoComparison; ReferenceEquality>]
type ClassScores =
    /// <summary>Two classes: P(class 1) of each case, class 1 decided where it is at least the threshold.</summary>
    | OfTwo of scores1: IReadOnlyList<float> * threshold: float
    /// <summary>More classes: the probabilities case by case, [cases * classes]. The most probable class is decided, of equal ones the first.</summary>
    | OfMore of classes: int * rows: IReadOnlyList<float>

    /// <summary>How many classes there are.</summary>
    member this.Classes =
        match this with
        | OfTwo _ -> 2
        | OfMore(classes, _) -> classes

    /// <summary>How many cases there are.</summary>
    member this.Cases =
        match this with
        | OfTwo(scores1, _) -> scores1.Count
        | OfMore(classes, rows) -> rows.Count / classes

    /// <summary>The probability of a class, case by case.</summary>
    member this.OfClass(cls: int) =
        match this with
        | OfTwo(scores1, _) -> [| for score1 in scores1 -> if cls = 1 then score1 else 1.0 - score1 |]
        | OfMore(classes, rows) -> Array.init this.Cases (fun case -> rows[case * classes + cls])

    /// <summary>Numbers in the order of a class's probabilities, case by case: of two classes no order is lost to the rounding of 1 - P(class 1).</summary>
    member this.OrderOf(cls: int) =
        match this with
        | OfTwo(scores1, _) when cls = 0 -> [| for score1 in scores1 -> -score1 |]
        | _ -> this.OfClass cls

    /// <summary>The class decided for each case.</summary>
    member this.Decisions =
        match this with
        | OfTwo(scores1, threshold) -> [| for score1 in scores1 -> Cases.decide threshold score1 |]
        | OfMore(classes, rows) ->
            Array.init this.Cases (fun case ->
                let mutable best = 0

                for cls in 1 .. classes - 1 do
                    if rows[case * classes + cls] > rows[case * classes + best] then
                        best <- cls

                best)

    /// <summary>The scores of some cases, by their places.</summary>
    member this.Choose(cases: IReadOnlyList<int>) =
        match this with
        | OfTwo(scores1, threshold) -> OfTwo([| for case in cases -> scores1[case] |], threshold)
        | OfMore(classes, rows) ->
            OfMore(
                classes,
                [|
                    for case in cases do
                        for cls in 0 .. classes - 1 -> rows[case * classes + cls]
                |]
            )

    /// <summary>Of rows of probabilities, [cases * classes]; the threshold is that of class 1 of two.</summary>
    /// <exception cref="T:System.ArgumentException">There is no such row for every case.</exception>
    static member OfRows(classes: int, rows: IReadOnlyList<float>, threshold: float) =
        if classes = 2 then
            OfTwo(Array.init (rows.Count / 2) (fun case -> rows[2 * case + 1]), threshold)
        else
            OfMore(classes, rows)

    /// Refuses labels and scores that do not fit, or are no probabilities.
    member internal this.Check(labels: IReadOnlyList<int>) =
        match this with
        | OfTwo(scores1, threshold) ->
            Cases.check labels scores1
            Cases.checkProbabilities scores1
            Cases.checkThreshold threshold
        | OfMore(classes, rows) ->
            Cases.checkRows classes labels rows
            Cases.checkProbabilities rows
            Cases.checkSums classes rows
