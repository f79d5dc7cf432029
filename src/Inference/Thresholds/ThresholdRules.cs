using System.Globalization;
using QImpact.Data;
using QImpact.Metrics;

namespace QImpact.Inference.Thresholds;

/// <summary>A threshold's rule as the command line writes it, and its refusals as errors of the input.</summary>
public static class ThresholdRules
{
    extension(ThresholdRule rule)
    {
        /// <summary>Reads <c>youden</c>, <c>sensitivity=0.95</c> or a number.</summary>
        /// <exception cref="BadInputException">It is none of these.</exception>
        public static ThresholdRule Parse(string text)
        {
            const string sensitivity = "sensitivity=";
            if (text == "youden")
                return ThresholdRule.Youden;
            if (text.StartsWith(sensitivity, StringComparison.Ordinal))
                return ThresholdRule.NewSensitivity(Number(text, text[sensitivity.Length..], above: 0));
            return ThresholdRule.NewGiven(Number(text, text, above: -1));
        }

        /// <summary>Chooses a threshold: <see cref="ThresholdRule.TryChoose"/>.</summary>
        /// <exception cref="BadInputException">A class has no image.</exception>
        public (double Threshold, ConfusionMatrix Counts) Choose(
            IReadOnlyList<int> labels,
            IReadOnlyList<double> scores,
            int positive
        )
        {
            var chosen = rule.TryChoose(labels, scores, positive);
            return chosen.IsOk
                ? (chosen.ResultValue.Threshold, chosen.ResultValue.Counts)
                : throw new BadInputException(chosen.ErrorValue);
        }
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
