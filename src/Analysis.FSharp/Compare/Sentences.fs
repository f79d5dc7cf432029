/// What a comparison may say, and no more.
module internal QImpact.Analysis.Compare.Sentences

open QImpact.Metrics
open QImpact.Statistics
open QImpact.Analysis.Models

let describedOnly = "described by its interval, not tested"

let private probability (p: float) =
    if p < 0.0001 then "below 0.0001" else Decimals.four p

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

let private equivalenceClaim (options: CompareOptions) name (row: PairRow) =
    match options.Margin, row.Equivalence with
    | Some margin, Some(Ok p) when p <= options.Alpha ->
        $" Equivalence is shown: their {name} differs by less than {Decimals.four margin} (two one-sided tests, adjusted p {probability p})."
    | Some margin, Some(Ok p) ->
        $" Equivalence within {Decimals.four margin} is not shown either (adjusted p {probability p})."
    | Some _, Some(Error reason) -> $" Equivalence can't be tested: {reason}."
    | _ -> ""

/// What one row allows to be said, and no more.
let claim (options: CompareOptions) (subject: Subject) images (row: PairRow) =
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

let seedClaim (options: CompareOptions) (subject: Subject) (row: SeedRow) =
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

/// What the reader of a comparison must know.
let remarks margin (comparison: Comparison) =
    [
        if comparison.Subject.IsPhantom then
            "PHANTOM: generated images; these figures say nothing about real ones."
        yield! Differences.remarks comparison
        $"Differences are the first's less the second's, on {comparison.Labels.Length} images of {comparison.Subject.Dataset} {comparison.Subject.Split}."
        "Adjusted p-values: Holm's, over every test of an accuracy, recall or AUC in this comparison."
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
