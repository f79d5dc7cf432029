module QImpact.Statistics.Friedman

open System.Collections.Generic

type FTest =
    {
        F: float
        Df1: int
        Df2: int
        PValue: float
    }

type Test =
    {
        Blocks: int
        MeanRanks: float[]
        ChiSquared: Result<ChiSquared, string>
        ImanDavenport: Result<FTest, string>
    }

let private check (values: IReadOnlyList<IReadOnlyList<float>>) =
    if values.Count = 0 then
        Arguments.refuse "values" "There are no blocks; expected at least one."

    if values[0].Count < 2 then
        Arguments.refuse "values" $"There are {values[0].Count} models; expected at least two."

    values
    |> Seq.iteri (fun block row ->
        if row.Count <> values[0].Count then
            Arguments.refuse
                "values"
                $"Block {block} has {row.Count} models, the first block {values[0].Count}; expected the same number."

        Arguments.requireFinite $"block {block}" row)

let private imanDavenport blocks models chiSquared =
    if blocks < 2 then
        Error "a single block has no F"
    else
        let n, df1 = float blocks, models - 1
        let df2 = df1 * (blocks - 1)
        let rest = n * float df1 - chiSquared

        // What is left where every block ranks the models alike is rounding.
        let f =
            if rest <= 1e-10 * n then
                infinity
            else
                (n - 1.0) * chiSquared / rest

        Ok
            {
                F = f
                Df1 = df1
                Df2 = df2
                PValue = Distributions.fUpperTail (float df1) (float df2) f
            }

let test higherIsBetter (values: IReadOnlyList<IReadOnlyList<float>>) =
    check values
    let blocks, models = values.Count, values[0].Count

    let ranks =
        [|
            for row in values ->
                let towardsWorse =
                    [| for value in row -> if higherIsBetter then -value else value |]

                let struct (ranks, _) = Ranks.midranks Ranks.Tolerance towardsWorse
                ranks
        |]

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
    }

let criticalDifference alpha models blocks =
    if blocks < 1 then
        Arguments.refuse "blocks" $"There are {blocks} blocks; expected at least one."

    StudentizedRange.criticalValue models alpha / sqrt 2.0
    * sqrt (float models * float (models + 1) / (6.0 * float blocks))
