/// Two one-sided tests (Schuirmann 1987): is a difference smaller than a margin that was stated beforehand?
/// The only test here from which "practically equal" may be claimed; a large p-value of a test for a difference never says so. The
/// margin is the largest difference that would not matter, chosen before the results are known. A margin that is not positive
/// throws an ArgumentException.
module QImpact.Statistics.Equivalence

open System.Collections.Generic

/// The two one-sided tests.
type Test =
    {
        /// The margin, on either side of 0.
        Margin: float
        /// The difference x - y that was found.
        Difference: float
        /// The statistic against -margin.
        Lower: float
        /// p of "the difference is above -margin".
        PLower: float
        /// The statistic against +margin.
        Upper: float
        /// p of "the difference is below +margin".
        PUpper: float
    }

    /// The larger of the two p-values: that of equivalence.
    member this.PValue = max this.PLower this.PUpper

/// The upper tail of the statistic against the lower margin, the lower tail of that against the upper one.
let private test margin difference lower upper (upperTail: float -> float) =
    {
        Margin = margin
        Difference = difference
        Lower = lower
        PLower = upperTail lower
        Upper = upper
        PUpper = upperTail -upper
    }

/// From a difference whose error has the given upper tail.
let private ofError margin difference standardError upperTail =
    test margin difference ((difference + margin) / standardError) ((difference - margin) / standardError) upperTail

/// From paired values, by t with n - 1 degrees of freedom: (mean + margin) / se and (mean - margin) / se. Equivalence at level
/// alpha is the same as a 1 - 2 alpha interval within the margin. Assumes what the paired t test assumes; undefined where the
/// differences have no variance.
let paired margin (x: IReadOnlyList<float>) (y: IReadOnlyList<float>) =
    Arguments.requirePositive "margin" margin

    Arguments.differences x y
    |> Sample.spread
    |> Result.map (fun (mean, deviation, n) ->
        ofError margin mean (deviation / sqrt (float n)) (Distributions.studentUpperTail (float (n - 1))))

/// From two AUCs on the same cases, by DeLong's standard error and the normal distribution. Undefined where DeLong's method is not
/// trusted: fewer than ten cases of a class, or no variance.
let aucs margin (comparison: DeLong.Comparison) =
    Arguments.requirePositive "margin" margin

    comparison.Trusted
    |> Result.map (fun comparison ->
        ofError margin comparison.Difference comparison.StandardError Distributions.normalUpperTail)

/// From two architectures over seeds, by the error of images and seeds together and Student's t. Equivalence at level alpha is the
/// same as a 1 - 2 alpha interval of the difference, 90 % for 0.05, within the margin.
let architectures margin (difference: SeedVariance.Difference) =
    Arguments.requirePositive "margin" margin
    ofError margin difference.Value difference.StandardError (Distributions.studentUpperTail difference.Df)

/// From who was right on the same cases: Tango's score statistic at -margin and +margin (Tango 1998; Liu, Hsueh, Hsieh and Chen
/// 2002, Statistics in Medicine 21:231). It is asymptotic: undefined for fewer than ten cases. A margin of 1 or more throws an
/// ArgumentException.
let pairedProportions margin (table: McNemar.Agreement) =
    Arguments.requirePositive "margin" margin

    if margin >= 1.0 then
        Arguments.refuse "margin" $"margin is {Arguments.shown margin}; expected a number in (0, 1)."

    if table.Total < int64 Confidence.FewestCases then
        Error $"there are {table.Total} cases; expected at least {Confidence.FewestCases}"
    else
        Ok(
            test
                margin
                table.Difference
                (PairedProportions.score table -margin)
                (PairedProportions.score table margin)
                Distributions.normalUpperTail
        )
