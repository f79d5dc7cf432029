using System.Globalization;
using QImpact.Data;
using QImpact.Metrics;

namespace QImpact.Inference.Thresholds;

/// <summary>The rule by which a threshold is chosen from labels and scores.</summary>
public abstract record ThresholdRule
{
    /// <summary>What a card calls a number that was chosen elsewhere.</summary>
    internal const string GivenName = "given";

    private ThresholdRule() { }

    /// <summary>The largest sum of sensitivity and specificity (Youden 1950); of several, the one with the highest sensitivity.</summary>
    public sealed record Youden : ThresholdRule;

    /// <summary>A sensitivity that must be reached; of those thresholds the one with the highest specificity.</summary>
    /// <param name="Wanted">In (0, 1].</param>
    public sealed record Sensitivity(double Wanted) : ThresholdRule;

    /// <summary>A number, chosen elsewhere.</summary>
    /// <param name="Value">In [0, 1].</param>
    public sealed record Given(double Value) : ThresholdRule;

    /// <summary>Reads <c>youden</c>, <c>sensitivity=0.95</c> or a number.</summary>
    /// <exception cref="BadInputException">It is none of these.</exception>
    public static ThresholdRule Parse(string text)
    {
        const string sensitivity = "sensitivity=";
        if (text == "youden")
            return new Youden();
        if (text.StartsWith(sensitivity, StringComparison.Ordinal))
            return new Sensitivity(Number(text, text[sensitivity.Length..], above: 0));
        return new Given(Number(text, text, above: -1));
    }

    /// <summary>As it is written.</summary>
    public sealed override string ToString() =>
        this switch
        {
            Youden => "youden",
            Sensitivity rule => string.Create(CultureInfo.InvariantCulture, $"sensitivity={rule.Wanted}"),
            Given => GivenName,
            _ => throw new InvalidOperationException($"{GetType().Name} is no rule"),
        };

    /// <summary>
    /// Chooses a threshold. It stands half-way between two neighbouring scores, so that a difference in the last digits on another machine
    /// moves no image across it.
    /// </summary>
    /// <param name="labels">0 or 1.</param>
    /// <param name="scores">P(class 1).</param>
    /// <param name="positive">The class whose recall is the sensitivity.</param>
    /// <returns>The threshold, and the counts that it gives, of <paramref name="positive"/>.</returns>
    /// <exception cref="BadInputException">A class has no image.</exception>
    public (double Threshold, ConfusionMatrix Counts) Choose(
        IReadOnlyList<int> labels,
        IReadOnlyList<double> scores,
        int positive
    )
    {
        if (labels.Distinct().Count() < 2)
            throw new BadInputException(
                $"all {labels.Count} images are of class {labels[0]}; a threshold is chosen from both classes"
            );
        Candidate best = this switch
        {
            Youden => Candidates().MaxBy(at => (at.Sensitivity + at.Specificity, at.Sensitivity))!,
            Sensitivity rule => Candidates()
                .Where(at => at.Sensitivity >= rule.Wanted)
                .MaxBy(at => (at.Specificity, at.Sensitivity))!,
            Given rule => At(rule.Value),
            _ => throw new InvalidOperationException($"{GetType().Name} is no rule"),
        };
        return (best.Threshold, best.Counts);

        IEnumerable<Candidate> Candidates() => Cuts(scores).Select(At);

        Candidate At(double threshold)
        {
            ConfusionMatrix counts = Classification.Confuse(labels, scores, threshold);
            return new Candidate(threshold, positive == 1 ? counts : counts.SwapPositive());
        }
    }

    private sealed record Candidate(double Threshold, ConfusionMatrix Counts)
    {
        public double Sensitivity => (double)Counts.TruePositives / Counts.Positives;

        public double Specificity => (double)Counts.TrueNegatives / Counts.Negatives;
    }

    // Half-way between neighbours, 0 and 1 included; a score of 1 needs a threshold above it to be decided 0.
    private static IEnumerable<double> Cuts(IReadOnlyList<double> scores)
    {
        double previous = 0;
        foreach (double score in scores.Distinct().Order())
        {
            yield return (previous + score) / 2;
            previous = score;
        }
        yield return previous < 1 ? (previous + 1) / 2 : Math.BitIncrement(1.0);
    }

    private static double Number(string text, string number, double above) =>
        double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
        && value > above
        && value is >= 0 and <= 1
            ? value
            : throw new BadInputException(
                $"--rule={text}; expected youden, sensitivity=S with S in (0, 1], or a threshold in [0, 1]"
            );
}
