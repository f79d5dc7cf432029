namespace QImpact.Metrics

open System

/// <summary>A part of a number of cases.</summary>
type Share =
    {
        /// <summary>The cases that count.</summary>
        Part: int64
        /// <summary>All cases that could.</summary>
        Whole: int64
        /// <summary>What is missing where there are none.</summary>
        WhenEmpty: string
    }

/// <summary>How a metric follows from weighted cases.</summary>
[<NoEquality; NoComparison>]
type Formula =
    /// <summary>From the decisions, counted.</summary>
    | OfCounts of (CountMatrix -> MetricValue)
    /// <summary>From the order of the scores of the metric's class; of class 1 where it has none.</summary>
    | OfOrder of (TieGroups -> MetricValue)
    /// <summary>From the orders of the scores of all classes.</summary>
    | OfOrders of (TieGroups[] -> MetricValue)
    /// <summary>
    /// From labels and probabilities case by case: called once with these, in the order of the cases, then with the weights of each resample.
    /// </summary>
    | OfCases of (int[] -> ClassScores -> int[] -> MetricValue)
    /// <summary>The same, of probabilities corrected for classes that were balanced in training; undefined where their parts are not known.</summary>
    | OfCorrected of (int[] -> ClassScores -> int[] -> MetricValue)

/// <summary>Which interval the cases give a metric.</summary>
[<RequireQualifiedAccess; NoEquality; NoComparison>]
type IntervalMethod =
    /// <summary>Wilson's score interval: for a part of independent cases.</summary>
    | Wilson of (CountMatrix -> Share)
    /// <summary>DeLong's, for the area under the ROC curve of the metric's class against the others.</summary>
    | DeLong
    /// <summary>BCa, from cases resampled within their class.</summary>
    | Bootstrap

/// <summary>Which test compares a metric of two models on the same cases.</summary>
[<RequireQualifiedAccess>]
type PairedTest =
    /// <summary>McNemar's exact test of the right decisions: of all cases, or of those of the metric's class.</summary>
    | McNemar
    /// <summary>DeLong's test of two areas, of the metric's class against the others.</summary>
    | DeLong
    /// <summary>A permutation test of two mean areas: the models' scores of an image are exchanged, all classes together.</summary>
    | Permutation
    /// <summary>None: the difference is described by its interval.</summary>
    | NotTested

/// <summary>Which end of a metric's range is the good one.</summary>
type Direction =
    | HigherIsBetter
    | LowerIsBetter

/// <summary>A metric of one class, or of all together. Equal are metrics of the same name and class.</summary>
[<CustomEquality; NoComparison>]
type Metric =
    {
        /// <summary>The name in files, such as balanced_accuracy.</summary>
        Name: string
        /// <summary>The class that counts as positive; None where the metric does not depend on it.</summary>
        PositiveClass: int option
        /// <summary>The heading of a row or a column: Balanced accuracy.</summary>
        Title: string
        /// <summary>The name inside a sentence: balanced accuracy.</summary>
        Phrase: string
        /// <summary>The phrase where there is little room: bal. acc.</summary>
        Abbreviation: string
        Direction: Direction
        Formula: Formula
        Interval: IntervalMethod
        Test: PairedTest
        /// <summary>Its place among those that are shown first: on the terminal and as bars. None: in the full tables only.</summary>
        Headline: int option
        /// <summary>Whether its interval stands below it on the terminal: for the ones that a reader looks at first.</summary>
        ShowsInterval: bool
        /// <summary>Whether it stands in metrics.csv and in the report's full table.</summary>
        IsReported: bool
        /// <summary>Whether models are compared by it.</summary>
        IsCompared: bool
    }

    /// <summary>The name inside a sentence with the class: recall (malignant).</summary>
    member this.Of(classNames: string list) =
        match this.PositiveClass with
        | Some cls -> $"{this.Phrase} ({classNames[cls]})"
        | None -> this.Phrase

    override this.Equals other =
        match other with
        | :? Metric as other -> other.Name = this.Name && other.PositiveClass = this.PositiveClass
        | _ -> false

    override this.GetHashCode() =
        HashCode.Combine(this.Name, this.PositiveClass)

    override this.ToString() =
        match this.PositiveClass with
        | Some cls -> $"{this.Phrase} (class {cls})"
        | None -> this.Phrase

/// <summary>A row of the table of metrics.</summary>
[<NoEquality; NoComparison>]
type MetricRow =
    /// <summary>One metric for all classes together.</summary>
    | Overall of Metric
    /// <summary>A metric for each class, from 0.</summary>
    | PerClass of (int -> Metric)
    /// <summary>A row of two classes only.</summary>
    | ForTwo of MetricRow
    /// <summary>A row of more than two classes only.</summary>
    | ForMore of MetricRow
