/// <summary>Models judged on the same images.</summary>
module QImpact.Analysis.Comparison

open QImpact.Metrics
open QImpact.Analysis.Input
open QImpact.Statistics

/// <summary>What the models were judged on.</summary>
type Subject =
    {
        /// <summary>The data set's name.</summary>
        Dataset: string
        /// <summary>The split's name.</summary>
        Split: string
        /// <summary>Whether the images are generated ones, which say nothing about real ones.</summary>
        IsPhantom: bool
        /// <summary>Names of class 0 and class 1.</summary>
        ClassNames: string list
        /// <summary>The class that must not be missed: the headline's positive class.</summary>
        PositiveClass: int
        /// <summary>MD5 of the data that the runs used; None where only prediction tables are known.</summary>
        Checksum: string option
    }

/// <summary>One model's results.</summary>
type Model =
    {
        /// <summary>Its short name in tables and charts, unique in the comparison.</summary>
        Label: string
        /// <summary>Its predictions.</summary>
        Predictions: Predictions.PredictionSet
        /// <summary>The run that trained it, where its folder was read.</summary>
        Run: Runs.Run option
        /// <summary>P(class 1) of each image of the comparison, in the comparison's order.</summary>
        Scores: float[]
        /// <summary>Its metrics on these images.</summary>
        Metrics: MetricValues
        /// <summary>The same metrics with their intervals.</summary>
        Estimates: Estimate list
        /// <summary>The place of its architecture and protocol in the comparison: models that differ in the seed alone share it.</summary>
        Family: int
        /// <summary>The family's name: the label without the seed.</summary>
        FamilyName: string
        /// <summary>Its place among the models of its family.</summary>
        Sibling: int
        /// <summary>Its rows without a score, and the first one's reason.</summary>
        Failures: (int * string) option
    }

    /// <summary>The estimate of a metric.</summary>
    member Estimate: metric: Metric -> Estimate

/// <summary>Models judged on the same images.</summary>
type Comparison =
    {
        Subject: Subject
        /// <summary>What the models were judged by.</summary>
        Metrics: Metric list
        /// <summary>The images that every model judged and whose class is known, in the order of the first model's table.</summary>
        SampleIds: string[]
        /// <summary>Their classes.</summary>
        Labels: int[]
        /// <summary>Images left out because their class is unknown.</summary>
        Unlabelled: int
        /// <summary>Images left out, for every model, because at least one model gave no score.</summary>
        LeftOut: int
        /// <summary>The models: baseline, quantum-end, quantum-mid, others; by protocol and seed.</summary>
        Models: Model list
        /// <summary>Runs without predictions for this split, with their label.</summary>
        RunsWithoutPredictions: (string * Runs.Run) list
        /// <summary>Every metric of every model, by its place in Models, on the same resampled images.</summary>
        Resamples: MetricBootstrap
    }

/// <summary>By what models are judged.</summary>
type Settings =
    {
        /// <summary>The metrics, in the order of the files.</summary>
        Metrics: Metric list
        /// <summary>Seed of the resamples' draws.</summary>
        Seed: int
        /// <summary>Number of resamples, at least 2.</summary>
        Replicates: int
    }

    /// <summary>The whole table, seed 0, 10,000 resamples: what reports use.</summary>
    static member Default: Settings

/// <summary>Compares the runs' models and further prediction tables on one split.</summary>
/// <exception cref="T:QImpact.Data.BadInputException">
/// There is nothing to compare for this split, the models saw different images, a model occurs twice, or runs and tables
/// contradict one another.
/// </exception>
val build: split: string -> runs: Runs.Run list -> tables: Predictions.PredictionSet list -> Comparison

/// <summary>The same with settings of one's own choice.</summary>
val buildWith:
    settings: Settings -> split: string -> runs: Runs.Run list -> tables: Predictions.PredictionSet list -> Comparison
