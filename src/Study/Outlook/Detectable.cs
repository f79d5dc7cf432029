using System.Collections.Immutable;
using QImpact.Data;
using QImpact.Data.Studies;
using QImpact.Statistics;

namespace QImpact.Study.Outlook;

/// <summary>The smallest difference of the AUC that a part can be expected to find: a range, as what it rests on is not known before.</summary>
/// <param name="Part">The part.</param>
/// <param name="Repeats">Repeats, or seeds of the published split.</param>
/// <param name="Class0">Images of class 0 that are tested in each.</param>
/// <param name="Class1">Images of class 1.</param>
/// <param name="Alpha">The level, two-sided; of a family of questions that of the first by Holm.</param>
/// <param name="Lowest">Where arms agree much and seeds little matter.</param>
/// <param name="Highest">Where arms agree little and seeds matter more.</param>
public sealed record Detectable(
    string Part,
    int Repeats,
    int Class0,
    int Class1,
    double Alpha,
    double Lowest,
    double Highest
)
{
    /// <summary>The AUC that is expected of both arms.</summary>
    public const double Auc = 0.86;

    /// <summary>The power.</summary>
    public const double Power = 0.8;

    /// <summary>The correlation of two arms' AUCs over the images.</summary>
    public static readonly (double Low, double High) Correlation = (0.6, 0.8);

    /// <summary>The standard deviation of an arm's AUC between seeds.</summary>
    public static readonly (double Low, double High) SeedDeviation = (0.02, 0.04);

    private const double Level = 0.05;

    /// <summary>Of each part that compares arms on all folds or on the published split, with at least two repeats; of two classes alone.</summary>
    /// <param name="study">The study.</param>
    /// <param name="dataset">Its data, undivided.</param>
    public static ImmutableArray<Detectable> Of(StudyDefinition study, Dataset dataset) =>
        dataset.Classes != 2
            ? []
            :
            [
                .. study
                    .Parts.Where(part =>
                        part.Role is StudyRole.Comparison or StudyRole.Official && part.Arms.Length > 1
                    )
                    .Select(part => Of(study, part, dataset))
                    .OfType<Detectable>(),
            ];

    private static Detectable? Of(StudyDefinition study, StudyPart part, Dataset dataset)
    {
        bool isWhole = part.Splits is not SplitPlan.Folds folds || folds.Tested.Length == folds.Count;
        int repeats = part.Splits is SplitPlan.Folds all ? all.Repeats : part.Splits.Runs;
        if (!isWhole || repeats < 2)
            return null;
        ImmutableArray<int> tested = dataset.Test.ClassCounts(2);
        if (part.Splits is SplitPlan.Folds)
            tested =
            [
                .. tested.Select(
                    (count, label) =>
                        count + dataset.Train.ClassCounts(2)[label] + dataset.Validation.ClassCounts(2)[label]
                ),
            ];
        double alpha = Level / Math.Max(1, part.Role is StudyRole.Comparison ? study.Analysis.Primary.Length : 1);
        return new Detectable(
            part.Name,
            repeats,
            tested[0],
            tested[1],
            alpha,
            Difference(Correlation.High, SeedDeviation.Low),
            Difference(Correlation.Low, SeedDeviation.High)
        );

        double Difference(double correlation, double deviation) =>
            ObuchowskiRockettePower
                .detectableDifference(
                    alpha,
                    Power,
                    new ObuchowskiRockettePower.Design(tested[1], tested[0], Auc, correlation, repeats, deviation)
                )
                .ResultValue;
    }
}
