namespace QImpact.Metrics

open System
open System.Collections.Generic

/// The order of one class's scores, counted anew for each resample.
[<Sealed>]
type internal ClassOrder(labels: int[], cls: int, scores: float[]) =

    /// Tie groups of the scores from the lowest, by case.
    let groupOf, groups =
        let distinct = scores |> Array.distinct |> Array.sort
        scores |> Array.map (fun score -> Array.BinarySearch(distinct, score)), distinct.Length

    let others, own = Array.zeroCreate<int64> groups, Array.zeroCreate<int64> groups

    /// The runs with the cases counted as often as the weights say; overwritten by the next call.
    member _.Count(weights: int[]) =
        Array.Clear others
        Array.Clear own
        // In locals, so that the loop reads no field.
        let labels, groupOf, others, own = labels, groupOf, others, own

        for i in 0 .. labels.Length - 1 do
            let weight = int64 weights[i]

            if weight > 0L then
                let group = groupOf[i]

                if labels[i] = cls then
                    own[group] <- own[group] + weight
                else
                    others[group] <- others[group] + weight

        {
            Positives = own
            Negatives = others
            IsReversed = false
        }

/// <summary>What one classifier did on a set of cases, ready to be judged again and again with other weights.</summary>
/// <remarks>Not for two threads at once.</remarks>
[<Sealed>]
type WeightedCases private (labels: int[], scores: ClassScores, metrics: Metric[], shift: PriorShift option) =

    let classes = scores.Classes
    let decisions = scores.Decisions

    // Made once, as a resample takes microseconds.
    let counts = Array.zeroCreate<int64>(classes * classes)

    let ofCounts =
        [|
            for place, metric in Array.indexed metrics do
                match metric.Formula with
                | OfCounts formula -> struct (place, formula)
                | _ -> ()
        |]

    /// Of two classes the order of class 1 is that of class 0 too, turned.
    let orders =
        let order cls =
            lazy ClassOrder(labels, cls, scores.OfClass cls)

        if classes = 2 then
            [| order 1 |]
        else
            Array.init classes order

    let ofOrder =
        [|
            for place, metric in Array.indexed metrics do
                match metric.Formula, metric.PositiveClass with
                | OfOrder formula, Some 0 when classes = 2 ->
                    struct (place, fun (counted: TieGroups[]) -> formula counted[0].Turned)
                | OfOrder formula, _ when classes = 2 -> struct (place, fun counted -> formula counted[0])
                | OfOrder formula, cls -> struct (place, fun counted -> formula counted[defaultArg cls 1])
                | OfOrders formula, _ when classes = 2 ->
                    struct (place, fun counted -> formula [| counted[0].Turned; counted[0] |])
                | OfOrders formula, _ -> struct (place, formula)
                | _ -> ()
        |]

    let ofCases =
        [|
            for place, metric in Array.indexed metrics do
                match metric.Formula, shift with
                | OfCases prepare, _ -> struct (place, prepare labels scores)
                | OfCorrected prepare, Some shift -> struct (place, prepare labels (shift.Apply scores))
                | OfCorrected _, None ->
                    struct (place, fun _ -> MetricValue.Undefined "the class parts of its training are not known")
                | _ -> ()
        |]

    /// Resamples of two classes share few count matrices, so each is judged once.
    let known = Dictionary<struct (int64 * int64 * int64 * int64), MetricValue[]>()

    let judge () =
        let matrix = CountMatrix(classes, counts)
        ofCounts |> Array.map (fun struct (_, formula) -> formula matrix)

    let ofDecisions () =
        if classes > 2 then
            judge ()
        else
            let key = struct (counts[0], counts[1], counts[2], counts[3])

            match known.TryGetValue key with
            | true, values -> values
            | false, _ ->
                let values = judge ()
                known.Add(key, values)
                values

    /// <summary>Makes them ready.</summary>
    /// <param name="metrics">What is asked of them.</param>
    /// <param name="labels">True classes, from 0.</param>
    /// <param name="scores">The probabilities of each case, each in [0, 1].</param>
    /// <param name="shift">What its training did to the classes' parts; without it corrected metrics are undefined.</param>
    /// <exception cref="T:System.ArgumentException">As <see cref="T:QImpact.Metrics.Classification"/> refuses.</exception>
    static member Of(metrics: Metric seq, labels: IReadOnlyList<int>, scores: ClassScores, ?shift: PriorShift) =
        scores.Check labels
        WeightedCases(Array.ofSeq labels, scores, Array.ofSeq metrics, shift)

    /// <summary>The metrics, in their order, with the cases counted as often as the weights, at least 0, say.</summary>
    member _.Evaluate(weights: int[]) : MetricValue[] =
        Array.Clear counts
        let labels, decisions, counts = labels, decisions, counts

        for i in 0 .. labels.Length - 1 do
            let place = classes * labels[i] + decisions[i]
            counts[place] <- counts[place] + int64 weights[i]

        let values = Array.zeroCreate metrics.Length
        let decided = ofDecisions ()

        for i in 0 .. decided.Length - 1 do
            let struct (place, _) = ofCounts[i]
            values[place] <- decided[i]

        if ofOrder.Length > 0 then
            let counted = orders |> Array.map (fun order -> order.Value.Count weights)

            for struct (place, formula) in ofOrder do
                values[place] <- formula counted

        for struct (place, formula) in ofCases do
            values[place] <- formula weights

        values
