namespace QImpact.Statistics

/// A statistic that is compared with the chi-squared distribution.
type ChiSquared =
    {
        /// The statistic, at least 0.
        Statistic: float
        Df: int
        /// P(X >= statistic).
        PValue: float
    }

    /// The statistic with its p-value.
    static member Of(df: int, statistic: float) =
        {
            Statistic = statistic
            Df = df
            PValue = Distributions.chiSquaredUpperTail (float df) statistic
        }

/// A statistic that is compared with the standard normal distribution.
type ZTest =
    {
        /// The statistic; infinite where a difference has no variance.
        Z: float
        /// P(|Z| >= |z|), two-sided.
        PValue: float
    }

    /// The statistic with its p-value.
    static member Of(z: float) =
        {
            Z = z
            PValue = Distributions.normalTwoSided z
        }
