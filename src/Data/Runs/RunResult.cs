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

/// <summary>How a finished run ended; the content of <c>result.json</c>, written last.</summary>
/// <param name="EpochsRun">Number of epochs that were trained.</param>
/// <param name="ChosenEpoch">The epoch whose weights were kept, from 1.</param>
/// <param name="StopReason">Why training ended, in words.</param>
/// <param name="Validation">Validation metrics of the kept weights.</param>
/// <param name="Test">Test metrics of the kept weights; the test split is looked at here and nowhere before.</param>
public sealed record RunResult(
    int EpochsRun,
    int ChosenEpoch,
    string StopReason,
    SplitMetrics Validation,
    SplitMetrics Test
);
