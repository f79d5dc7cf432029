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

/// <summary>The mean of the precisions of more than two classes, in [0, 1].</summary>
let macroPrecision =
    let formula cls counts =
        Formulas.share (Formulas.precision cls counts)

    row "macro_precision" "Macro precision" "macro precision" (OfCounts(Formulas.macro formula))

/// <summary>The harmonic mean of precision and recall of the class.</summary>
let f1 cls =
    { row "f1" "F1" "F1" (OfCounts(Formulas.f1 cls)) with
        PositiveClass = Some cls
        Headline = Some 5
    }

/// <summary>The mean of the F1 of more than two classes, in [0, 1].</summary>
let macroF1 =
    { row "macro_f1" "Macro F1" "macro F1" (OfCounts(Formulas.macro Formulas.f1)) with
        Headline = Some 5
    }

/// <summary>The geometric mean of the recalls, in [0, 1].</summary>
let gmean =
    { row "gmean" "G-mean" "G-mean" (OfCounts Formulas.gmean) with
        Headline = Some 6
    }

/// <summary>
/// The area under the ROC curve, in [0, 1]; in a table of more than two classes the row of this name is the mean of their areas.
/// </summary>
let auc =
    { row "auc" "AUC" "AUC" (OfOrder Formulas.auc) with
        Interval = IntervalMethod.DeLong
        Test = PairedTest.DeLong
        Headline = Some 7
        ShowsInterval = true
    }

/// The same name of more than two classes: the mean of the areas of each class against the others.
let private macroAuc =
    { auc with
        Title = "Macro AUC"
        Phrase = "macro AUC"
        Abbreviation = "macro AUC"
        Formula = OfOrders Formulas.macroAuc
        Interval = IntervalMethod.Bootstrap
        Test = PairedTest.Permutation
    }

/// <summary>The area under the ROC curve of a class against the others together, in [0, 1].</summary>
let aucOf cls =
    { auc with
        PositiveClass = Some cls
        Formula = OfOrder(Formulas.aucOf cls)
        // The mean over the classes is tested, not each.
        Test = PairedTest.NotTested
    }

/// <summary>Matthews' correlation, in [-1, 1].</summary>
let mcc = row "mcc" "Matthews correlation" "MCC" (OfCounts Formulas.matthews)

/// <summary>Cohen's kappa, at most 1; 0 is chance.</summary>
let kappa = row "kappa" "Cohen's kappa" "kappa" (OfCounts Formulas.kappa)

/// <summary>
/// The mean squared error of P(class 1), in [0, 1]; of more than two classes the sum over them, in [0, 2].
/// </summary>
let brier =
    { row "brier" "Brier score" "Brier score" (OfCases Formulas.brier) with
        Direction = LowerIsBetter
    }

/// <summary>The mean of -ln P(true class), at least 0.</summary>
let logLoss =
    { row "log_loss" "Log loss" "log loss" (OfCases Formulas.logLoss) with
        Direction = LowerIsBetter
    }

/// A loss of probabilities corrected for classes that were balanced in training, beside the raw one.
let private corrected (raw: Metric) loss =
    { raw with
        Name = $"{raw.Name}_corrected"
        Title = $"{raw.Title}, prior-corrected"
        Phrase = $"prior-corrected {raw.Phrase}"
        Abbreviation = $"prior-corrected {raw.Abbreviation}"
        Formula = OfCorrected loss
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
        ForMore(Overall macroPrecision)
        PerClass precision
        PerClass recall
        PerClass specificity
        ForMore(Overall macroF1)
        PerClass f1
        Overall gmean
        ForTwo(Overall auc)
        ForMore(Overall macroAuc)
        ForMore(PerClass aucOf)
        Overall mcc
        Overall kappa
        Overall brier
        Overall brierCorrected
        Overall logLoss
        Overall logLossCorrected
        ForTwo(PerClass averagePrecision)
        ForTwo(Overall calibrationError)
    ]

/// <summary>The metrics of some rows for a number of classes, at least 2, a class after the other.</summary>
let ofClasses classes rows =
    let ofClass (metric: int -> Metric) cls =
        if classes = 2 then
            metric cls
        else
            // Of many classes none stands for all.
            { metric cls with
                Headline = None
                ShowsInterval = false
            }

    let rec ofRow row =
        match row with
        | Overall metric -> [ metric ]
        | PerClass metric -> List.init classes (ofClass metric)
        | ForTwo row -> if classes = 2 then ofRow row else []
        | ForMore row -> if classes > 2 then ofRow row else []

    List.collect ofRow rows

/// <summary>All metrics of a number of classes, at least 2, in the order of the files.</summary>
let forClasses classes = ofClasses classes rows

/// <summary>All metrics of two classes.</summary>
let all = forClasses 2

/// <summary>Headlines first, each in its place, then the others in the order of the table: the order for readers.</summary>
let forReaders (metrics: Metric list) =
    metrics
    |> List.sortBy (fun metric -> defaultArg metric.Headline System.Int32.MaxValue)
