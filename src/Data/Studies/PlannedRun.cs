using QImpact.Data.Folds;
using QImpact.Data.Runs;

namespace QImpact.Data.Studies;

/// <summary>A run of a study's list.</summary>
/// <param name="Part">The part that it belongs to.</param>
/// <param name="Role">That part's role.</param>
/// <param name="Architecture">What is trained.</param>
/// <param name="Circuit">The part's circuit as the study writes it; null in an arm without one, and for the paper's.</param>
/// <param name="Protocol">A name of <see cref="Protocols"/>.</param>
/// <param name="Settings">Those in force, the rate among them.</param>
/// <param name="Seed">Of everything random.</param>
/// <param name="Fold">What it is tested on; null for the published split.</param>
/// <param name="Threads">Of the tensor library; they decide the last bits.</param>
/// <param name="Name">The run's, and its archive's without the extension.</param>
/// <param name="Identity">What it depends on.</param>
/// <param name="BaselineName">The run that it must exceed to stop; null where it does not stop so.</param>
public sealed record PlannedRun(
    string Part,
    StudyRole Role,
    Architecture Architecture,
    string? Circuit,
    string Protocol,
    TrainingSettings Settings,
    int Seed,
    FoldChoice? Fold,
    int Threads,
    string Name,
    RunIdentity Identity,
    string? BaselineName
)
{
    /// <summary>What that run depends on; null where there is none.</summary>
    public RunIdentity? BaselineIdentity { get; init; }
}
