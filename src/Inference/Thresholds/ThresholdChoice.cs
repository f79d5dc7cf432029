using QImpact.Metrics;

namespace QImpact.Inference.Thresholds;

/// <summary>How a model's threshold was chosen; stands in its card.</summary>
/// <param name="Rule"><c>youden</c>, <c>sensitivity=0.95</c>, or <c>given</c> for a number chosen elsewhere.</param>
/// <param name="Split">The split on which it was chosen, and whose images are counted here.</param>
/// <param name="DatasetMd5">Checksum of that data set.</param>
/// <param name="PositiveClass">The class whose recall is the sensitivity; the other one's is the specificity.</param>
/// <param name="Detected">Images of the positive class decided as such, on that split.</param>
/// <param name="Positives">Images of the positive class.</param>
/// <param name="Cleared">Images of the other class decided as such.</param>
/// <param name="Negatives">Images of the other class.</param>
public sealed record ThresholdChoice(
    string Rule,
    string Split,
    string DatasetMd5,
    int PositiveClass,
    int Detected,
    int Positives,
    int Cleared,
    int Negatives
);

/// <summary>The threshold with which a model decides, and where it comes from.</summary>
/// <param name="Value">Class 1 is decided where its probability is at least this.</param>
/// <param name="Source">In words.</param>
public sealed record ThresholdInUse(double Value, string Source)
{
    /// <summary>The card's threshold; 0.5 without a card.</summary>
    internal static ThresholdInUse Of(StoredCard? card) =>
        card switch
        {
            null => new ThresholdInUse(Classifier.DefaultThreshold, "the default: no card beside the model"),
            { ThresholdChoice: null } => new ThresholdInUse(card.Threshold, "the card's, as exported"),
            { ThresholdChoice: { } choice } => new ThresholdInUse(
                card.Threshold,
                choice.Rule == ThresholdRule.GivenName
                    ? "the card's, given"
                    : $"the card's, {choice.Rule} on {choice.Split}"
            ),
        };
}
