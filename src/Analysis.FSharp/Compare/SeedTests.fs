/// Two architectures over their seeds: the difference, and its uncertainty from images and seeds.
module internal QImpact.Analysis.Compare.SeedTests

open QImpact.Metrics
open QImpact.Statistics
open QImpact.Statistics.SeedVariance
open QImpact.Analysis.Models
open QImpact.Analysis.Compare.ImageTests

let private weightsOf sign (models: (int * Model) list) =
    [| for index, _ in models -> struct (index, sign / float models.Length) |]

/// The models that a contrast rests on: those of the shared seeds where they are enough to be judged by, else all, which are
/// pairs only where the seeds are the same. With what is to be said of that.
let private paired (first: (int * Model) list) (second: (int * Model) list) =
    let shared = SeedRanks.shared [ first; second ]
    let counts = $"{first.Length} and {second.Length}"

    if shared.Count = first.Length && shared.Count = second.Length then
        first, second, true, ""
    elif shared.Count >= FewestSeeds then
        SeedRanks.withSeeds shared first,
        SeedRanks.withSeeds shared second,
        true,
        $"of {counts} seeds the {shared.Count} that both have, as pairs"
    else
        first, second, false, $"of {counts} seeds both have {shared.Count}, so none are paired"

let private heaps (family: (int * Model) list) values =
    TwoHeaps.find values
    |> Option.map (fun heaps -> (snd family.Head).FamilyName, (heaps.Lower, heaps.Upper))
    |> Option.toList

/// The row of a metric of two architectures, each in the order of its seeds; not yet adjusted.
let row
    (options: CompareOptions)
    (comparison: Comparison)
    (first: (int * Model) list)
    (second: (int * Model) list)
    (metric: Metric)
    =
    let first, second, paired, pairing = paired first second

    let values (models: (int * Model) list) =
        models
        |> List.choose (fun (index, _) -> comparison.Resamples.Value(metric, index).ToOption())
        |> Array.ofList

    let x, y = values first, values second
    let isDefined = x.Length = first.Length && y.Length = second.Length
    let undefined = "the metric is undefined for a seed"

    let weights = Array.append (weightsOf 1.0 first) (weightsOf -1.0 second)

    let difference =
        if isDefined then
            MetricValue.Defined(Array.average x - Array.average y)
        else
            MetricValue.Undefined undefined

    let onSeeds result =
        if isDefined then result () else Error undefined

    // A recall rests on the images of its class.
    let images =
        match metric.PositiveClass with
        | Some cls -> comparison.Labels |> Array.filter ((=) cls) |> Array.length
        | None -> comparison.Labels.Length

    let imageVariance () =
        comparison.Resamples.Distribution(metric, weights)
        |> Result.bind Bootstrap.standardError
        |> Result.map (fun error -> error * error, float (images - comparison.Subject.ClassNames.Length))

    let combined =
        onSeeds (fun () ->
            imageVariance ()
            |> Result.bind (fun images -> ofImagesAndSeeds images paired x y))

    let ofPairs test =
        onSeeds (fun () ->
            if first.Length < 2 || second.Length < 2 then
                Error "one seed only"
            elif paired then
                test x y
            else
                Error "the seeds of the two differ")

    {
        First = (snd first.Head).FamilyName
        Second = (snd second.Head).FamilyName
        Metric = metric
        Seeds = first.Length, second.Length
        Paired = paired
        Pairing = pairing
        Difference = difference
        Images = bootstrapInterval comparison metric weights
        Seeding =
            onSeeds (fun () ->
                ofSeeds paired x y
                |> Result.map (fun seeds -> seeds.Interval Confidence.Default))
        Combined = combined |> Result.map (fun both -> both.Interval Confidence.Default)
        PValue = combined |> Result.map _.PValue
        Holm = None
        CohensDz = ofPairs (fun x y -> EffectSize.cohensDz x y)
        HedgesG = ofPairs (fun x y -> EffectSize.hedgesG x y)
        CliffsDelta = onSeeds (fun () -> Ok (EffectSize.cliffsDelta x y).Delta)
        SignedRankP = ofPairs (fun x y -> (SignedRank.test x y).Best |> Result.map _.TwoSided)
        Equivalence =
            options.Margin
            |> Option.map (fun margin ->
                combined
                |> Result.map (fun both -> (Equivalence.architectures margin both).PValue))
        EquivalenceInterval =
            options.Margin
            |> Option.filter (fun _ -> options.Alpha < 0.5)
            |> Option.map (fun _ -> combined |> Result.map (fun both -> both.Interval(1.0 - 2.0 * options.Alpha)))
        Heaps = if isDefined then heaps first x @ heaps second y else []
        Verdict = Verdict.NotTested ""
        Claim = ""
    }
