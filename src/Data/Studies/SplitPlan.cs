using System.Collections.Immutable;
using QImpact.Data.Folds;

namespace QImpact.Data.Studies;

/// <summary>On which images, and with which seeds, the arms of a part are trained and tested.</summary>
public abstract record SplitPlan
{
    private SplitPlan() { }

    /// <summary>How many runs it makes of one arm at one rate.</summary>
    public abstract int Runs { get; }

    /// <summary>Whether each of its draws is one of another plan's too, with all tested folds of a repeat.</summary>
    internal abstract bool IsPartOf(SplitPlan other);

    /// <summary>Divisions and seeds of one arm at one rate, in the order in which they are carried out.</summary>
    internal abstract IEnumerable<(int Seed, FoldChoice? Fold)> Draws();

    /// <summary>
    /// Repeated cross-validation over all images: <paramref name="Count"/> folds, of which those in <paramref name="Tested"/>, from 1, are tested in
    /// each of <paramref name="Repeats"/> divisions. A run's seed is <c>repeat * Count + fold - 1</c>: initial weights, balancing and order are drawn
    /// anew each time, and alike for all arms.
    /// </summary>
    public sealed record Folds(
        int Count,
        ImmutableArray<int> Tested,
        int Repeats,
        int SplitSeed,
        GroupSource Groups = GroupSource.Duplicates
    ) : SplitPlan
    {
        /// <inheritdoc/>
        public override int Runs => Tested.Length * Repeats;

        internal override bool IsPartOf(SplitPlan other) =>
            other is Folds folds
            && (Count, SplitSeed, Groups) == (folds.Count, folds.SplitSeed, folds.Groups)
            && Tested.Order().SequenceEqual(folds.Tested.Order())
            && Repeats <= folds.Repeats;

        internal override IEnumerable<(int Seed, FoldChoice? Fold)> Draws() =>
            from repeat in Enumerable.Range(0, Repeats)
            from fold in Tested
            select (repeat * Count + fold - 1, (FoldChoice?)new FoldChoice(fold, Count, repeat, SplitSeed, Groups));
    }

    /// <summary>The published split, once for each seed.</summary>
    public sealed record Published(ImmutableArray<int> Seeds) : SplitPlan
    {
        /// <inheritdoc/>
        public override int Runs => Seeds.Length;

        internal override bool IsPartOf(SplitPlan other) =>
            other is Published published && Seeds.All(published.Seeds.Contains);

        internal override IEnumerable<(int Seed, FoldChoice? Fold)> Draws() =>
            Seeds.Select(seed => (seed, (FoldChoice?)null));
    }
}
