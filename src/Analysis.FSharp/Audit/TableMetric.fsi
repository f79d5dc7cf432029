namespace QImpact.Analysis.Audit

open QImpact.Metrics

/// <summary>How a metric that is made for one class was made for two.</summary>
type Convention =
    /// <summary>This class, 0 or 1, counts as positive.</summary>
    | Positive of cls: int
    /// <summary>The mean of the two classes' values.</summary>
    | Macro
    /// <summary>The mean of the two classes' values, weighted by the number of cases of each.</summary>
    | Weighted
    /// <summary>The metric is the same whichever class is positive.</summary>
    | Symmetric

/// <summary>How many cases of each class were decided rightly; with the class counts, the whole confusion matrix.</summary>
[<Struct>]
type Right =
    {
        /// <summary>Cases of class 0 decided 0.</summary>
        Right0: int
        /// <summary>Cases of class 1 decided 1.</summary>
        Right1: int
    }

/// <summary>How many cases of each class there are, each at least 1.</summary>
[<Struct>]
type ClassCounts =
    {
        /// <summary>Cases of class 0.</summary>
        Class0: int
        /// <summary>Cases of class 1.</summary>
        Class1: int
    }

    /// <summary>All cases.</summary>
    member Total: int

/// <summary>How a metric follows from whole counts.</summary>
type ExactFormula

/// <summary>A metric that a table may print: a row of the table of metrics with its formula without rounding.</summary>
[<ReferenceEquality>]
type TableMetric =
    {
        /// <summary>The row; that of class 0 where there is one for each class.</summary>
        Row: Metric
        /// <summary>Its exact formula.</summary>
        Formula: ExactFormula
    }

    /// <summary>Its name in metrics.csv and in a table's file.</summary>
    member Name: string

/// <summary>Metrics from whole counts, without rounding.</summary>
module TableMetric =

    val accuracy: TableMetric
    val balancedAccuracy: TableMetric
    val f1: TableMetric
    val precision: TableMetric
    val recall: TableMetric
    val specificity: TableMetric
    val gmean: TableMetric
    val mcc: TableMetric

    /// <summary>It needs scores; a confusion matrix gives bounds only.</summary>
    val auc: TableMetric

    /// <summary>Every metric that a table may print.</summary>
    val all: TableMetric list

    /// <summary>Their names.</summary>
    val names: string list

    /// <summary>The conventions that the metric may have been printed under.</summary>
    val conventions: metric: TableMetric -> Convention list

    /// <summary>
    /// The metric's value. For a fixed convention it never falls when a further case of either class is decided rightly: the
    /// search rests on that.
    /// </summary>
    /// <exception cref="T:System.ArgumentException">The metric needs scores.</exception>
    val value: metric: TableMetric -> convention: Convention -> counts: ClassCounts -> right: Right -> ExactValue
