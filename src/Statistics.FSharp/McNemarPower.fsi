/// <summary>
/// How many cases McNemar's exact test needs, and how often it finds a given difference: two classifiers on the same n cases, p10 =
/// P(first right and second wrong), p01 = P(first wrong and second right).
/// </summary>
/// <remarks>
/// psi = p10 + p01 is the discordance, delta = p01 - p10 the difference of the accuracies. Plan with them before the cases are
/// seen: power "at the observed difference" only restates the p-value. The pair must be possible: p10, p01 at least 0, psi at
/// most 1, and delta other than 0 (equal classifiers are detected by no number of cases: undefined). alpha is two-sided;
/// alpha and power lie in (0, 1), anything else throws an ArgumentException.
/// </remarks>
module QImpact.Statistics.McNemarPower

/// <summary>
/// Connor's number of cases, not rounded: (z_(1-alpha/2) sqrt(psi) + z_power sqrt(psi - delta^2))^2 / delta^2 (Connor 1987,
/// Biometrics 43:207). A normal approximation, too small for the exact test.
/// </summary>
val connor: alpha: float -> power: float -> p10: float -> p01: float -> Result<float, string>

/// <summary>
/// The power of the test itself on n cases, by enumeration of every outcome: the discordant cases are binomial (n, psi), of
/// them b binomial (p10 / psi). Rejections of either direction count. No approximation.
/// </summary>
val power: alpha: float -> cases: int -> p10: float -> p01: float -> float

/// <summary>Numbers of cases of an enumerated test, whose power does not rise with every case.</summary>
type SampleSize =
    {
        /// <summary>The smallest number of cases that reaches the power.</summary>
        First: int
        /// <summary>The smallest from which on the power stays reached, looked at up to 300 cases beyond the first.</summary>
        Stable: int
    }

/// <summary>
/// The number of cases that the test itself needs, by enumeration. Undefined where more than 100,000 cases would be needed.
/// </summary>
val sampleSize: alpha: float -> power: float -> p10: float -> p01: float -> Result<SampleSize, string>
