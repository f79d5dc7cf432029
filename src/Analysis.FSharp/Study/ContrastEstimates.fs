/// What the contrasts of a study's comparison show.
module internal QImpact.Analysis.Study.ContrastEstimates

open QImpact.Data.Runs
open QImpact.Data.Studies
open QImpact.Metrics
open QImpact.Statistics
open QImpact.Analysis.Study.JudgedRun
open QImpact.Analysis.Study.WholeRepeats

/// What the runs of one contrast show of one measure, from the differences fold by fold.
type Resampled =
    {
        Measure: Measure
        Mean: Result<float, string>
        /// Nadeau and Bengio's corrected t test.
        Test: Result<StudentT.Test, string>
        /// Of the Bayesian correlated t test.
        Posterior: Result<CorrelatedBayesT.Posterior, string>
    }

/// What a contrast shows: an arm less its reference, over the whole repeats.
type ContrastEstimate =
    {
        Arm: Architecture
        Reference: Architecture
        Question: string
        IsPrimary: bool
        /// Difference of the mean AUC of each whole repeat.
        OfRepeats: (int * float) list
        /// Difference of the AUC of each run of them, by repeat and fold.
        OfRuns: (int * int * float) list
        /// The mean difference in AUC with its error from repeats and images (Obuchowski and Rockette, Hillis).
        Combined: Result<SeedVariance.Difference, string>
        /// Whether a difference may be concluded from it; the reason where not.
        MayConclude: Result<unit, string>
        /// Whether that the two are the same may be.
        MayEquate: Result<unit, string>
        /// Two one-sided tests of the same against the margin.
        Equivalence: Result<float, string>
        /// p-values adjusted by Holm over the primary family; None where exploratory or undefined.
        Adjusted: float option
        AdjustedEquivalence: float option
        /// AUC, G-mean and log loss, fold by fold.
        Resampled: Resampled list
    }

/// The mean AUC of an arm less that of another over the whole repeats, with its error from repeats and images.
let difference (runs: Runs) first second =
    crossed runs [ first; second ]
    |> Result.bind ObuchowskiRockette.analyse
    |> Result.map (fun analysis -> analysis.Difference(0, 1))

/// Runs of two arms on the same folds of the whole repeats, with the same seeds.
let private pairs (runs: Runs) (first: string) (second: string) =
    runs.Whole
    |> List.collect (fun repeat -> List.zip (runs.Of(first, repeat)) (runs.Of(second, repeat)))

let private resampled (runs: Runs) pairs (measure: Measure) =
    let values choose =
        pairs |> List.map (choose >> measure.Of) |> sequence |> Result.map Array.ofList

    let both test =
        match values fst, values snd with
        | Ok x, Ok y when Array.isEmpty x || Array.isEmpty y -> Error "no repeat is whole"
        | Ok x, Ok y -> test x y
        | Error reason, _
        | _, Error reason -> Error reason

    let onFolds test =
        match runs.Overlap with
        | None -> Error "the split is the published one: the test is for several divisions"
        | Some overlap -> both (test overlap)

    {
        Measure = measure
        Mean = both (fun x y -> Ok(Array.average x - Array.average y))
        Test = onFolds (fun overlap x y -> StudentT.nadeauBengio Confidence.Default overlap x y)
        // The part of the images in a test fold, as the test images are to the others.
        Posterior = onFolds (fun overlap x y -> CorrelatedBayesT.posterior (overlap / (1.0 + overlap)) x y)
    }

let private estimate (runs: Runs) margin isPrimary (contrast: Contrast) =
    let first, second = contrast.Arm, contrast.Reference
    let pairs = pairs runs first second
    let combined = difference runs first second

    let less (x: JudgedRun, y: JudgedRun) =
        match x.Auc, y.Auc with
        | Ok a, Ok b -> a - b
        | _ -> nan

    let ofRuns = [ for x, y in pairs -> place x, less (x, y) ]

    let layout: StudyMethods.Layout =
        {
            Repeats = runs.Whole.Length
            Folds = runs.Folds
            TwoHeaps =
                [ fst; snd ]
                |> List.exists (fun side -> pairs |> List.map side |> ArmEstimates.heapsOfRepeats |> Option.isSome)
        }

    {
        Arm = Architecture.Parse first
        Reference = Architecture.Parse second
        Question = contrast.Question
        IsPrimary = isPrimary
        OfRepeats =
            ofRuns
            |> List.groupBy (fst >> fst)
            |> List.map (fun (repeat, ofRepeat) -> repeat, ofRepeat |> List.averageBy snd)
        OfRuns = [ for (repeat, fold), value in ofRuns -> repeat, fold, value ]
        Combined = combined
        MayConclude = StudyMethods.check StudyMethods.ObuchowskiRockette layout
        MayEquate = StudyMethods.check StudyMethods.Equivalence layout
        Equivalence =
            combined
            |> Result.map (fun difference -> (Equivalence.architectures margin difference).PValue)
        Adjusted = None
        AdjustedEquivalence = None
        Resampled = measures |> List.map (resampled runs pairs)
    }

/// The contrasts of the part's arms, the primary ones adjusted by Holm among themselves; those of arms that the part has not are left out.
let contrasts (runs: Runs) (analysis: StudyAnalysis) =
    let has name =
        runs.Part.Arms |> Seq.exists (fun arm -> arm.Name = name)

    let of' isPrimary (contrasts: Contrast seq) =
        [
            for contrast in contrasts do
                if has contrast.Arm && has contrast.Reference then
                    estimate runs analysis.Margin isPrimary contrast
        ]

    let primary = of' true analysis.Primary

    let adjusted read =
        primary |> List.map read |> Multiplicity.ofDefined Multiplicity.holm

    let primary =
        List.map3
            (fun contrast p equivalence ->
                { contrast with
                    Adjusted = p
                    AdjustedEquivalence = equivalence
                })
            primary
            (adjusted (fun contrast -> contrast.Combined |> Result.map _.PValue))
            (adjusted _.Equivalence)

    primary, of' false analysis.Exploratory

/// The contrast as sentences name it.
let toVerdict (contrast: ContrastEstimate) : Verdict.Contrast =
    {
        Arm = contrast.Arm.Title
        Reference = contrast.Reference.Title
        Result =
            match contrast.Combined, contrast.MayConclude, contrast.Adjusted with
            | Error reason, _, _
            | _, Error reason, _ -> Error(reason.TrimEnd '.')
            | Ok difference, Ok(), Some p ->
                Ok
                    {
                        Difference = difference.Value
                        Interval = difference.Interval Confidence.Default
                        AdjustedP = p
                        EquivalenceP =
                            match contrast.MayEquate with
                            | Ok() -> contrast.AdjustedEquivalence
                            | Error _ -> None
                        Reach =
                            contrast.Resampled.Head.Test
                            |> Result.map _.PValues.TwoSided
                            |> StudyMethods.reach Verdict.Alpha
                    }
            | Ok _, _, None -> Error "it is exploratory"
    }

/// What every sentence on the comparison needs to know of it.
let basis (runs: Runs) (analysis: StudyAnalysis) family : Verdict.Basis =
    let whole = runs.Whole.Length

    let over =
        match runs.Part.Splits with
        | :? SplitPlan.Folds as folds ->
            $"{whole} repeats of {folds.Count}-fold cross-validation on {runs.Images} images"
        | _ -> $"{whole} seeds on the {runs.Images} test images of the published split"

    {
        Margin = analysis.Margin
        WholeRepeats = whole
        Needed = analysis.WholeRepeats
        Over = over
        Family = family
    }

/// The arm that each is measured against in charts: the one with the same stages and a linear layer to the classes, or else any with that layer.
let baselineOf (part: StudyPart) (arm: Architecture) =
    let plain =
        part.Arms |> Seq.filter (fun other -> other.Head :? Head.Linear) |> List.ofSeq

    if arm.Head :? Head.Linear then
        None
    else
        plain
        |> List.tryFind (fun other -> other.Stages = arm.Stages)
        |> Option.orElse (List.tryHead plain)

/// Every arm less its baseline, in the part's order: for the forest plot. Nothing here is adjusted.
let forest (runs: Runs) margin =
    [
        for arm in runs.Part.Arms do
            match baselineOf runs.Part arm with
            | Some reference -> estimate runs margin false (Contrast(arm.Name, reference.Name, ""))
            | None -> ()
    ]
