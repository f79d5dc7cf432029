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

/// From paired values, by t with n - 1 degrees of freedom: (mean + margin) / se and (mean - margin) / se. Equivalence at level
/// alpha is the same as a 1 - 2 alpha interval within the margin. Assumes what the paired t test assumes; undefined where the
/// differences have no variance.
let paired margin (x: IReadOnlyList<float>) (y: IReadOnlyList<float>) =
    Arguments.requirePositive "margin" margin

    Arguments.differences x y
    |> Sample.spread
    |> Result.map (fun (mean, deviation, n) ->
        let standardError = deviation / sqrt (float n)

        test
            margin
            mean
            ((mean + margin) / standardError)
            ((mean - margin) / standardError)
            (Distributions.studentUpperTail (float (n - 1))))

/// From an estimated difference with a normal error, such as that of two AUCs by DeLong's method. Undefined for a standard error of
/// 0.
let normal margin difference standardError =
    Arguments.requirePositive "margin" margin

    if standardError <= 0.0 then
        Error "the difference has no variance"
    else
        Ok(
            test
                margin
                difference
                ((difference + margin) / standardError)
                ((difference - margin) / standardError)
                Distributions.normalUpperTail
        )

/// From who was right on the same cases: Tango's score statistic at -margin and +margin (Tango 1998; Liu, Hsueh, Hsieh and Chen
/// 2002, Statistics in Medicine 21:231). It exists for every table of at least one case. A margin of 1 or more throws an
/// ArgumentException.
let pairedProportions margin (table: McNemar.Agreement) =
    Arguments.requirePositive "margin" margin

    if margin >= 1.0 then
        Arguments.refuse "margin" $"margin is {Arguments.shown margin}; expected a number in (0, 1)."

    if table.Total = 0 then
        Error "there is no case"
    else
        Ok(
            test
                margin
                table.Difference
                (PairedProportions.score table -margin)
                (PairedProportions.score table margin)
                Distributions.normalUpperTail
        )
