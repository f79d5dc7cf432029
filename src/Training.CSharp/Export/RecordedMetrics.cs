using System.Globalization;
using QImpact.Data;
using QImpact.Data.Runs;
using QImpact.Metrics;
using QImpact.Training.Epochs;

namespace QImpact.Training.Export;

/// <summary>
/// Whether weights that were read back are those whose metrics a run has on record. Another number of threads, another machine and another
/// device round otherwise; docs/onnx.md has what was measured.
/// </summary>
public static class RecordedMetrics
{
    /// <summary>
    /// How far the loss may be from the recorded one, relative to it where it is above 1. The other metrics must be equal, but for images
    /// whose scores are as near to the threshold or to one another: they may be decided, or ranked, either way.
    /// </summary>
    public const double Tolerance = 1e-4;

    private const double Rounding = 1e-12;

    /// <summary>Refuses outputs whose metrics are not the recorded ones.</summary>
    /// <param name="evaluation">What the weights give for a split.</param>
    /// <param name="recorded">What <c>result.json</c> has of it.</param>
    /// <param name="where">File and member, for the message.</param>
    /// <exception cref="BadInputException">A metric differs by more than the tolerance.</exception>
    public static void Require(Evaluation evaluation, SplitMetrics recorded, string where)
    {
        SplitMetrics found = evaluation.Metrics();
        Compare("images", recorded.Images, found.Images, 0);
        Compare("loss", recorded.Loss, found.Loss, Tolerance * Math.Max(1, found.Loss ?? 1));
        Compare("auc", recorded.Auc, found.Auc, AucTolerance(evaluation));
        if (evaluation.Scores().Any(score => Math.Abs(score - Classification.DefaultThreshold) <= Tolerance))
            return;
        Compare("accuracy", recorded.Accuracy, found.Accuracy, Rounding);
        Compare("balanced_accuracy", recorded.BalancedAccuracy, found.BalancedAccuracy, Rounding);
        Compare("gmean", recorded.Gmean, found.Gmean, Rounding);
        Compare("precision_class0", recorded.PrecisionClass0, found.PrecisionClass0, Rounding);
        Compare("recall_class0", recorded.RecallClass0, found.RecallClass0, Rounding);
        Compare("f1_class0", recorded.F1Class0, found.F1Class0, Rounding);
        Compare("precision_class1", recorded.PrecisionClass1, found.PrecisionClass1, Rounding);
        Compare("recall_class1", recorded.RecallClass1, found.RecallClass1, Rounding);
        Compare("f1_class1", recorded.F1Class1, found.F1Class1, Rounding);

        void Compare(string metric, double? expected, double? actual, double tolerance)
        {
            if (expected is null && actual is null)
                return;
            if (!(Math.Abs((expected - actual) ?? double.NaN) <= tolerance))
                throw new BadInputException(
                    $"{where}.{metric} is {Text(expected)}, but the weights of the run give {Text(actual)}: they are not those "
                        + "that this result was measured with; train the run again"
                );
        }
    }

    // Two images of different classes whose scores are nearly equal may change places.
    private static double AucTolerance(Evaluation evaluation)
    {
        double[] scores = evaluation.Scores();
        double[] zeros = Of(0);
        double[] ones = Of(1);
        int near = ones.Sum(one => zeros.Count(zero => Math.Abs(one - zero) <= Tolerance));
        return Rounding + (double)near / Math.Max(zeros.Length * ones.Length, 1);

        double[] Of(int label) => [.. scores.Where((_, image) => evaluation.Labels[image] == label)];
    }

    private static string Text(double? value) => value?.ToString("R", CultureInfo.InvariantCulture) ?? "undefined";
}
