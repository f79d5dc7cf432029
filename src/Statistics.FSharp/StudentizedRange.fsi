/// <summary>
/// The range of k independent standard normal variables: the studentized range with infinite degrees of freedom, on which
/// Nemenyi's test rests. MathNet.Numerics has no such distribution.
/// </summary>
module QImpact.Statistics.StudentizedRange

/// <summary>
/// P(range > q) = k Int phi(z) (Phi(z)^(k-1) - (Phi(z) - Phi(z - q))^(k-1)) dz. The difference of the powers is expanded,
/// so that every term is positive and far tails keep their digits; the trapezoid rule is accurate to rounding here.
/// </summary>
/// <param name="groups">k, at least 2.</param>
/// <param name="q">The range, at least 0.</param>
val upperTail: groups: int -> q: float -> float

/// <summary>The q with P(range > q) = alpha.</summary>
/// <param name="groups">k, at least 2.</param>
/// <param name="alpha">In (0, 1).</param>
val criticalValue: groups: int -> alpha: float -> float
