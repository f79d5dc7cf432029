/// <summary>
/// Friedman's test (1937) with Iman and Davenport's F (1980) and Nemenyi's critical difference: k models compared by their
/// ranks in n blocks (seeds, or data sets as in Demsar 2006).
/// </summary>
/// <remarks>
/// Blocks must be independent: seeds on one test set are so only given that set, and then the result says nothing about other
/// images. Rank 1 is best; ties share mean ranks, values that agree to 1e-12 being tied. With few blocks (n below about 10 for
/// k = 3) chi-squared is rough and F preferred. Nemenyi's test compares all pairs at once; for a few planned pairs signed ranks
/// with Holm's adjustment find more (Benavoli, Corani and Mangili 2016).
/// </remarks>
module QImpact.Statistics.Friedman

open System.Collections.Generic

/// <summary>Iman and Davenport's F.</summary>
type FTest =
    {
        /// <summary>(n - 1) chi2 / (n (k - 1) - chi2); infinite where every block ranks the models alike.</summary>
        F: float
        /// <summary>k - 1.</summary>
        Df1: int
        /// <summary>(k - 1)(n - 1).</summary>
        Df2: int
        /// <summary>P(F' >= F).</summary>
        PValue: float
    }

/// <summary>The test.</summary>
type Test =
    {
        /// <summary>n.</summary>
        Blocks: int
        /// <summary>The mean rank of each model, in the order of the columns.</summary>
        MeanRanks: float[]
        /// <summary>Friedman's statistic corrected for ties; undefined where all models tie in every block.</summary>
        ChiSquared: Result<ChiSquared, string>
        /// <summary>Iman and Davenport's F; undefined as well for a single block.</summary>
        ImanDavenport: Result<FTest, string>
    }

/// <summary>The test of values[block][model].</summary>
/// <exception cref="T:System.ArgumentException">Fewer than two models, no block, blocks that differ in length, a value that is not finite.</exception>
val test: higherIsBetter: bool -> values: IReadOnlyList<IReadOnlyList<float>> -> Test

/// <summary>
/// Nemenyi's critical difference of mean ranks: q / sqrt(2) sqrt(k (k + 1) / (6 n)), q of the studentized range with infinite
/// degrees of freedom (Demsar 2006).
/// </summary>
/// <param name="alpha">In (0, 1).</param>
/// <param name="models">k, at least 2.</param>
/// <param name="blocks">n, at least 1.</param>
val criticalDifference: alpha: float -> models: int -> blocks: int -> float
