using System.Text.Json.Serialization;

namespace QImpact.Data.Runs;

/// <summary>Metrics of one split, threshold 0.5; null = undefined.</summary>
public sealed record SplitMetrics(
    int Images,
    double? Loss,
    double? Accuracy,
    double? BalancedAccuracy,
    double? Gmean,
    double? Auc,
    double? PrecisionClass0,
    double? RecallClass0,
    double? F1Class0,
    double? PrecisionClass1,
    double? RecallClass1,
    double? F1Class1
);

/// <summary>
/// How a finished run ended; the content of <c>result.json</c>, written last. The chosen epoch, from 1, is the one whose weights were kept,
/// and whose metrics these are; the test split is looked at here and nowhere before. Earlier versions wrote no facts on the training.
/// </summary>
public sealed record RunResult(
    int EpochsRun,
    int ChosenEpoch,
    string StopReason,
    SplitMetrics Validation,
    SplitMetrics Test,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] TrainingFacts? Training = null
);
