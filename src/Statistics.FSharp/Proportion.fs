module QImpact.Statistics.Proportion

let private check confidence successes trials =
    Arguments.requireOpenProbability "confidence" confidence

    if successes < 0 || successes > trials then
        Arguments.refuse "successes" $"{successes} successes in {trials} trials; expected 0 to {trials}."

let wilson confidence successes trials =
    check confidence successes trials

    if trials = 0 then
        Error "there is no trial"
    else
        let z = Confidence.quantile confidence
        let n = float trials
        let p = float successes / n
        let scale = 1.0 + z * z / n
        let centre = (p + z * z / (2.0 * n)) / scale
        let half = z * sqrt (p * (1.0 - p) / n + z * z / (4.0 * n * n)) / scale

        Ok
            {
                // Rounding leaves about 1e-17 where the end is a bound of the range.
                Lower = if successes = 0 then 0.0 else max 0.0 (centre - half)
                Upper = if successes = trials then 1.0 else min 1.0 (centre + half)
            }

let clopperPearson confidence successes trials =
    check confidence successes trials

    if trials = 0 then
        Error "there is no trial"
    else
        let tail = (1.0 - confidence) / 2.0
        let k, n = float successes, float trials

        Ok
            {
                Lower =
                    if successes = 0 then
                        0.0
                    else
                        Distributions.betaQuantile k (n - k + 1.0) tail
                Upper =
                    if successes = trials then
                        1.0
                    else
                        // By reflection, as the beta distribution's lower tail keeps its digits.
                        1.0 - Distributions.betaQuantile (n - k) (k + 1.0) tail
            }
