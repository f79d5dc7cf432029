/// Which methods may be used for a study's contrast, and why not where they may not.
module QImpact.Statistics.StudyMethods

/// What a contrast of two arms can be judged by.
type StudyMethod =
    /// ObuchowskiRockette: a claim of a difference, and its interval.
    | ObuchowskiRockette
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
        /// Whether the runs of either arm fall in two heaps (TwoHeaps.find on the folds' AUCs).
        TwoHeaps: bool
    }

/// Whole repeats, or seeds, below which nothing is concluded.
[<Literal>]
let FewestRepeats = 5

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
                "There is one split: the method corrects for training sets that overlap between folds, and here is nothing to correct."
        | _ -> Ok()
