/// What a comparison may say, and no more.
module internal QImpact.Analysis.Compare.Sentences

open QImpact.Metrics
open QImpact.Statistics
open QImpact.Analysis.Models
open QImpact.Analysis.Document

let describedOnly = "described by its interval, not tested"

let private probability (p: float) =
    if p < 0.0001 then "below 0.0001" else Decimals.four p

let private adjusted = Option.map probability >> Option.defaultValue "unknown"

let private between =
    function
    | Ok(interval: Interval) -> $"95 %% interval {Decimals.four interval.Lower} to {Decimals.four interval.Upper}"
    | Error reason -> $"no interval: {reason}"

/// A difference the way a sentence tells it: the higher of the two, the lower, by how much, and the interval of that.
let private higherFirst (first: string) (second: string) (difference: float) (interval: Result<Interval, string>) =
    if difference > 0.0 then
        first, second, difference, interval
    else
        let mirrored (range: Interval) =
            {
                Lower = 0.0 - range.Upper
                Upper = 0.0 - range.Lower
            }

        second, first, 0.0 - difference, Result.map mirrored interval

/// What the equivalence tests add to a sentence on a difference, and whether equivalence is shown.
let private equivalenceClaim (options: CompareOptions) name (equivalence: Result<float, string> option) by =
    match options.Margin, equivalence with
    | Some margin, Some(Ok p) when p <= options.Alpha ->
        true,
        $" Equivalence is shown: their {name} differs by less than {Decimals.four margin} ({by}, adjusted p {probability p})."
    | Some margin, Some(Ok p) ->
        false, $" Equivalence within {Decimals.four margin} is not shown either ({by}, adjusted p {probability p})."
    | Some _, Some(Error reason) -> false, $" Equivalence can't be tested: {reason}."
    | _ -> false, ""

/// The end of a sentence on a difference that is not shown: nothing follows from that but what an equivalence test shows.
let private notShown isEquivalent =
    if isEquivalent then
        "."
    else
        "; that does not show that they are equal."

/// What one row allows to be said, and no more.
let claim (options: CompareOptions) (subject: Subject) images (row: PairRow) =
    let name = row.Metric.Of subject.ClassNames

    let isEquivalent, equivalence =
        equivalenceClaim options name row.Equivalence "two one-sided tests"

    let found difference interval =
        $"difference {Decimals.four difference}, {between interval}, {row.Test}, adjusted p {adjusted row.Holm}"

    match row.Verdict, row.Difference with
    | _, MetricValue.Undefined reason -> $"Nothing can be said of {name}: {reason}."
    | Verdict.NotTested _, MetricValue.Defined difference when row.Test = "" ->
        $"{name}: difference {Decimals.four difference}, {between row.Interval}; {describedOnly}, so nothing is claimed."
    | Verdict.NotTested reason, _ -> $"{name} can't be tested: {reason}."
    | Verdict.NotShown, MetricValue.Defined difference ->
        $"No difference in {name} between {row.First} and {row.Second} is shown ({found difference row.Interval})"
        + notShown isEquivalent
        + equivalence
    | _, MetricValue.Defined difference ->
        let higher, lower, by, range =
            higherFirst row.First row.Second difference row.Interval

        $"On images like these {images}, the trained model {higher} has a higher {name} than {lower} ({found by range}). That is no claim about architectures or other seeds."
        + equivalence

/// How the intervals of the tests on the images are made.
let testNote (subject: Subject) =
    if subject.HasManyClasses then
        "95 % intervals, not adjusted: Tango's for accuracy and recall, the bootstrap's (BCa) for the macro AUC, whose test exchanges the two models' ranks of an image at random, those of all classes together."
    else
        "95 % intervals, not adjusted: Tango's for accuracy and recall, DeLong's for the AUC."

let private heaps (row: SeedRow) =
    row.Heaps
    |> List.map (fun (family, (low, high)) ->
        $" The seeds of {family} fall in two heaps, {low} low and {high} high, so the mean and its interval describe neither.")
    |> String.concat ""

/// What one contrast of architectures allows to be said, and no more.
let seedClaim (options: CompareOptions) (subject: Subject) (row: SeedRow) =
    let name = row.Metric.Of subject.ClassNames

    let isEquivalent, equivalence =
        let interval =
            match row.EquivalenceInterval with
            | Some(Ok interval) ->
                $", {Decimals.shown 0 (100.0 * (1.0 - 2.0 * options.Alpha))} %% interval {Decimals.four interval.Lower} to {Decimals.four interval.Upper} from seeds and images together"
            | _ -> ""

        equivalenceClaim options name row.Equivalence $"two one-sided tests{interval}"

    let pairing = if row.Pairing = "" then "" else $"; {row.Pairing}"

    let found difference interval =
        $"difference {Decimals.four difference}, {between interval} from seeds and images together, adjusted p {adjusted row.Holm}{pairing}"

    match row.Verdict, row.Difference with
    | _, MetricValue.Undefined reason -> $"Nothing can be said of {name}: {reason}."
    | Verdict.NotTested reason, MetricValue.Defined difference ->
        $"Nothing is claimed of the architectures {row.First} and {row.Second} in {name} (difference {Decimals.four difference}): {reason}."
    | Verdict.NotShown, MetricValue.Defined difference ->
        $"No difference in {name} between {row.First} and {row.Second} is shown over seeds and images ({found difference row.Combined})"
        + notShown isEquivalent
        + equivalence
        + heaps row
    | _, MetricValue.Defined difference ->
        let higher, lower, by, range =
            higherFirst row.First row.Second difference row.Combined

        $"Trained this way, {higher} has a higher {name} than {lower} on images like these ({found by range})."
        + equivalence
        + heaps row

/// Whether a contrast has too few seeds for a claim.
let hasFewSeeds (row: SeedRow) =
    min (fst row.Seeds) (snd row.Seeds) < SeedVariance.FewestSeeds

/// One sentence on all architectures of which nothing is claimed because they have too few seeds; none where there are no such.
let withoutClaim (seeds: SeedRow list) =
    let few = seeds |> List.filter hasFewSeeds

    let names =
        few |> List.collect (fun row -> [ row.First; row.Second ]) |> List.distinct

    let fewest = few |> List.map (fun row -> min (fst row.Seeds) (snd row.Seeds))

    let why =
        match fewest with
        | [] -> ""
        | _ when List.max fewest = 1 -> "with one seed only, what another seed gives is unknown"
        | _ ->
            let seeds =
                if List.min fewest = 1 then
                    "one seed"
                else
                    $"{List.min fewest} seeds"

            $"with {seeds} at the least, what other seeds give is too little known; it is judged from {SeedVariance.FewestSeeds} on"

    let pairs =
        few |> List.map (fun row -> $"{row.First} and {row.Second}") |> List.distinct

    match pairs with
    | [] -> []
    | _ when few.Length = seeds.Length -> [ $"Nothing is claimed of {Format.listed names} as architectures: {why}." ]
    | pairs ->
        let listed = String.concat "; " pairs

        [
            $"Nothing is claimed of these as architectures: {listed}. From {SeedVariance.FewestSeeds} seeds of each on it is."
        ]

let private familiesOfTests (rows: PairRow list) (seeds: SeedRow list) =
    let tests = rows |> List.filter (fun row -> Result.isOk row.PValue)
    let contrasts = seeds |> List.filter (fun row -> Result.isOk row.PValue)
    let scopes = tests |> List.countBy _.Scope

    [
        if not contrasts.IsEmpty then
            $"Primary family of tests: the {contrasts.Length} contrasts of architectures over seeds and images, their p-values adjusted by Holm among themselves; more seeds do not make it larger."
        match scopes with
        | [] -> ()
        | [ _, count ] ->
            $"Tests of trained models on the images: {count}, their p-values adjusted by Holm among themselves."
        | scopes ->
            let most = scopes |> List.map snd |> List.max

            let within =
                if scopes |> List.exists (fun (scope, _) -> scope.StartsWith "protocol ") then
                    "protocol and seed"
                else
                    "seed"

            $"Tests of trained models on the images are adjusted by Holm within their {within}, at most {most} tests each; more seeds do not make these families larger, and what is said of one seed is said of that seed."
        "An interval holds for its difference alone and is not adjusted, so it can leave out 0 where no difference is claimed. Friedman's and Cochran's p-values are not adjusted and nothing is claimed by them."
    ]

/// Architectures whose seeds fall in two heaps, once for each metric.
let private heapsOf (subject: Subject) (seeds: SeedRow list) =
    [
        for row in seeds do
            for family, (low, high) in row.Heaps do
                family, low, high, row.Metric.Of subject.ClassNames
    ]
    |> List.distinct
    |> List.map (fun (family, low, high, metric) ->
        $"The seeds of {family} fall in two heaps in {metric}, {low} low and {high} high: a mean and its interval describe neither.")

/// Models that no test has: no other family has their seed.
let private untested (comparison: Comparison) (rows: PairRow list) =
    let tested = rows |> List.collect (fun row -> [ row.First; row.Second ]) |> set

    match
        comparison.Models
        |> List.map _.Label
        |> List.filter (fun label -> not (tested.Contains label))
    with
    | [] -> []
    | labels ->
        [
            $"Tested against no other model, as none of another kind has their seed: {Format.listed labels}."
        ]

/// What the reader of a comparison must know.
let remarks margin (comparison: Comparison) rows seeds =
    [
        if comparison.Subject.IsPhantom then
            "PHANTOM: generated images; these figures say nothing about real ones."
        yield! Differences.remarks comparison
        $"Differences are the first's less the second's, on {comparison.Labels.Length} images of {comparison.Subject.Dataset} {comparison.Subject.Split}."
        yield! familiesOfTests rows seeds
        yield! heapsOf comparison.Subject seeds
        yield! untested comparison rows
        match margin with
        | Some margin ->
            $"Margin of equivalence: {Decimals.four margin}, valid only if it was chosen before the results were known."
        | None -> "No margin was stated, so equivalence was not tested and may not be claimed."
        if comparison.LeftOut > 0 then
            $"Left out for every model: {comparison.LeftOut} images, because a model gave no score."
        if comparison.Unlabelled > 0 then
            $"Left out: {comparison.Unlabelled} images whose class is unknown."
        if comparison.Subject.Split <> "test" then
            $"The {comparison.Subject.Split} split took part in the models' making, so its figures flatter them."
    ]
