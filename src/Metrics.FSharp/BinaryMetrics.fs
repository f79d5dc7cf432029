namespace QImpact.Metrics

open System.Collections.Generic

/// <summary>One metric under its name: a row of metrics.csv.</summary>
type NamedMetric =
    {
        /// <summary>The metric's name: accuracy, balanced_accuracy, precision, recall, specificity, f1, gmean, auc, mcc, brier or log_loss.</summary>
        Name: string
        /// <summary>The class that counts as positive, 0 or 1; null where the metric does not depend on it.</summary>
        PositiveClass: System.Nullable<int>
        /// <summary>The value, or why there is none.</summary>
        Value: MetricValue
    }

/// <summary>
/// What one two-class classifier did on one set of cases. tp, fp, fn, tn below take class 1 as positive.
/// </summary>
type BinaryMetrics =
    {
        /// <summary>Number of cases.</summary>
        N: int
        /// <summary>The decisions counted, class 1 positive.</summary>
        Confusion: ConfusionMatrix
        /// <summary>(tp + tn) / n, in [0, 1].</summary>
        Accuracy: MetricValue
        /// <summary>(recall of class 0 + recall of class 1) / 2, in [0, 1]; undefined where a class has no case.</summary>
        BalancedAccuracy: MetricValue
        /// <summary>tn / (tn + fn), in [0, 1]: of the cases decided 0, the part that is 0.</summary>
        Precision0: MetricValue
        /// <summary>tp / (tp + fp), in [0, 1]: of the cases decided 1, the part that is 1.</summary>
        Precision1: MetricValue
        /// <summary>tn / (tn + fp), in [0, 1]: of the cases of class 0, the part found. Sensitivity for class 0.</summary>
        Recall0: MetricValue
        /// <summary>tp / (tp + fn), in [0, 1]: of the cases of class 1, the part found. Sensitivity for class 1.</summary>
        Recall1: MetricValue
        /// <summary>
        /// 2 tn / (2 tn + fp + fn), in [0, 1]: harmonic mean of precision and recall of class 0. In this count form it is 0,
        /// not undefined, where the class exists but was never decided.
        /// </summary>
        F1Class0: MetricValue
        /// <summary>2 tp / (2 tp + fp + fn), in [0, 1]: harmonic mean of precision and recall of class 1.</summary>
        F1Class1: MetricValue
        /// <summary>Specificity with class 0 as positive: the recall of class 1.</summary>
        Specificity0: MetricValue
        /// <summary>Specificity with class 1 as positive: the recall of class 0.</summary>
        Specificity1: MetricValue
        /// <summary>sqrt(recall of class 0 * recall of class 1), in [0, 1] (Kubat and Matwin 1997).</summary>
        GMean: MetricValue
        /// <summary>
        /// P(s1 > s0) + P(s1 = s0) / 2 for a random case of each class, in [0, 1]. The same for either positive class,
        /// because score_0 = 1 - score_1 reverses the order with the classes. Never flipped below 1/2.
        /// </summary>
        Auc: MetricValue
        /// <summary>
        /// (tp tn - fp fn) / sqrt((tp + fp)(tp + fn)(tn + fp)(tn + fn)), in [-1, 1] (Matthews 1975); undefined where a class
        /// has no case or is never decided.
        /// </summary>
        Mcc: MetricValue
        /// <summary>Mean of (score_1 - label)^2, in [0, 1], 0 is best (Brier 1950).</summary>
        Brier: MetricValue
        /// <summary>
        /// Mean of -ln P(true class), at least 0, 0 is best. Scores are clipped to [2^-52, 1 - 2^-52] (2.2e-16), as
        /// scikit-learn does from 1.2 on, so that a saturated mistake costs 36.04 and not infinity.
        /// </summary>
        LogLoss: MetricValue
    }

    /// <summary>
    /// Every metric under its name, in the order of metrics.csv; class metrics appear twice, class 0 first.
    /// </summary>
    member this.Named: IReadOnlyList<NamedMetric> =
        let both name value =
            {
                Name = name
                PositiveClass = System.Nullable()
                Value = value
            }

        let ofClass name positive value =
            {
                Name = name
                PositiveClass = System.Nullable positive
                Value = value
            }

        [|
            both "accuracy" this.Accuracy
            both "balanced_accuracy" this.BalancedAccuracy
            ofClass "precision" 0 this.Precision0
            ofClass "precision" 1 this.Precision1
            ofClass "recall" 0 this.Recall0
            ofClass "recall" 1 this.Recall1
            ofClass "specificity" 0 this.Specificity0
            ofClass "specificity" 1 this.Specificity1
            ofClass "f1" 0 this.F1Class0
            ofClass "f1" 1 this.F1Class1
            both "gmean" this.GMean
            both "auc" this.Auc
            both "mcc" this.Mcc
            both "brier" this.Brier
            both "log_loss" this.LogLoss
        |]
