/// <summary>What a printed AUC, the class counts and a confusion matrix say of an AUC and its uncertainty.</summary>
module QImpact.Analysis.Audit.AucBounds

open QImpact.Statistics

/// <summary>One model's printed AUC.</summary>
type ModelAuc =
    {
        Model: string
        Printed: PrintedValue
        /// <summary>
        /// The whole numbers of pairs (a case of each class) in the right order that are printed so, of n0 n1; None where only
        /// tied scores can give it.
        /// </summary>
        RightPairs: (int64 * int64) option
        /// <summary>The AUCs of all ROC curves through the operating points that the model's matrices are; None without a matrix.</summary>
        Possible: Interval option
        /// <summary>Hanley and McNeil's standard error with class 0 and with class 1 as positive; why there is none.</summary>
        StandardErrors: Result<float * float, string>
        /// <summary>Their 95 % intervals.</summary>
        Intervals: Result<Interval * Interval, string>
    }

    /// <summary>Whether a ROC curve through an operating point of the matrices can have this AUC.</summary>
    member AgreesWithMatrix: bool

/// <summary>The two-sided p-values of a difference at an assumed correlation of the two estimates.</summary>
type AtCorrelation =
    {
        Correlation: float
        /// <summary>With class 0 and with class 1 as positive.</summary>
        PValues: Result<float * float, string>
    }

/// <summary>Two models' AUCs.</summary>
type AucPair =
    {
        /// <summary>The second's printed AUC less the first's.</summary>
        Difference: float
        /// <summary>How far rounding may have moved the difference.</summary>
        Rounding: float
        Assumed: AtCorrelation list
        /// <summary>
        /// The correlation of the estimates from which on the difference is significant, with class 0 and with class 1 as
        /// positive; why there is none.
        /// </summary>
        Needed: Result<float * float, string>
    }

/// <summary>The bounds for one model.</summary>
val ofModel:
    counts: ClassCounts -> regions: MatrixSearch.Region list -> model: string -> printed: PrintedValue -> ModelAuc

/// <summary>The bounds for two models on the same cases; the correlation of their AUCs is not in a table.</summary>
val ofPair: alpha: float -> counts: ClassCounts -> first: PrintedValue -> second: PrintedValue -> AucPair
