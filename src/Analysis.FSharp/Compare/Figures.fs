/// Adjusted p-values in their places, and figures as claims write them.
module internal QImpact.Analysis.Figures

open QImpact.Metrics
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

let probability (p: float) =
    if p < 0.0001 then "below 0.0001" else Decimals.four p

let between =
    function
    | Ok(interval: Interval) -> $"95 %% interval {Decimals.four interval.Lower} to {Decimals.four interval.Upper}"
    | Error reason -> $"no interval: {reason}"

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
