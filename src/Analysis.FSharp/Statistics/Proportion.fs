module QImpact.Analysis.Statistics.Proportion

open System

let wilson confidence successes trials =
    if successes < 0 || successes > trials then
        raise (
            ArgumentException($"{successes} successes in {trials} trials; expected 0 to {trials}.", nameof successes)
        )

    let z = Confidence.quantile confidence

    if trials = 0 then
        None
    else
        let n = float trials
        let p = float successes / n
        let scale = 1.0 + z * z / n
        let centre = (p + z * z / (2.0 * n)) / scale
        let half = z * sqrt (p * (1.0 - p) / n + z * z / (4.0 * n * n)) / scale

        Some
            {
                // Rounding leaves about 1e-17 where the end is a bound of the range.
                Lower = if successes = 0 then 0.0 else max 0.0 (centre - half)
                Upper = if successes = trials then 1.0 else min 1.0 (centre + half)
            }
