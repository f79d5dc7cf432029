namespace QImpact.Statistics

/// <summary>A statistic that is compared with the chi-squared distribution.</summary>
type ChiSquared =
    {
        /// <summary>The statistic, at least 0.</summary>
        Statistic: float
        /// <summary>Degrees of freedom.</summary>
        Df: int
        /// <summary>P(X >= statistic).</summary>
        PValue: float
    }

    /// <summary>The statistic with its p-value.</summary>
    static member Of(df: int, statistic: float) =
        {
            Statistic = statistic
            Df = df
            PValue = Distributions.chiSquaredUpperTail (float df) statistic
        }

/// <summary>A statistic that is compared with the standard normal distribution.</summary>
type ZTest =
    {
        /// <summary>The statistic; infinite where a difference has no variance.</summary>
        Z: float
        /// <summary>P(|Z| >= |z|), two-sided.</summary>
        PValue: float
    }

    /// <summary>The statistic with its p-value.</summary>
    static member Of(z: float) =
        {
            Z = z
            PValue = Distributions.normalTwoSided z
        }
