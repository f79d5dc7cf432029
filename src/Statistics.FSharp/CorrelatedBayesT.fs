/// What two models' differences over the folds of a repeated cross-validation say about the true one, as a probability: the Bayesian
/// correlated t test (Corani and Benavoli 2015, Machine Learning 100:285; Benavoli, Corani, Demsar and Zaffalon 2017).
/// With a flat prior the mean difference follows Student's t about the mean of the n differences, n - 1 degrees of freedom, scale sd
/// sqrt(1/n + rho/(1 - rho)). rho is the correlation of two folds' differences, which overlapping training sets make: the part of
/// the images in a test fold, 1/folds. It is assumed, not estimated. The interval is that of Nadeau and Bengio's test with test /
/// training images = 1 / (folds - 1). Not for one split with several seeds: there is no overlap that this rho describes.
module QImpact.Statistics.CorrelatedBayesT

open System.Collections.Generic

/// What is believed of the true difference.
type Probabilities =
    {
        /// Half the width of the region of practical equivalence, above 0.
        Margin: float
        /// P(difference < -margin): the first is worse.
        Worse: float
        /// P(-margin <= difference <= margin).
        Equal: float
        /// P(difference > margin): the first is better.
        Better: float
    }

/// The posterior of the mean difference x - y.
type Posterior =
    {
        /// n, at least 2.
        Differences: int
        /// Location, scale and degrees of freedom of Student's t.
        Difference: SeedVariance.Difference
    }

    /// The three probabilities; they add up to 1. A margin that is not positive throws an ArgumentException.
    member this.Probabilities(margin: float) =
        Arguments.requirePositive "margin" margin
        let difference = this.Difference

        let tail t =
            Distributions.studentUpperTail difference.Df (t / difference.StandardError)

        let worse, better =
            tail (margin + difference.Value), tail (margin - difference.Value)

        {
            Margin = margin
            Worse = worse
            Equal = max 0.0 (1.0 - worse - better)
            Better = better
        }

    /// The central interval that holds the difference with this probability, in (0, 1).
    member this.Interval(probability: float) = this.Difference.Interval probability

/// The posterior from the values of two arms, one per fold and repeat, in the same order; rho in [0, 1). Undefined for fewer than two
/// differences or differences without variance. Other input throws an ArgumentException.
let posterior rho (x: IReadOnlyList<float>) (y: IReadOnlyList<float>) : Result<Posterior, string> =
    if not (rho >= 0.0 && rho < 1.0) then
        Arguments.refuse "rho" $"rho is {Arguments.shown rho}; expected a number in [0, 1)."

    StudentT.nadeauBengio Confidence.Default (rho / (1.0 - rho)) x y
    |> Result.map (fun test ->
        {
            Differences = test.Pairs
            Difference =
                {
                    Value = test.MeanDifference
                    StandardError = test.StandardError
                    Df = float test.Df
                }
        })
