using System.Collections.Immutable;

namespace QImpact.Data.Studies;

/// <summary>Which learning rates the arms of a part are trained with.</summary>
public abstract record RatePlan
{
    private RatePlan() { }

    /// <summary>The protocol's own.</summary>
    public sealed record OfProtocol : RatePlan;

    /// <summary>Each of these, for every arm alike.</summary>
    public sealed record Listed(ImmutableArray<double> Rates) : RatePlan;

    /// <summary>For each arm the one that did best in another part of the study (<see cref="ChosenRate"/>).</summary>
    public sealed record ChosenBy(string Part) : RatePlan;
}
