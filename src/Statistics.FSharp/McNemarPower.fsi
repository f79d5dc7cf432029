/// <summary>
/// How many cases McNemar's test needs, and how often it finds a given difference: two classifiers on the same n cases, p10 =
/// P(first right and second wrong), p01 = P(first wrong and second right).
/// </summary>
/// <remarks>
/// psi = p10 + p01 is the discordance, delta = p01 - p10 the difference of the accuracies. Plan with them before the cases are
/// seen: power "at the observed difference" only restates the p-value. The pair must be possible: p10, p01 at least 0, psi at
/// most 1, and delta other than 0 (equal classifiers are detected by no number of cases: undefined). alpha is two-sided;
/// alpha and power lie in (0, 1), anything else throws an ArgumentException.
/// </remarks>
module QImpact.Statistics.McNemarPower

/// <summary>Which form of the test is to reject.</summary>
type Form =
    /// <summary>The exact test.</summary>
    | Exact
    /// <summary>The mid-p test.</summary>
    | MidP
    /// <summary>Chi-squared without correction.</summary>
    | ChiSquared
    /// <summary>Chi-squared with Edwards' correction.</summary>
    | Corrected

/// <summary>
/// Connor's number of cases, not rounded: (z_(1-alpha/2) sqrt(psi) + z_power sqrt(psi - delta^2))^2 / delta^2 (Connor 1987,
/// Biometrics 43:207). A normal approximation, too small for the exact test.
/// </summary>
val connor: alpha: float -> power: float -> p10: float -> p01: float -> Result<float, string>

/// <summary>
/// Miettinen's number of cases, not rounded: (z_(1-alpha/2) psi + z_power sqrt(psi^2 - delta^2 (3 + psi) / 4))^2 /
/// (psi delta^2) (Miettinen 1968 as Lachin 1992 gives it, Statistics in Medicine 11:1239). Smaller than Connor's.
/// </summary>
val miettinen: alpha: float -> power: float -> p10: float -> p01: float -> Result<float, string>

/// <summary>The power that Connor's formula gives for n cases, counting rejections in the true direction.</summary>
val normalPower: alpha: float -> cases: int -> p10: float -> p01: float -> float

/// <summary>
/// The power of the test itself on n cases, by enumeration of every outcome: the discordant cases are binomial (n, psi), of
/// them b binomial (p10 / psi). Rejections of either direction count. No approximation.
/// </summary>
val power: form: Form -> alpha: float -> cases: int -> p10: float -> p01: float -> float

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
val sampleSize: form: Form -> alpha: float -> power: float -> p10: float -> p01: float -> Result<SampleSize, string>
