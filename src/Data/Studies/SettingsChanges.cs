using System.Collections.Immutable;
using QImpact.Data.Runs;

namespace QImpact.Data.Studies;

/// <summary>
/// What a part changes of its protocol, for every arm alike, in the members of <see cref="TrainingSettings"/>; null keeps the protocol's. The learning
/// rate is no member: <see cref="RatePlan"/> says it.
/// </summary>
public sealed record SettingsChanges(
    int? Epochs = null,
    Selection? Select = null,
    int? BatchSize = null,
    Balance? Balance = null,
    Stem? Stem = null,
    ImmutableArray<double>? LearningRateMilestones = null,
    double? Mean = null,
    double? StandardDeviation = null,
    bool? StopAboveBaseline = null,
    double? CircuitLearningRate = null
)
{
    /// <summary>The settings with the changes.</summary>
    public TrainingSettings Apply(TrainingSettings settings) =>
        settings with
        {
            Epochs = Epochs ?? settings.Epochs,
            Select = Select ?? settings.Select,
            BatchSize = BatchSize ?? settings.BatchSize,
            Balance = Balance ?? settings.Balance,
            Stem = Stem ?? settings.Stem,
            LearningRateMilestones = LearningRateMilestones ?? settings.LearningRateMilestones,
            Mean = Mean ?? settings.Mean,
            StandardDeviation = StandardDeviation ?? settings.StandardDeviation,
            StopAboveBaseline = StopAboveBaseline ?? settings.StopAboveBaseline,
            CircuitLearningRate = CircuitLearningRate ?? settings.CircuitLearningRate,
        };
}
