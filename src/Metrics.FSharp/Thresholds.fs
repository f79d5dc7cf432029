namespace QImpact.Metrics

open System
open System.Collections.Generic
open System.Globalization

/// <summary>A threshold that was chosen.</summary>
[<Struct>]
type ChosenThreshold =
    {
        /// <summary>Class 1 is decided where its probability is at least this.</summary>
        Threshold: float
        /// <summary>What it gives, the class whose recall is the sensitivity being positive.</summary>
        Counts: ConfusionMatrix
    }

    member internal this.Sensitivity =
        float this.Counts.TruePositives / float this.Counts.Positives

    member internal this.Specificity =
        float this.Counts.TrueNegatives / float this.Counts.Negatives

/// <summary>The rule by which a threshold is chosen from labels and scores.</summary>
type ThresholdRule =
    /// <summary>The largest sum of sensitivity and specificity (Youden 1950); of several, the one with the highest sensitivity.</summary>
    | Youden
    /// <summary>A sensitivity in (0, 1] that must be reached; of those thresholds the one with the highest specificity.</summary>
    | Sensitivity of wanted: float
    /// <summary>A number in [0, 1], chosen elsewhere.</summary>
    | Given of threshold: float

    /// <summary>What a card calls a number that was chosen elsewhere.</summary>
    static member GivenName = "given"

    /// <summary>As it is written: youden, sensitivity=0.95, given.</summary>
    override this.ToString() =
        match this with
        | Youden -> "youden"
        | Sensitivity wanted -> $"sensitivity={wanted.ToString CultureInfo.InvariantCulture}"
        | Given _ -> ThresholdRule.GivenName

    /// Half-way between neighbours, 0 and 1 included; a score of 1 needs a threshold above it to be decided 0.
    static member private Cuts(scores: float seq) =
        let distinct = scores |> Seq.distinct |> Seq.sort |> Array.ofSeq
        let highest = Array.last distinct

        Array.append
            (Array.append [| 0.0 |] distinct
             |> Array.pairwise
             |> Array.map (fun (low, high) -> (low + high) / 2.0))
            [|
                if highest < 1.0 then
                    (highest + 1.0) / 2.0
                else
                    Math.BitIncrement 1.0
            |]

    /// <summary>
    /// Chooses a threshold. It stands half-way between two neighbouring scores, so that a difference in the last digits on another machine
    /// moves no image across it. Undefined where a class has no image.
    /// </summary>
    /// <param name="labels">0 or 1; at least one.</param>
    /// <param name="scores1">P(class 1).</param>
    /// <param name="positive">The class whose recall is the sensitivity.</param>
    member this.TryChoose(labels: IReadOnlyList<int>, scores1: IReadOnlyList<float>, positive: int) =
        let at threshold =
            let counts = Classification.Confuse(labels, scores1, threshold)

            {
                Threshold = threshold
                Counts = if positive = 1 then counts else counts.SwapPositive()
            }

        let candidates () =
            ThresholdRule.Cuts scores1 |> Array.map at

        if Seq.length (Seq.distinct labels) < 2 then
            Error $"all {labels.Count} images are of class {labels[0]}; a threshold is chosen from both classes"
        else
            match this with
            | Given threshold -> at threshold
            | Youden ->
                candidates ()
                |> Array.maxBy (fun cut -> struct (cut.Sensitivity + cut.Specificity, cut.Sensitivity))
            | Sensitivity wanted ->
                candidates ()
                |> Array.filter (fun cut -> cut.Sensitivity >= wanted)
                |> Array.maxBy (fun cut -> struct (cut.Specificity, cut.Sensitivity))
            |> Ok
