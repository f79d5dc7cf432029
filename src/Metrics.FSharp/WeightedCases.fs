namespace QImpact.Metrics

open System
open System.Collections.Generic

/// <summary>What one two-class classifier did on a set of cases, ready to be judged again and again with other weights.</summary>
/// <remarks>Not for two threads at once.</remarks>
[<Sealed>]
type WeightedCases
    private (labels: int[], scores: float[], decisions: int[], metrics: Metric[], shift: PriorShift option) =

    /// Tie groups of the scores from the lowest, by case.
    let groupOf, groups =
        let distinct = scores |> Array.distinct |> Array.sort
        scores |> Array.map (fun score -> Array.BinarySearch(distinct, score)), distinct.Length

    // Made once, as a resample takes microseconds.
    let counts = Array.zeroCreate<int64> 4
    let zeros, ones = Array.zeroCreate<int64> groups, Array.zeroCreate<int64> groups

    let ofCounts =
        [|
            for place, metric in Array.indexed metrics do
                match metric.Formula with
                | OfCounts formula -> struct (place, formula)
                | _ -> ()
        |]

    let ofScores =
        [|
            for place, metric in Array.indexed metrics do
                match metric.Formula, metric.PositiveClass with
                | OfCounts _, _ -> ()
                | OfOrder formula, Some 0 -> struct (place, fun (groups: TieGroups) (_: int[]) -> formula groups.Turned)
                | OfOrder formula, _ -> struct (place, fun groups _ -> formula groups)
                | OfCases prepare, _ ->
                    let formula = prepare labels scores
                    struct (place, fun _ weights -> formula weights)
                | OfCorrected prepare, _ ->
                    match shift with
                    | Some shift ->
                        let formula = prepare labels (scores |> Array.map shift.Correct)
                        struct (place, fun _ weights -> formula weights)
                    | None ->
                        struct (place, fun _ _ -> MetricValue.Undefined "the class parts of its training are not known")
        |]

    /// Resamples share few count matrices, so each is judged once.
    let known = Dictionary<struct (int64 * int64 * int64 * int64), MetricValue[]>()

    let ofDecisions (counts: int64[]) =
        let key = struct (counts[0], counts[1], counts[2], counts[3])

        match known.TryGetValue key with
        | true, values -> values
        | false, _ ->
            let matrix = CountMatrix(2, counts)
            let values = ofCounts |> Array.map (fun struct (_, formula) -> formula matrix)
            known.Add(key, values)
            values

    /// <summary>Makes them ready.</summary>
    /// <param name="metrics">What is asked of them.</param>
    /// <param name="labels">True classes, 0 or 1.</param>
    /// <param name="scores1">P(class 1) of each case, in [0, 1].</param>
    /// <param name="threshold">Decision 1 where the score is at or above it; not NaN.</param>
    /// <param name="shift">What its training did to the classes' parts; without it corrected metrics are undefined.</param>
    /// <exception cref="T:System.ArgumentException">As <see cref="T:QImpact.Metrics.Classification"/> refuses.</exception>
    static member Of
        (metrics: Metric seq, labels: IReadOnlyList<int>, scores1: IReadOnlyList<float>, threshold, ?shift: PriorShift)
        =
        Cases.check labels scores1
        Cases.checkProbabilities scores1
        Cases.checkThreshold threshold
        let scores = Array.ofSeq scores1

        WeightedCases(
            Array.ofSeq labels,
            scores,
            scores |> Array.map (Cases.decide threshold),
            Array.ofSeq metrics,
            shift
        )

    /// <summary>The metrics, in their order, with the cases counted as often as the weights, at least 0, say.</summary>
    member _.Evaluate(weights: int[]) : MetricValue[] =
        Array.Clear counts
        Array.Clear zeros
        Array.Clear ones
        // In locals, so that the loop reads no field.
        let labels, decisions, groupOf = labels, decisions, groupOf
        let counts, zeros, ones = counts, zeros, ones

        for i in 0 .. labels.Length - 1 do
            let weight = int64 weights[i]

            if weight > 0L then
                let place, group = 2 * labels[i] + decisions[i], groupOf[i]
                counts[place] <- counts[place] + weight

                if labels[i] = 1 then
                    ones[group] <- ones[group] + weight
                else
                    zeros[group] <- zeros[group] + weight

        let values = Array.zeroCreate metrics.Length
        let decided = ofDecisions counts

        for i in 0 .. decided.Length - 1 do
            let struct (place, _) = ofCounts[i]
            values[place] <- decided[i]

        let order =
            {
                Positives = ones
                Negatives = zeros
                IsReversed = false
            }

        for struct (place, formula) in ofScores do
            values[place] <- formula order weights

        values
