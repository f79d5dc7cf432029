using QImpact.Data.Models;
using QImpact.Metrics;

namespace QImpact.Inference.Thresholds;

/// <summary>The threshold with which a model decides (class 1 where its probability is at least this), and in words where it comes from.</summary>
public sealed record ThresholdInUse(double Value, string Source)
{
    /// <summary>The card's threshold; 0.5 without a card.</summary>
    internal static ThresholdInUse Of(ModelCard? card) =>
        card switch
        {
            null => new ThresholdInUse(Classifier.DefaultThreshold, "the default: no card beside the model"),
            { Threshold: not { } } => new ThresholdInUse(Classifier.DefaultThreshold, "the default: the card has none"),
            { Threshold: { } stored, ThresholdChoice: null } => new ThresholdInUse(stored, "the card's, as exported"),
            { Threshold: { } stored, ThresholdChoice: { } choice } => new ThresholdInUse(
                stored,
                choice.Rule == ThresholdRule.GivenName
                    ? "the card's, given"
                    : $"the card's, {choice.Rule} on {choice.Split}"
            ),
        };
}
