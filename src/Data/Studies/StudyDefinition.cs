using System.Collections.Immutable;
using QImpact.Data.Folds;

namespace QImpact.Data.Studies;

/// <summary>A question of a study: an arm minus a reference, both names of architectures, and the question in words.</summary>
public sealed record Contrast(string Arm, string Reference, string Question);

/// <summary>What is to be concluded from the comparison, fixed before there is any result.</summary>
/// <param name="Margin">Differences of the AUC smaller than this count as none, above 0 and below 0.5.</param>
/// <param name="WholeRepeats">Nothing is concluded before so many repeats are whole.</param>
/// <param name="Primary">The questions that share one error rate.</param>
/// <param name="Exploratory">Further ones, marked so.</param>
public sealed record StudyAnalysis(
    double Margin,
    int WholeRepeats,
    ImmutableArray<Contrast> Primary,
    ImmutableArray<Contrast> Exploratory
)
{
    /// <summary>What holds where a study does not say it: a margin of 0.05, five repeats, no question.</summary>
    public static StudyAnalysis Default { get; } = new(Margin: 0.05, WholeRepeats: 5, Primary: [], Exploratory: []);
}

/// <summary>
/// A study as a value: which networks are trained on what, with which seeds, and what is asked of them. <see cref="StudyExpansion"/> makes its list of
/// runs, <see cref="StudyRuns"/> finds those that are there.
/// </summary>
/// <param name="Name">A name of a file's part: the study's folder is called so unless told otherwise.</param>
/// <param name="Title">In words.</param>
/// <param name="Dataset">A data set's name.</param>
/// <param name="PositiveClass">The class that must not be missed, its name or number; null for the one that is known.</param>
/// <param name="Parts">In the order in which they are carried out.</param>
/// <param name="Analysis">What is asked.</param>
public sealed record StudyDefinition(
    string Name,
    string Title,
    string Dataset,
    string? PositiveClass,
    ImmutableArray<StudyPart> Parts,
    StudyAnalysis Analysis
)
{
    /// <summary>What no fold of the comparison divides, so that it counts as one in its errors; null where each image stands for itself.</summary>
    public GroupSource? Groups =>
        Parts.FirstOrDefault(part => part.Role == StudyRole.Comparison)?.Splits
            is SplitPlan.Folds { Groups: not GroupSource.None } folds
            ? folds.Groups
            : null;

    /// <summary>Whether a part chooses the rates of another.</summary>
    public bool Chooses(StudyPart part) =>
        Parts.Any(other => other.Rates is RatePlan.ChosenBy by && by.Part == part.Name);
}
