/// <summary>How large a difference is, beside whether it is there.</summary>
module QImpact.Statistics.EffectSize

open System.Collections.Generic

/// <summary>
/// Cohen's d_z (1988): the mean of the paired differences over their standard deviation. It measures how steady the
/// difference is, not how large in the metric's own units: always give the mean difference too. Undefined where the
/// differences have no variance.
/// </summary>
val cohensDz: x: IReadOnlyList<float> -> y: IReadOnlyList<float> -> Result<float, string>

/// <summary>
/// Hedges' g: d_z times Gamma(df/2) / (sqrt(df/2) Gamma((df - 1)/2)), df = n - 1, the exact correction of d_z's bias (Hedges
/// 1981), not the approximation 1 - 3/(4 df - 1). Undefined as d_z, and for two pairs, where the correction has no value.
/// </summary>
val hedgesG: x: IReadOnlyList<float> -> y: IReadOnlyList<float> -> Result<float, string>

/// <summary>How the values of two samples compare, each with each.</summary>
type Dominance =
    {
        /// <summary>Pairs in which x is larger.</summary>
        Greater: int64
        /// <summary>Pairs in which x is smaller.</summary>
        Less: int64
        /// <summary>Pairs that are equal.</summary>
        Equal: int64
    }

    /// <summary>Cliff's delta, (greater - less) / pairs, in [-1, 1].</summary>
    member Delta: float

/// <summary>
/// Cliff's delta (1993): the chance that a random x exceeds a random y less the chance of the contrary. It takes the two as
/// independent samples, so it says nothing about pairs.
/// </summary>
/// <exception cref="T:System.ArgumentException">A sample without a value, or a value that is not finite.</exception>
val cliffsDelta: x: IReadOnlyList<float> -> y: IReadOnlyList<float> -> Dominance
