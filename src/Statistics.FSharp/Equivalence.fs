module QImpact.Statistics.Equivalence

open System.Collections.Generic

type Test =
    {
        Margin: float
        Difference: float
        Lower: float
        PLower: float
        Upper: float
        PUpper: float
    }

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
