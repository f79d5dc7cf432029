/// Adjusted p-values in their places, and figures as claims write them.
module internal QImpact.Analysis.Figures

open System
open QImpact.Statistics

/// Adjusted values of those that exist, in their places.
let adjusted adjust (pValues: Result<float, string> list) =
    let known = pValues |> List.choose Result.toOption |> Array.ofList
    let values: float[] = adjust known

    pValues
    |> List.mapFold
        (fun next p ->
            match p with
            | Ok _ -> Some values[next], next + 1
            | Error _ -> None, next)
        0
    |> fst

/// Four decimals; what rounds to zero has no sign.
let figure (value: float) =
    let text = value.ToString("0.0000", Globalization.CultureInfo.InvariantCulture)
    if text = "-0.0000" then "0.0000" else text

let probability (p: float) =
    if p < 0.0001 then "below 0.0001" else figure p

let between =
    function
    | Ok(interval: Interval) -> $"95 %% interval {figure interval.Lower} to {figure interval.Upper}"
    | Error reason -> $"no interval: {reason}"

/// A metric as sentences and tables name it: "AUC", "recall (malignant)".
let metricName (classNames: string list) (metric: Metric) =
    let name =
        match metric.Name with
        | "auc" -> "AUC"
        | "f1" -> "F1"
        | "gmean" -> "G-mean"
        | "mcc" -> "MCC"
        | "brier" -> "Brier score"
        | other -> other.Replace('_', ' ')

    match metric.PositiveClass with
    | Some cls -> $"{name} ({classNames[cls]})"
    | None -> name

/// A difference the way a sentence tells it: the higher of the two, the lower, by how much, and the interval of that.
let higherFirst (first: string) (second: string) (difference: float) (interval: Result<Interval, string>) =
    if difference > 0.0 then
        first, second, difference, interval
    else
        let mirrored (range: Interval) =
            {
                Lower = 0.0 - range.Upper
                Upper = 0.0 - range.Lower
            }

        second, first, 0.0 - difference, Result.map mirrored interval
