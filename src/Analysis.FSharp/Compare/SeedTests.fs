/// Two architectures over their seeds: the difference, and its uncertainty from images and seeds.
module internal QImpact.Analysis.Compare.SeedTests

open QImpact.Metrics
open QImpact.Statistics
open QImpact.Statistics.SeedVariance
open QImpact.Analysis.Models
open QImpact.Analysis.Compare.ImageTests

let private weightsOf sign (models: (int * Model) list) =
    [| for index, _ in models -> struct (index, sign / float models.Length) |]

/// The row of a metric of two architectures, not yet adjusted.
let row (comparison: Comparison) (first: (int * Model) list) (second: (int * Model) list) (metric: Metric) =
    let paired = SeedRanks.seedsOf first = SeedRanks.seedsOf second

    let values models =
        SeedRanks.bySeed models
        |> List.choose (fun (index, _) -> comparison.Resamples.Value(metric, index).ToOption())
        |> Array.ofList

    let x, y = values first, values second
    let isDefined = x.Length = first.Length && y.Length = second.Length
    let undefined = "the metric is undefined for a seed"
    let isRepeated = first.Length > 1 && second.Length > 1
    let once = "one seed only"

    let weights = Array.append (weightsOf 1.0 first) (weightsOf -1.0 second)

    let difference =
        if isDefined then
            MetricValue.Defined(Array.average x - Array.average y)
        else
            MetricValue.Undefined undefined

    let onSeeds result =
        match difference with
        | MetricValue.Undefined reason -> Error reason
        | _ when not isRepeated -> Error once
        | MetricValue.Defined difference -> result difference

    let imageVariance () =
        comparison.Resamples.Distribution(metric, weights)
        |> Result.bind Bootstrap.standardError
        |> Result.map (fun error -> error * error, float (comparison.Labels.Length - 2))

    let combined =
        onSeeds (fun difference ->
            imageVariance ()
            |> Result.bind (fun images ->
                match satterthwaite (images :: seedVariance paired x y) with
                | variance, _ when variance <= Ranks.Tolerance * Ranks.Tolerance -> Error "there is no variance"
                | variance, df -> Ok(difference, variance, df)))

    let ofPairs test =
        onSeeds (fun _ ->
            if paired then
                test x y
            else
                Error "the seeds of the two differ")

    {
        First = (snd first.Head).FamilyName
        Second = (snd second.Head).FamilyName
        Metric = metric
        Seeds = first.Length, second.Length
        Paired = paired
        Difference = difference
        Images = bootstrapInterval comparison metric weights
        Seeding =
            onSeeds (fun difference ->
                match satterthwaite (seedVariance paired x y) with
                | 0.0, _ -> Error "every seed gives the same difference"
                | spread -> Ok(tInterval difference spread))
        Combined =
            combined
            |> Result.map (fun (difference, variance, df) -> tInterval difference (variance, df))
        PValue =
            combined
            |> Result.map (fun (difference, variance, df) ->
                min
                    1.0
                    (2.0
                     * Distributions.studentUpperTail (min df 1e6) (abs difference / sqrt variance)))
        Holm = None
        CohensDz = ofPairs (fun x y -> EffectSize.cohensDz x y)
        HedgesG = ofPairs (fun x y -> EffectSize.hedgesG x y)
        CliffsDelta = onSeeds (fun _ -> Ok (EffectSize.cliffsDelta x y).Delta)
        SignedRankP = ofPairs (fun x y -> (SignedRank.test x y).Best |> Result.map _.TwoSided)
        Claim = ""
    }
