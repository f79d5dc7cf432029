using System.Globalization;
using QImpact.Data;
using QImpact.Data.Runs;
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
        Compare("classes", recorded.Classes?.Count, found.Classes?.Count, 0);
        double[] areas = [.. Enumerable.Range(0, evaluation.Classes).Select(label => AucTolerance(evaluation, label))];
        Compare("auc", recorded.Auc, found.Auc, areas.Average());
        for (int label = 0; label < found.Classes?.Count; label++)
            Compare($"classes[{label}].auc", Classes(recorded)[label].Auc, found.Classes[label].Auc, areas[label]);
        if (HasCloseDecision(evaluation))
            return;
        foreach (((string metric, double? was), (_, double? its)) in OfDecisions(recorded).Zip(OfDecisions(found)))
            Compare(metric, was, its, Rounding);

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

    private static IReadOnlyList<ClassMetrics> Classes(SplitMetrics metrics) => metrics.Classes ?? [];

    // What follows from the decisions alone.
    private static IEnumerable<(string Name, double? Value)> OfDecisions(SplitMetrics metrics) =>
        [
            ("accuracy", metrics.Accuracy),
            ("balanced_accuracy", metrics.BalancedAccuracy),
            ("gmean", metrics.Gmean),
            ("precision_class0", metrics.PrecisionClass0),
            ("recall_class0", metrics.RecallClass0),
            ("f1_class0", metrics.F1Class0),
            ("precision_class1", metrics.PrecisionClass1),
            ("recall_class1", metrics.RecallClass1),
            ("f1_class1", metrics.F1Class1),
            ("macro_f1", metrics.MacroF1),
            ("kappa", metrics.Kappa),
            .. Classes(metrics)
                .SelectMany(
                    (its, label) =>
                        new (string, double?)[]
                        {
                            ($"classes[{label}].images", its.Images),
                            ($"classes[{label}].precision", its.Precision),
                            ($"classes[{label}].recall", its.Recall),
                            ($"classes[{label}].f1", its.F1),
                        }
                ),
        ];

    // Whether an image's two most probable classes are so near to each other that rounding may decide for either.
    private static bool HasCloseDecision(Evaluation evaluation) =>
        evaluation
            .Probabilities.Chunk(evaluation.Classes)
            .Any(row =>
                row.OrderDescending().ToArray() is [var first, var second, ..] && first - second <= 2 * Tolerance
            );

    // An image of the class and one of another whose scores are nearly equal may change places.
    private static double AucTolerance(Evaluation evaluation, int label)
    {
        double[] own = Scores(isOwn: true);
        double[] others = Scores(isOwn: false);
        long near = own.Sum(score => (long)Below(score + Tolerance) - Below(score - Tolerance));
        return Rounding + (double)near / Math.Max((long)own.Length * others.Length, 1);

        double[] Scores(bool isOwn) =>
            [
                .. evaluation
                    .Probabilities.Chunk(evaluation.Classes)
                    .Where((_, image) => evaluation.Labels[image] == label == isOwn)
                    .Select(row => (double)row[label])
                    .Order(),
            ];

        // How many of the others have a lower score; ties are a matter of rounding too.
        int Below(double score) => Array.BinarySearch(others, score) is var place && place < 0 ? ~place : place;
    }

    private static string Text(double? value) => value?.ToString("R", CultureInfo.InvariantCulture) ?? "undefined";
}
