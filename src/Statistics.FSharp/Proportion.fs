/// Intervals for a proportion k/n.
/// They assume n independent cases with one common chance. For a precision, n is the number of cases decided positive, which is
/// itself random: the interval holds given that number. Two models on the same images are not compared by whether their intervals
/// overlap: the images are shared (PairedProportions). k outside [0, n] and a confidence outside (0, 1) throw an ArgumentException;
/// n = 0 has no interval: undefined.
module QImpact.Statistics.Proportion

let private check confidence (successes: int64) (trials: int64) =
    Arguments.requireOpenProbability "confidence" confidence

    if successes < 0L || successes > trials then
        Arguments.refuse "successes" $"{successes} successes in {trials} trials; expected 0 to {trials}."

/// Wilson's score interval (1927): the p with |k/n - p| <= z sqrt(p (1 - p) / n), without continuity correction, in [0, 1]; k = 0
/// gives the lower end 0 and k = n the upper end 1, exactly. It covers the true chance with the stated confidence on average, not
/// at every chance.
let wilson confidence successes trials =
    check confidence successes trials

    if trials = 0L then
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
                Lower = if successes = 0L then 0.0 else max 0.0 (centre - half)
                Upper = if successes = trials then 1.0 else min 1.0 (centre + half)
            }

/// Clopper and Pearson's exact interval (1934): quantiles of Beta(k, n - k + 1) for the lower end and of Beta(k + 1, n - k) for the
/// upper. It covers the true chance with at least the stated confidence whatever the chance is, so it is wider than need be; where
/// coverage on average is enough, Wilson's is the better one.
let clopperPearson confidence successes trials =
    check confidence successes trials

    if trials = 0L then
        Error "there is no trial"
    else
        let tail = (1.0 - confidence) / 2.0
        let k, n = float successes, float trials

        Ok
            {
                Lower =
                    if successes = 0L then
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
