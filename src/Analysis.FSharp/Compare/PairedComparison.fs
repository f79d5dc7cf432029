module QImpact.Analysis.PairedComparison

open System
open QImpact.Metrics
open QImpact.Analysis.Comparison
open QImpact.Statistics
open QImpact.Analysis.Figures
open QImpact.Analysis.ImageTests
open QImpact.Statistics.SeedVariance

type Options =
    {
        Alpha: float
        Margin: float option
        Seed: int
    }

    static member Default =
        {
            Alpha = 0.05
            Margin = None
            Seed = 0
        }

type Row =
    {
        First: string
        Second: string
        Metric: Metric
        FirstValue: MetricValue
        SecondValue: MetricValue
        Difference: MetricValue
        Interval: Result<Interval, string>
        IntervalMethod: string
        Test: string
        PValue: Result<float, string>
        Holm: float option
        BenjaminiHochberg: float option
        Bonferroni: float option
        Discordant: (int * int) option
        CohensG: Result<float, string>
        Equivalence: Result<float, string> option
        Claim: string
    }

type SeedRow =
    {
        First: string
        Second: string
        Metric: Metric
        Seeds: int * int
        Paired: bool
        Difference: MetricValue
        Images: Result<Interval, string>
        Seeding: Result<Interval, string>
        Combined: Result<Interval, string>
        PValue: Result<float, string>
        Holm: float option
        CohensDz: Result<float, string>
        HedgesG: Result<float, string>
        SignedRankP: Result<float, string>
        CliffsDelta: Result<float, string>
        Claim: string
    }

type Comparison =
    {
        Options: Options
        Rows: Row list
        Seeds: SeedRow list
        Ranks: SeedRanks.RankRow list
        Omnibus: (string * Result<ChiSquared, string>) list
        Remarks: string list
    }

let private row
    options
    (comparison: Comparison.Comparison)
    (firstIndex, first: Model)
    (secondIndex, second: Model)
    (metric: Metric)
    =
    let tested =
        match metric.Test with
        | PairedTest.McNemar -> testByImages comparison first second metric
        | PairedTest.DeLong -> testByAuc options.Seed comparison first second
        | PairedTest.NotTested -> describe comparison firstIndex secondIndex metric

    let value index =
        comparison.Resamples.Value(metric, index)

    {
        First = first.Label
        Second = second.Label
        Metric = metric
        FirstValue = value firstIndex
        SecondValue = value secondIndex
        Difference = MetricValue.map2 (-) (value firstIndex) (value secondIndex)
        Interval = tested.Interval
        IntervalMethod = tested.Method
        Test = tested.Test
        PValue = tested.PValue
        Holm = None
        BenjaminiHochberg = None
        Bonferroni = None
        Discordant = tested.Table |> Option.map (fun table -> table.OnlyFirst, table.OnlySecond)
        CohensG =
            match tested.Table with
            | Some table when table.Discordant > 0 -> Ok(float table.OnlyFirst / float table.Discordant - 0.5)
            | Some _ -> Error "no image tells the two apart"
            | None -> Error "for right and wrong decisions only"
        Equivalence =
            if tested.Test = "" then
                None
            else
                options.Margin |> Option.map tested.Equivalence
        Claim = ""
    }

let private equivalenceClaim options name (row: Row) =
    match options.Margin, row.Equivalence with
    | Some margin, Some(Ok p) when p <= options.Alpha ->
        $" Equivalence is shown: their {name} differs by less than {Decimals.four margin} (two one-sided tests, adjusted p {probability p})."
    | Some margin, Some(Ok p) ->
        $" Equivalence within {Decimals.four margin} is not shown either (adjusted p {probability p})."
    | Some _, Some(Error reason) -> $" Equivalence can't be tested: {reason}."
    | _ -> ""

/// What one row allows to be said, and no more.
let private claim options (subject: Subject) images (row: Row) =
    let name = row.Metric.Of subject.ClassNames

    match row.Difference, row.PValue, row.Holm with
    | MetricValue.Undefined reason, _, _ -> $"Nothing can be said of {name}: {reason}."
    | MetricValue.Defined difference, Ok _, Some holm ->
        let found difference interval =
            $"difference {Decimals.four difference}, {between interval}, {row.Test}, adjusted p {probability holm}"

        let statement =
            if holm <= options.Alpha && difference <> 0.0 then
                let higher, lower, by, range =
                    higherFirst row.First row.Second difference row.Interval

                $"On images like these {images}, the trained model {higher} has a higher {name} than {lower} ({found by range}). That is no claim about architectures or other seeds."
            else
                $"No difference in {name} between {row.First} and {row.Second} is shown ({found difference row.Interval}); that does not show that they are equal."

        statement + equivalenceClaim options name row
    | MetricValue.Defined difference, _, _ when row.Test = "" ->
        $"{name}: difference {Decimals.four difference}, {between row.Interval}; {describedOnly}, so nothing is claimed."
    | MetricValue.Defined _, Error reason, _ -> $"{name} can't be tested: {reason}."
    | MetricValue.Defined _, Ok _, None -> ""

let private withAdjustments options comparison (rows: Row list) =
    let p = rows |> List.map _.PValue

    let holm, bh, bonferroni =
        adjusted Multiplicity.holm p, adjusted Multiplicity.benjaminiHochberg p, adjusted Multiplicity.bonferroni p

    let equivalences =
        rows |> List.map (fun row -> row.Equivalence |> Option.defaultValue (Error ""))

    let adjustedEquivalences = adjusted Multiplicity.holm equivalences

    List.zip rows (List.zip3 holm bh bonferroni)
    |> List.map2
        (fun equivalence (row, (holm, bh, bonferroni)) ->
            let row =
                { row with
                    Holm = holm
                    BenjaminiHochberg = bh
                    Bonferroni = bonferroni
                    Equivalence =
                        match row.Equivalence, equivalence with
                        | Some(Ok _), Some p -> Some(Ok p)
                        | other, _ -> other
                }

            { row with
                Claim = claim options comparison.Subject comparison.Labels.Length row
            })
        adjustedEquivalences

let private weightsOf sign (models: (int * Model) list) =
    [| for index, _ in models -> struct (index, sign / float models.Length) |]

let private seedRow
    (comparison: Comparison.Comparison)
    (first: (int * Model) list)
    (second: (int * Model) list)
    (metric: Metric)
    =
    let seedsOf models =
        models |> List.map (fun (_, model: Model) -> model.Predictions.Seed)

    let paired = List.sort (seedsOf first) = List.sort (seedsOf second)

    let values models =
        models
        |> List.sortBy (fun (_, model: Model) -> model.Predictions.Seed)
        |> List.map (fun (index, _) -> comparison.Resamples.Value(metric, index).ToOption())
        |> List.choose id
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

let private seedClaim options (subject: Subject) (row: SeedRow) =
    let name = row.Metric.Of subject.ClassNames

    match row.Difference, row.Holm with
    | MetricValue.Defined difference, Some holm when holm <= options.Alpha ->
        let higher, lower, by, range =
            higherFirst row.First row.Second difference row.Combined

        $"Trained this way, {higher} has a higher {name} than {lower} on images like these (difference {Decimals.four by}, {between range} from seeds and images together, adjusted p {probability holm})."
    | MetricValue.Defined difference, Some holm ->
        $"No difference in {name} between {row.First} and {row.Second} is shown over seeds and images (difference {Decimals.four difference}, {between row.Combined}, adjusted p {probability holm}); that does not show that they are equal."
    | MetricValue.Defined difference, None ->
        let reason =
            match row.Combined with
            | Error reason -> reason
            | Ok _ -> ""

        $"Nothing is claimed of the architectures {row.First} and {row.Second} in {name} (difference {Decimals.four difference}): {reason}."
    | MetricValue.Undefined reason, _ -> $"Nothing can be said of {name}: {reason}."

let private seedRows options metrics (comparison: Comparison.Comparison) =
    let rows =
        [
            for first, second in pairsOf (SeedRanks.families comparison) do
                for metric in metrics -> seedRow comparison first second metric
        ]

    List.map2
        (fun holm (row: SeedRow) ->
            let row = { row with Holm = holm }

            { row with
                Claim = seedClaim options comparison.Subject row
            })
        (adjusted Multiplicity.holm (rows |> List.map _.PValue))
        rows

let compare options (comparison: Comparison.Comparison) =
    Arguments.requireOpenProbability "alpha" options.Alpha
    let metrics = comparison.Metrics |> List.filter _.IsCompared
    // Architectures are compared by what is tested.
    let tested =
        metrics
        |> List.filter (fun (metric: Metric) -> metric.Test <> PairedTest.NotTested)

    {
        Options = options
        Rows =
            [
                for first, second in modelPairs comparison.Models do
                    for metric in metrics -> row options comparison first second metric
            ]
            |> withAdjustments options comparison
        Seeds = seedRows options tested comparison
        Ranks = SeedRanks.rankRows options.Alpha comparison tested
        Omnibus = omnibus comparison
        Remarks = remarks options.Margin comparison
    }
