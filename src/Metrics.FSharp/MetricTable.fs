/// <summary>
/// The table of metrics, the one place that knows which there are. A further row appears in metrics.csv, the report's table and chart, the
/// terminal, the bootstrap and the comparison, as it says itself.
/// </summary>
module QImpact.Metrics.MetricTable

/// <summary>A row whose metric is no headline, has the bootstrap's interval and is described, not tested.</summary>
/// <param name="name">In files.</param>
/// <param name="title">As a heading.</param>
/// <param name="phrase">Inside a sentence.</param>
/// <param name="formula">How it follows from cases.</param>
let row name title phrase formula =
    {
        Name = name
        PositiveClass = None
        Title = title
        Phrase = phrase
        Abbreviation = phrase
        Direction = HigherIsBetter
        Formula = formula
        Interval = IntervalMethod.Bootstrap
        Test = PairedTest.NotTested
        Headline = None
        ShowsInterval = false
        IsReported = true
        IsCompared = true
    }

/// A part of the cases: Wilson's interval holds for it.
let private proportion name title phrase share =
    { row name title phrase (OfCounts(share >> Formulas.share)) with
        Interval = IntervalMethod.Wilson share
    }

/// <summary>The part of the cases decided rightly, in [0, 1].</summary>
let accuracy =
    { proportion "accuracy" "Accuracy" "accuracy" Formulas.accuracy with
        Test = PairedTest.McNemar
        Headline = Some 1
    }

/// <summary>The mean of the recalls, in [0, 1].</summary>
let balancedAccuracy =
    { row "balanced_accuracy" "Balanced accuracy" "balanced accuracy" (OfCounts Formulas.balancedAccuracy) with
        Abbreviation = "bal. acc."
        Headline = Some 2
    }

/// <summary>Of the cases decided for the class, the part that is of it.</summary>
let precision cls =
    { proportion "precision" "Precision" "precision" (Formulas.precision cls) with
        PositiveClass = Some cls
        Headline = Some 4
    }

/// <summary>Of the cases of the class, the part found: its sensitivity.</summary>
let recall cls =
    { proportion "recall" "Recall" "recall" (Formulas.recall cls) with
        PositiveClass = Some cls
        Test = PairedTest.McNemar
        Headline = Some 3
        ShowsInterval = true
    }

/// <summary>Of the cases of other classes, the part not decided for the class. Of two classes it is the other's recall.</summary>
let specificity cls =
    { proportion "specificity" "Specificity" "specificity" (Formulas.specificity cls) with
        PositiveClass = Some cls
        IsCompared = false
    }

/// <summary>The harmonic mean of precision and recall of the class.</summary>
let f1 cls =
    { row "f1" "F1" "F1" (OfCounts(Formulas.f1 cls)) with
        PositiveClass = Some cls
        Headline = Some 5
    }

/// <summary>The geometric mean of the recalls, in [0, 1].</summary>
let gmean =
    { row "gmean" "G-mean" "G-mean" (OfCounts Formulas.gmean) with
        Headline = Some 6
    }

/// <summary>The area under the ROC curve, in [0, 1].</summary>
let auc =
    { row "auc" "AUC" "AUC" (OfOrder Formulas.auc) with
        Interval = IntervalMethod.DeLong
        Test = PairedTest.DeLong
        Headline = Some 7
        ShowsInterval = true
    }

/// <summary>Matthews' correlation, in [-1, 1].</summary>
let mcc = row "mcc" "Matthews correlation" "MCC" (OfCounts Formulas.matthews)

/// <summary>The mean squared error of P(class 1), in [0, 1].</summary>
let brier =
    { row "brier" "Brier score" "Brier score" (OfCases(Formulas.mean Formulas.brier)) with
        Direction = LowerIsBetter
    }

/// <summary>The mean of -ln P(true class), at least 0.</summary>
let logLoss =
    { row "log_loss" "Log loss" "log loss" (OfCases(Formulas.mean Formulas.logLoss)) with
        Direction = LowerIsBetter
    }

/// A mean loss of probabilities corrected for classes that were balanced in training, beside the raw one.
let private corrected (raw: Metric) loss =
    { raw with
        Name = $"{raw.Name}_corrected"
        Title = $"{raw.Title}, prior-corrected"
        Phrase = $"prior-corrected {raw.Phrase}"
        Abbreviation = $"prior-corrected {raw.Abbreviation}"
        Formula = OfCorrected(Formulas.mean loss)
        IsCompared = false
    }

/// <summary>The Brier score of probabilities corrected by <see cref="T:QImpact.Metrics.PriorShift"/>, in [0, 1].</summary>
let brierCorrected = corrected brier Formulas.brier

/// <summary>The log loss of probabilities corrected by <see cref="T:QImpact.Metrics.PriorShift"/>, at least 0.</summary>
let logLossCorrected = corrected logLoss Formulas.logLoss

/// <summary>The area below the precision-recall curve in steps, in [0, 1].</summary>
let averagePrecision cls =
    { row "average_precision" "Average precision" "average precision" (OfOrder(Formulas.averagePrecision cls)) with
        PositiveClass = Some cls
        IsReported = false
    }

/// <summary>The expected calibration error in ten bins, in [0, 1].</summary>
let calibrationError =
    { row "calibration_error" "Calibration error" "calibration error" (OfCases(Formulas.calibrationError 10)) with
        Direction = LowerIsBetter
        IsReported = false
    }

/// <summary>All rows, in the order of the files.</summary>
let rows =
    [
        Overall accuracy
        Overall balancedAccuracy
        PerClass precision
        PerClass recall
        PerClass specificity
        PerClass f1
        Overall gmean
        Overall auc
        Overall mcc
        Overall brier
        Overall brierCorrected
        Overall logLoss
        Overall logLossCorrected
        PerClass averagePrecision
        Overall calibrationError
    ]

/// <summary>The metrics of some rows for a number of classes, a class after the other.</summary>
let ofClasses classes rows =
    rows
    |> List.collect (function
        | Overall metric -> [ metric ]
        | PerClass metric -> List.init classes metric)

/// <summary>All metrics of two classes.</summary>
let all = ofClasses 2 rows

/// <summary>Headlines first, each in its place, then the others in the order of the table: the order for readers.</summary>
let forReaders (metrics: Metric list) =
    metrics
    |> List.sortBy (fun metric -> defaultArg metric.Headline System.Int32.MaxValue)
