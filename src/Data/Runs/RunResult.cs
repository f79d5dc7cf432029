using System.Text.Json.Serialization;

namespace QImpact.Data.Runs;

/// <summary>Metrics of one class of several against all others, and how many images it has; null = undefined.</summary>
public sealed record ClassMetrics(int Images, double? Precision, double? Recall, double? F1, double? Auc);

/// <summary>
/// Metrics of one split; null = undefined. Two classes are decided at threshold 0.5. Of several the most probable is; their AUC is the mean of
/// those of each class against all others, and what two classes have one by one stands in <see cref="Classes"/>.
/// </summary>
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
)
{
    /// <summary>The mean of the classes' F1; of several classes alone.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? MacroF1 { get; init; }

    /// <summary>Cohen's kappa; of several classes alone.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Kappa { get; init; }

    /// <summary>Each of several classes, in their order; null with two.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ClassMetrics>? Classes { get; init; }
}

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
