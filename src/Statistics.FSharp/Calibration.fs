module QImpact.Statistics.Calibration

open System.Collections.Generic
open QImpact.Metrics

type Binning =
    | RightClosed
    | LeftClosed
    | Confidence

type Bin =
    {
        Count: int
        MeanScore: float option
        Fraction: float option
    }

type Calibration =
    {
        Bins: Bin[]
        Expected: float
        Maximum: float
    }

let binOf binning bins (score: float) =
    if bins < 1 then
        Arguments.refuse "bins" $"There are {bins} bins; expected at least 1."

    Arguments.requireProbability "score" score
    let edge i = float i / float bins
    // A guess by multiplication, mended where the edge as a double says otherwise.
    let mutable bin = max 0 (min (bins - 1) (int (score * float bins)))

    let isBelow bin =
        match binning with
        | LeftClosed -> bin < bins - 1 && score >= edge (bin + 1)
        | RightClosed
        | Confidence -> score > edge (bin + 1)

    let isAbove bin =
        match binning with
        | LeftClosed -> bin > 0 && score < edge bin
        | RightClosed
        | Confidence -> bin > 0 && score <= edge bin

    while isBelow bin do
        bin <- bin + 1

    while isAbove bin do
        bin <- bin - 1

    bin

let ofScores binning bins (labels: IReadOnlyList<int>) (scores1: IReadOnlyList<float>) =
    // Checks labels, scores and that these are probabilities.
    Classification.Brier(labels, scores1) |> ignore

    let cases =
        Array.init labels.Count (fun i ->
            match binning with
            | RightClosed
            | LeftClosed -> scores1[i], float labels[i]
            | Confidence ->
                let right = Classification.Decide(scores1[i], 0.5) = labels[i]
                max scores1[i] (1.0 - scores1[i]), (if right then 1.0 else 0.0))

    let byBin =
        cases |> Array.groupBy (fun (score, _) -> binOf binning bins score) |> dict

    let diagram =
        Array.init bins (fun bin ->
            match byBin.TryGetValue bin with
            | true, cases ->
                {
                    Count = cases.Length
                    MeanScore = Some(Array.averageBy fst cases)
                    Fraction = Some(Array.averageBy snd cases)
                }
            | false, _ ->
                {
                    Count = 0
                    MeanScore = None
                    Fraction = None
                })

    let gaps =
        diagram
        |> Array.map (fun bin ->
            match bin.MeanScore, bin.Fraction with
            | Some score, Some fraction -> abs (score - fraction)
            | _ -> 0.0)

    {
        Bins = diagram
        Expected =
            Array.zip diagram gaps
            |> Array.sumBy (fun (bin, gap) -> float bin.Count / float cases.Length * gap)
        Maximum = Array.max gaps
    }
