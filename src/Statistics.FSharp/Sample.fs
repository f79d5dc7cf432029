/// Mean and spread of a handful of values.
module internal QImpact.Statistics.Sample

open System

/// The standard deviation (n - 1), in two passes; none for fewer than two values.
let deviation (values: float[]) =
    if values.Length < 2 then
        None
    else
        let mean = Array.average values
        let sum = values |> Array.sumBy (fun value -> (value - mean) * (value - mean))
        Some(sqrt (sum / float (values.Length - 1)))

/// Mean, standard deviation and number of differences that do vary; otherwise what is missing.
let spread (differences: float[]) =
    match deviation differences with
    | None -> Error "a single pair has no spread"
    | Some _ when Array.max differences - Array.min differences <= Ranks.Tolerance ->
        Error "the differences are all equal, so they have no variance"
    | Some sd -> Ok(Array.average differences, sd, differences.Length)
