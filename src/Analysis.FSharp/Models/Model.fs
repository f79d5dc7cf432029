namespace QImpact.Analysis.Models

open QImpact.Data.Runs
open QImpact.Metrics
open QImpact.Analysis.Input
open QImpact.Analysis.Input.Predictions

/// What models were judged on.
type Subject =
    {
        /// The data set's name.
        Dataset: string
        /// The split's name.
        Split: string
        /// Whether the images are generated ones, which say nothing about real ones.
        IsPhantom: bool
        /// The names of the classes, from class 0 on.
        ClassNames: string list
        /// The class that must not be missed: the headline's positive class. None where there are more than two and none was named.
        PositiveClass: int option
        /// MD5 of the data that the runs used; None where only prediction tables are known.
        Checksum: string option
    }

    /// The classes as readers meet them: the one that must not be missed, then the others in their order.
    member this.Classes =
        let all = [ 0 .. this.ClassNames.Length - 1 ]

        Option.toList this.PositiveClass
        @ List.except (Option.toList this.PositiveClass) all

    /// Whether there are more than two classes, none of which stands for the whole.
    member this.HasManyClasses = this.ClassNames.Length > 2

/// One model's results.
type Model =
    {
        /// Its short name in tables and charts, unique in the comparison.
        Label: string
        /// Its predictions.
        Predictions: PredictionSet
        /// The run that trained it, where its folder was read.
        Run: Runs.Run option
        /// What it said of each image of the comparison, in the comparison's order.
        Scores: ClassScores
        /// Its metrics on these images.
        Metrics: MetricValues
        /// The same metrics with their intervals.
        Estimates: Estimate list
        /// The place of its family in the comparison: models that differ in the seed alone share it.
        Family: int
        /// The family's name: the label without the seed.
        FamilyName: string
        /// Its place among the models of its family.
        Sibling: int
        /// Its rows without a score, and the first one's reason.
        Failures: (int * string) option
    }

    /// The estimate of a metric.
    member this.Estimate metric =
        this.Estimates |> List.find (fun estimate -> estimate.Metric = metric)
