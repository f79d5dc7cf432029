/// Friedman's test (1937) with Iman and Davenport's F (1980) and Nemenyi's critical difference: k models compared by their ranks in
/// n blocks (seeds, or data sets as in Demsar 2006).
/// Blocks must be independent: seeds on one test set are so only given that set, and then the result says nothing about other
/// images. Rank 1 is best; ties share mean ranks, values that agree to 1e-12 being tied. With few blocks chi-squared is rough and F
/// too sure of itself, so the p-value is exact there: every ranking of each block, its ties kept, is equally likely without a
/// difference. Nemenyi's test compares all pairs at once; for a few planned pairs signed ranks with Holm's adjustment find more
/// (Benavoli, Corani and Mangili 2016).
module QImpact.Statistics.Friedman

open System.Collections.Generic

/// The most blocks of so many models whose rankings are enumerated for an exact p-value; 0 for more than six models.
let mostBlocks models = RankSums.largestExact models

/// Iman and Davenport's F.
type FTest =
    {
        /// (n - 1) chi2 / (n (k - 1) - chi2).
        F: float
        /// k - 1.
        Df1: int
        /// (k - 1)(n - 1).
        Df2: int
        /// P(F' >= F).
        PValue: float
    }

/// The test.
type Test =
    {
        /// n.
        Blocks: int
        /// The mean rank of each model, in the order of the columns.
        MeanRanks: float[]
        /// Friedman's statistic corrected for ties; undefined where all models tie in every block.
        ChiSquared: Result<ChiSquared, string>
        /// Iman and Davenport's F; undefined as well for a single block, and where every block ranks the models alike, as it has no
        /// bound there.
        ImanDavenport: Result<FTest, string>
        /// P(chi2' >= chi2) over all rankings of the blocks, given their ties: for 2 models up to 1000 blocks, 3 up to 100, 4 up to 20, 5
        /// up to 8, 6 up to 4, and always where every block ranks the models alike. Undefined beyond, and as ChiSquared is.
        Exact: Result<float, string>
    }

    /// The p-value to report: the exact one where there is one, else that of Iman and Davenport's F.
    member this.PValue =
        match this.Exact with
        | Ok exact -> Ok exact
        | Error _ -> this.ImanDavenport |> Result.map _.PValue

let private imanDavenport blocks models chiSquared =
    if blocks < 2 then
        Error "a single block has no F"
    else
        let n, df1 = float blocks, models - 1
        let df2 = df1 * (blocks - 1)
        let rest = n * float df1 - chiSquared

        // What is left where every block ranks the models alike is rounding.
        if rest <= 1e-10 * n then
            Error "every block ranks the models alike, so F has no bound"
        else
            let f = (n - 1.0) * chiSquared / rest

            Ok
                {
                    F = f
                    Df1 = df1
                    Df2 = df2
                    PValue = Distributions.fUpperTail (float df1) (float df2) f
                }

/// The exact p-value of midranks[block][model]; the ties of the first block tell a unanimous ranking's number of arrangements.
let private exact (groups: int[]) (ranks: float[][]) =
    let blocks, models = ranks.Length, ranks[0].Length

    if ranks |> Array.forall ((=) ranks[0]) then
        Ok(RankSums.unanimous groups blocks)
    elif blocks <= RankSums.largestExact models then
        Ok(RankSums.upperTail (ranks |> Array.map (Array.map (fun rank -> int (2.0 * rank)))))
    else
        Error $"{blocks} blocks of {models} models are too many to enumerate"

/// The test of values[block][model]. Fewer than two models, no block, blocks that differ in length or a value that is not finite
/// throw an ArgumentException.
let test higherIsBetter (values: IReadOnlyList<IReadOnlyList<float>>) =
    Arguments.requireTable "values" "Block" "models" values

    for block, row in Seq.indexed values do
        Arguments.requireFinite $"block {block}" row

    let blocks, models = values.Count, values[0].Count

    let ranks, groups =
        [|
            for row in values ->
                let towardsWorse =
                    [| for value in row -> if higherIsBetter then -value else value |]

                let struct (ranks, groups) = Ranks.midranks Ranks.Tolerance towardsWorse
                ranks, groups
        |]
        |> Array.unzip

    let sums =
        Array.init models (fun model -> ranks |> Array.sumBy (fun row -> row[model]))

    let n, k = float blocks, float models
    let centre = n * (k + 1.0) / 2.0
    let between = sums |> Array.sumBy (fun sum -> (sum - centre) * (sum - centre))

    let within =
        (ranks |> Array.sumBy (Array.sumBy (fun rank -> rank * rank)))
        - n * k * (k + 1.0) * (k + 1.0) / 4.0

    let chiSquared =
        if within = 0.0 then
            Error "all models tie in every block"
        else
            Ok(ChiSquared.Of(models - 1, (k - 1.0) * between / within))

    {
        Blocks = blocks
        MeanRanks = sums |> Array.map (fun sum -> sum / n)
        ChiSquared = chiSquared
        ImanDavenport =
            chiSquared
            |> Result.bind (fun test -> imanDavenport blocks models test.Statistic)
        Exact = chiSquared |> Result.bind (fun _ -> exact groups[0] ranks)
    }

/// Nemenyi's critical difference of the mean ranks of k models, at least 2, in n blocks, at least 1: q / sqrt(2) sqrt(k (k + 1) /
/// (6 n)), q of the studentized range with infinite degrees of freedom (Demsar 2006) at the level alpha, in (0, 1). Undefined where
/// it is above k - 1, the largest difference that mean ranks can have: so few blocks tell no two models apart.
let criticalDifference alpha models blocks =
    if blocks < 1 then
        Arguments.refuse "blocks" $"There are {blocks} blocks; expected at least one."

    let difference =
        StudentizedRange.criticalValue models alpha / sqrt 2.0
        * sqrt (float models * float (models + 1) / (6.0 * float blocks))

    if difference > float (models - 1) then
        Error
            $"mean ranks of {models} models can't differ by the {Arguments.shown (System.Math.Round(difference, 2))} that Nemenyi's test asks of {blocks} blocks"
    else
        Ok difference
