module QImpact.Statistics.AveragePrecision

open System.Collections.Generic
open QImpact.Metrics

/// Recall and precision from the start (0, 1) on, one point per distinct score; empty where the class has no case.
let private curve positiveClass (labels: IReadOnlyList<int>) (scores1: IReadOnlyList<float>) =
    if positiveClass <> 0 && positiveClass <> 1 then
        Arguments.refuse "positiveClass" $"The positive class is {positiveClass}; expected 0 or 1."

    // Checks labels and scores.
    Classification.Confuse(labels, scores1, 0.5) |> ignore

    let ranked =
        Array.init labels.Count (fun i -> (if positiveClass = 1 then -scores1[i] else scores1[i]), labels[i])
        |> Array.sortBy fst

    let positives =
        ranked |> Array.sumBy (fun (_, label) -> if label = positiveClass then 1 else 0)

    if positives = 0 then
        [||]
    else
        let mutable found = 0

        let points =
            [|
                for i in 0 .. ranked.Length - 1 do
                    if snd ranked[i] = positiveClass then
                        found <- found + 1

                    if i = ranked.Length - 1 || fst ranked[i + 1] <> fst ranked[i] then
                        float found / float positives, float found / float (i + 1)
            |]

        Array.append [| 0.0, 1.0 |] points

let private area (height: float -> float -> float) positiveClass labels scores1 =
    match curve positiveClass labels scores1 with
    | [||] -> MetricValue.Undefined $"no case of class {positiveClass}"
    | points ->
        points
        |> Array.pairwise
        |> Array.sumBy (fun ((recall, precision), (nextRecall, nextPrecision)) ->
            (nextRecall - recall) * height precision nextPrecision)
        |> min 1.0
        |> MetricValue.Defined

let stepwise positiveClass labels scores1 =
    area (fun _ next -> next) positiveClass labels scores1

let trapezoid positiveClass labels scores1 =
    area (fun precision next -> (precision + next) / 2.0) positiveClass labels scores1
