/// <summary>Bootstrap intervals of any statistic from its values on resamples (Efron 1979; Efron and Tibshirani 1993).</summary>
/// <remarks>
/// Cases must be independent and each resample drawn as the sample was: within each class where the class counts were fixed. With few
/// cases of a class, or a statistic at the end of its range, no bootstrap interval can be trusted: resamples can't hold what
/// the sample lacks. Not a test: use one of the tests for p-values.
/// </remarks>
module QImpact.Statistics.Bootstrap

open System.Collections.Generic

/// <summary>A statistic on a sample and on its resamples.</summary>
type Distribution =
    {
        /// <summary>The value on the sample.</summary>
        Estimate: float
        /// <summary>The values on the resamples; at least one.</summary>
        Replicates: float[]
        /// <summary>The values with one case left out, a list for each stratum (one list where all cases are drawn together).</summary>
        Jackknife: float[][]
    }

/// <summary>The quantile of R's type 7, linear between order statistics: position (B - 1) p, from 0.</summary>
/// <param name="p">In [0, 1].</param>
/// <param name="sorted">Values in ascending order; at least one.</param>
val quantile: p: float -> sorted: IReadOnlyList<float> -> float

/// <summary>The standard deviation (B - 1) of the replicates; undefined for a single one.</summary>
val standardError: distribution: Distribution -> Result<float, string>

/// <summary>The bias-corrected and accelerated interval.</summary>
type Bca =
    {
        /// <summary>z0: the normal quantile of the part of the replicates below the estimate.</summary>
        Bias: float
        /// <summary>a: the skew of the statistic's influence.</summary>
        Acceleration: float
        /// <summary>The quantile of the replicates that is the lower end.</summary>
        LowerLevel: float
        /// <summary>The quantile that is the upper end.</summary>
        UpperLevel: float
        /// <summary>The interval.</summary>
        Interval: Interval
    }

/// <summary>
/// a = Sum d^3 / (6 (Sum d^2)^1.5), d the mean of the leave-one-out values less each of them (Efron and Tibshirani 1993,
/// eq. 14.15). With strata, d is weighted by (n_s - 1)/n_s in each (Davison and Hinkley 1997, section 5.3). 0 where no value
/// moves.
/// </summary>
val acceleration: jackknife: float[][] -> float

/// <summary>
/// The levels Phi(z0 + (z0 -/+ z) / (1 - a (z0 -/+ z))), lower then upper. Undefined where 1 - a (z0 -/+ z) is not positive.
/// </summary>
val levels: confidence: float -> bias: float -> acceleration: float -> Result<struct (float * float), string>

/// <summary>
/// The bias-corrected and accelerated interval (Efron 1987), second-order accurate. Undefined where all replicates lie on one
/// side of the estimate or are all equal to it: the resamples then say nothing about its error. Replicates that equal the estimate, to
/// 1e-12, count half below it, as SciPy has it: right for discrete statistics such as accuracies.
/// </summary>
val bca: confidence: float -> distribution: Distribution -> Result<Bca, string>
