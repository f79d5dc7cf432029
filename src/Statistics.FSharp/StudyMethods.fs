/// Which methods may judge a study's contrast, and why not where they may not. The rules are what a simulation of false claims showed
/// (docs/statistics.md, benchmarks/Analysis/Claims): a method is used where it claims a difference that is not there in at most 5 of
/// 100 studies, trainings that fail in 1 of 5 runs included.
module QImpact.Statistics.StudyMethods

/// What a contrast of two arms can be judged by.
type StudyMethod =
    /// ObuchowskiRockette: a claim of a difference.
    | ObuchowskiRockette
    /// The 95 % interval of Obuchowski and Rockette's difference, without a claim.
    | Interval
    /// Equivalence.architectures of Obuchowski and Rockette's difference: a claim that two arms are practically equal.
    | Equivalence
    /// StudentT.nadeauBengio over the folds' differences.
    | NadeauBengio
    /// CorrelatedBayesT over the folds' differences.
    | BayesianCorrelatedT

/// What a contrast rests on.
type Layout =
    {
        /// Whole repeats that both arms have, at least 0.
        Repeats: int
        /// Test folds of a repeat; 1 for a published split, with seeds as repeats.
        Folds: int
        /// Whether the runs of either arm fall in two heaps: TwoHeaps.find on an arm's AUCs, one for each run. In cross-validation that is a
        /// warning alone: a repeat's mean over folds that fail now and then is near enough to normal.
        TwoHeaps: bool
    }

/// Whole repeats, or seeds, below which nothing is concluded.
[<Literal>]
let FewestRepeats = 5

/// Runs of an arm below which nothing is claimed: where one training in five fails, fewer have no failure among them in more than one
/// of twenty studies (0.8^13 = 0.055, 0.8^14 = 0.044), and what is not seen can't be allowed for.
[<Literal>]
let FewestRuns = 14

let private fewRuns layout =
    $"There are {layout.Repeats} runs of an arm on one split; nothing is claimed from fewer than {FewestRuns}, because where one training in five fails so few often show none that did."

/// Nothing where the method keeps its promise in this layout, otherwise the reason as a sentence. Repeats below 0 or folds below 1
/// throw an ArgumentException.
let check (method: StudyMethod) (layout: Layout) : Result<unit, string> =
    Arguments.requireCount "Repeats" layout.Repeats

    if layout.Folds < 1 then
        Arguments.refuse "Folds" $"There are {layout.Folds} folds; expected at least 1."

    let noun = if layout.Folds = 1 then "seeds" else "whole repeats"

    if layout.Repeats < FewestRepeats then
        Error $"There are {layout.Repeats} {noun}; nothing is concluded before there are {FewestRepeats}."
    else
        match method with
        | NadeauBengio
        | BayesianCorrelatedT when layout.Folds = 1 ->
            Error
                "There is one split: the method allows for training sets that overlap between folds, and here there is nothing to allow for."
        | ObuchowskiRockette
        | Equivalence
        | Interval when layout.TwoHeaps && layout.Folds = 1 ->
            Error "The seeds of an arm fall in two heaps: a mean and its error describe neither."
        | ObuchowskiRockette
        | Equivalence when layout.Repeats * layout.Folds < FewestRuns -> Error(fewRuns layout)
        | _ -> Ok()

/// How far a difference that Obuchowski and Rockette's test shows reaches, as a sentence; from the p-value of Nadeau and Bengio's test of
/// the same contrast, where there is one. The first takes the training images as given: where they move an arm's AUC by .01, a
/// difference of the arms in general is claimed falsely in 12 to 16 of 100 studies; Nadeau and Bengio's test keeps 5 there.
let reach alpha (nadeauBengio: Result<float, string>) =
    Arguments.requireOpenProbability "alpha" alpha

    match nadeauBengio with
    | Ok p when p <= alpha ->
        "Nadeau and Bengio's test, which allows for other training images, shows the difference too."
    | Ok _ ->
        "It holds for networks trained on these images; that it would for other training images is not shown (Nadeau and Bengio's test)."
    | Error _ -> "It holds for networks trained on these images."
