using System.Collections.Immutable;
using QImpact.Data.Runs;

namespace QImpact.Data.Studies;

/// <summary>Runs of a study that belong together: every arm, at every rate, on every division.</summary>
/// <param name="Name">As options and messages call it; no other part of the study has it.</param>
/// <param name="Role">What it is for.</param>
/// <param name="Arms">The architectures, each once.</param>
/// <param name="Protocol">A name of <see cref="Protocols"/>.</param>
/// <param name="Changes">What is changed of the protocol.</param>
/// <param name="Rates">The learning rates.</param>
/// <param name="Splits">Divisions and seeds.</param>
/// <param name="Circuit">The circuit of the arms that have one (docs/circuits.md); null for the paper's.</param>
public sealed record StudyPart(
    string Name,
    StudyRole Role,
    ImmutableArray<Architecture> Arms,
    string Protocol,
    SettingsChanges Changes,
    RatePlan Rates,
    SplitPlan Splits,
    string? Circuit = null
)
{
    /// <summary>How many runs it makes.</summary>
    public int Runs => Arms.Length * Splits.Runs * (Rates is RatePlan.Listed listed ? listed.Rates.Length : 1);

    /// <summary>The settings of an arm, at the protocol's rate.</summary>
    public TrainingSettings SettingsOf(Architecture arm) => Changes.Apply(Protocols.Settings(Protocol, arm));
}
