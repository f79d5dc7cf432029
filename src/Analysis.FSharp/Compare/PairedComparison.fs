module QImpact.Analysis.PairedComparison

open System
open QImpact.Metrics
open QImpact.Analysis.Comparison
open QImpact.Analysis.Statistics

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
        SignedRankP: Result<float, string>
        Claim: string
    }

type Comparison =
    {
        Options: Options
        Rows: Row list
        Seeds: SeedRow list
        Omnibus: (string * Result<ChiSquared, string>) list
        Remarks: string list
    }

let private smallestClass = 10
let private describedOnly = "described by its interval, not tested"

let private pairsOf items =
    [
        for i, first in List.indexed items do
            for second in List.skip (i + 1) items -> first, second
    ]

/// Different architectures with the same seed, or all pairs where no architecture has several.
let private modelPairs (models: Model list) =
    let indexed = List.indexed models

    if models |> List.forall (fun model -> model.Sibling = 0) then
        pairsOf indexed
    else
        match
            pairsOf indexed
            |> List.filter (fun ((_, a), (_, b)) -> a.Family <> b.Family && a.Predictions.Seed = b.Predictions.Seed)
        with
        | [] -> pairsOf indexed
        | pairs -> pairs

let private rights (comparison: Comparison.Comparison) (model: Model) cls =
    Array.zip comparison.Labels model.Scores
    |> Array.filter (fun (label, _) -> cls |> Option.forall ((=) label))
    |> Array.map (fun (label, score) -> Classification.Decide(score, model.Predictions.Threshold) = label)

let private isTestedByImages metric =
    metric.Name = "accuracy" || metric.Name = "recall"

let private shown (subject: Subject) metric =
    match metric.PositiveClass with
    | Some cls -> $"{metric.Name} ({subject.ClassNames[cls]})"
    | None -> metric.Name

/// Adjusted values of those that exist, in their places.
let private adjusted adjust (pValues: Result<float, string> list) =
    let known = pValues |> List.choose Result.toOption |> Array.ofList
    let values: float[] = adjust known

    pValues
    |> List.mapFold
        (fun next p ->
            match p with
            | Ok _ -> Some values[next], next + 1
            | Error _ -> None, next)
        0
    |> fst

let private bootstrapInterval (comparison: Comparison.Comparison) metric weights =
    comparison.Resamples.Distribution(metric, weights)
    |> Result.bind (Bootstrap.bca Bootstrap.Mid Confidence.Default)
    |> Result.map _.Interval

type private Tested =
    {
        Interval: Result<Interval, string>
        Method: string
        Test: string
        PValue: Result<float, string>
        Table: McNemar.Agreement option
        Equivalence: float -> Result<float, string>
    }

let private testByImages comparison first second (metric: Metric) =
    // A recall is the accuracy on the images of its class.
    let right model =
        rights comparison model metric.PositiveClass

    let table = McNemar.agreement (right first) (right second)

    {
        Interval = PairedProportions.tango Confidence.Default table
        Method = "Tango"
        Test = "McNemar exact"
        PValue =
            if table.Total = 0 then
                Error "there is no image"
            else
                Ok(McNemar.exact table.OnlyFirst table.OnlySecond)
        Table = Some table
        Equivalence =
            fun margin ->
                Equivalence.pairedProportions margin table
                |> Result.map (fun test -> test.PValue)
    }

let private testByAuc options (comparison: Comparison.Comparison) (first: Model) (second: Model) =
    let components (model: Model) =
        DeLong.components comparison.Labels model.Scores

    let smaller =
        [ 0; 1 ]
        |> List.map (fun cls -> comparison.Labels |> Array.filter ((=) cls) |> Array.length)
        |> List.min

    let deLong =
        match components first, components second with
        | Some a, Some b -> DeLong.compare Confidence.Default a b
        | _ -> Error "a class has no image"

    let permutation () =
        "permutation of ranks",
        Permutation.aucDifference options.Seed Permutation.Draws comparison.Labels first.Scores second.Scores
        |> Result.map (fun test -> test.PValue)

    let test, p =
        match deLong with
        | Ok result when smaller >= smallestClass && not result.IsDegenerate -> "DeLong", Ok result.Test.PValue
        | _ -> permutation ()

    let noVariance = "DeLong's variance of the difference is 0"

    {
        Interval =
            deLong
            |> Result.bind (fun result ->
                if result.IsDegenerate then
                    Error noVariance
                else
                    Ok result.Interval)
        Method = "DeLong"
        Test = test
        PValue = p
        Table = None
        Equivalence =
            fun margin ->
                deLong
                |> Result.bind (fun result -> Equivalence.normal margin result.Difference result.StandardError)
                |> Result.map (fun test -> test.PValue)
    }

let private describe (comparison: Comparison.Comparison) first second metric =
    {
        Interval = bootstrapInterval comparison metric [| struct (first, 1.0); struct (second, -1.0) |]
        Method = "bootstrap (BCa)"
        Test = ""
        PValue = Error describedOnly
        Table = None
        Equivalence = fun _ -> Error describedOnly
    }

let private row
    options
    (comparison: Comparison.Comparison)
    (firstIndex, first: Model)
    (secondIndex, second: Model)
    metric
    =
    let tested =
        if isTestedByImages metric then
            testByImages comparison first second metric
        elif metric.Name = "auc" then
            testByAuc options comparison first second
        else
            describe comparison firstIndex secondIndex metric

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

let private figure (value: float) =
    value.ToString("0.0000", Globalization.CultureInfo.InvariantCulture)

let private probability (p: float) =
    if p < 0.0001 then "below 0.0001" else figure p

let private between =
    function
    | Ok(interval: Interval) -> $"95 %% interval {figure interval.Lower} to {figure interval.Upper}"
    | Error reason -> $"no interval: {reason}"

let private equivalenceClaim options name (row: Row) =
    match options.Margin, row.Equivalence with
    | Some margin, Some(Ok p) when p <= options.Alpha ->
        $" Equivalence is shown: their {name} differs by less than {figure margin} (two one-sided tests, adjusted p {probability p})."
    | Some margin, Some(Ok p) ->
        $" Equivalence within {figure margin} is not shown either (adjusted p {probability p})."
    | Some _, Some(Error reason) -> $" Equivalence can't be tested: {reason}."
    | _ -> ""

/// What one row allows to be said, and no more.
let private claim options (subject: Subject) images (row: Row) =
    let name = shown subject row.Metric

    match row.Difference, row.PValue, row.Holm with
    | MetricValue.Undefined reason, _, _ -> $"Nothing can be said of {name}: {reason}."
    | MetricValue.Defined difference, Ok _, Some holm ->
        let found =
            $"difference {figure difference}, {between row.Interval}, {row.Test}, adjusted p {probability holm}"

        let statement =
            if holm <= options.Alpha && difference <> 0.0 then
                let higher, lower =
                    if difference > 0.0 then
                        row.First, row.Second
                    else
                        row.Second, row.First

                $"On images like these {images}, the trained model {higher} has a higher {name} than {lower} ({found}). That is no claim about architectures or other seeds."
            else
                $"No difference in {name} between {row.First} and {row.Second} is shown ({found}); that does not show that they are equal."

        statement + equivalenceClaim options name row
    | MetricValue.Defined difference, _, _ when row.Test = "" ->
        $"{name}: difference {figure difference}, {between row.Interval}; {describedOnly}, so nothing is claimed."
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

/// Metrics that architectures are compared by.
let private seedMetrics =
    Metric.all
    |> List.filter (fun metric -> isTestedByImages metric || metric.Name = "auc")

let private weightsOf sign (models: (int * Model) list) =
    [| for index, _ in models -> struct (index, sign / float models.Length) |]

/// Mean differences over seeds: their variance from the seeds with its degrees of freedom, parts added.
let private seedVariance paired (x: float[]) (y: float[]) =
    let part (values: float[]) =
        let sd = Sample.deviation values |> Option.defaultValue 0.0
        sd * sd / float values.Length, float (values.Length - 1)

    if paired then
        [ part (Array.map2 (-) x y) ]
    else
        [ part x; part y ]

let private satterthwaite parts =
    let total = parts |> List.sumBy fst
    let divisor = parts |> List.sumBy (fun (variance, df) -> variance * variance / df)
    total, (if divisor = 0.0 then infinity else total * total / divisor)

let private tInterval difference (variance, df) =
    let df = min df 1e6

    let half =
        Distributions.studentQuantile df (0.5 + Confidence.Default / 2.0)
        * sqrt variance

    {
        Lower = difference - half
        Upper = difference + half
    }

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
        SignedRankP = ofPairs (fun x y -> (SignedRank.test x y).Best |> Result.map _.TwoSided)
        Claim = ""
    }

let private seedClaim options (subject: Subject) (row: SeedRow) =
    let name = shown subject row.Metric

    match row.Difference, row.Holm with
    | MetricValue.Defined difference, Some holm when holm <= options.Alpha ->
        let higher, lower =
            if difference > 0.0 then
                row.First, row.Second
            else
                row.Second, row.First

        $"Trained this way, {higher} has a higher {name} than {lower} on images like these (difference {figure difference}, {between row.Combined} from seeds and images together, adjusted p {probability holm})."
    | MetricValue.Defined difference, Some holm ->
        $"No difference in {name} between {row.First} and {row.Second} is shown over seeds and images (difference {figure difference}, {between row.Combined}, adjusted p {probability holm}); that does not show that they are equal."
    | MetricValue.Defined difference, None ->
        let reason =
            match row.Combined with
            | Error reason -> reason
            | Ok _ -> ""

        $"{name}: difference {figure difference} between {row.First} and {row.Second}; nothing is claimed of the architectures: {reason}."
    | MetricValue.Undefined reason, _ -> $"Nothing can be said of {name}: {reason}."

let private seedRows options (comparison: Comparison.Comparison) =
    let families =
        List.indexed comparison.Models
        |> List.groupBy (fun (_, model) -> model.Family)
        |> List.map snd

    let rows =
        [
            for first, second in pairsOf families do
                for metric in seedMetrics -> seedRow comparison first second metric
        ]

    List.map2
        (fun holm (row: SeedRow) ->
            let row = { row with Holm = holm }

            { row with
                Claim = seedClaim options comparison.Subject row
            })
        (adjusted Multiplicity.holm (rows |> List.map _.PValue))
        rows

let private omnibus (comparison: Comparison.Comparison) =
    let ofModels heading (models: Model list) =
        let rights = models |> List.map (fun model -> rights comparison model None)

        let byImage =
            [|
                for i in 0 .. comparison.Labels.Length - 1 ->
                    [| for right in rights -> right[i] |] :> Collections.Generic.IReadOnlyList<bool>
            |]

        heading, CochranQ.test byImage

    let groups =
        if comparison.Models |> List.forall (fun model -> model.Sibling = 0) then
            [ "all models", comparison.Models ]
        else
            comparison.Models
            |> List.groupBy _.Predictions.Seed
            |> List.map (fun (seed, models) ->
                let name = seed |> Option.map string |> Option.defaultValue "unknown"
                $"models of seed {name}", models)

    groups
    |> List.filter (fun (_, models) -> models.Length > 2)
    |> List.map (fun (heading, models) -> ofModels heading models)

let private remarks options (comparison: Comparison.Comparison) =
    [
        if comparison.Subject.IsPhantom then
            "PHANTOM: generated images; these figures say nothing about real ones."
        $"Differences are the first's less the second's, on {comparison.Labels.Length} images of {comparison.Subject.Dataset} {comparison.Subject.Split}."
        "Adjusted p-values: Holm's, over every test of an accuracy, recall or AUC in this comparison."
        match options.Margin with
        | Some margin ->
            $"Margin of equivalence: {figure margin}, valid only if it was chosen before the results were known."
        | None -> "No margin was stated, so equivalence was not tested and may not be claimed."
        if comparison.LeftOut > 0 then
            $"Left out for every model: {comparison.LeftOut} images, because a model gave no score."
        if comparison.Unlabelled > 0 then
            $"Left out: {comparison.Unlabelled} images whose class is unknown."
        if comparison.Subject.Split <> "test" then
            $"The {comparison.Subject.Split} split took part in the models' making, so its figures flatter them."
    ]

let compare options (comparison: Comparison.Comparison) =
    Arguments.requireOpenProbability "alpha" options.Alpha
    // Specificity is the other class's recall: one of the two is enough.
    let metrics = Metric.all |> List.filter (fun metric -> metric.Name <> "specificity")

    {
        Options = options
        Rows =
            [
                for first, second in modelPairs comparison.Models do
                    for metric in metrics -> row options comparison first second metric
            ]
            |> withAdjustments options comparison
        Seeds = seedRows options comparison
        Omnibus = omnibus comparison
        Remarks = remarks options comparison
    }
