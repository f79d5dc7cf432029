using System.Collections.Immutable;
using QImpact.Data.Runs;

namespace QImpact.Data.Studies;

/// <summary>How a rate did: the mean validation AUC of the chosen epochs over its runs, a failed or undefined one of them counted as 0.5.</summary>
public sealed record RateScore(double Rate, double MeanAuc, int Runs, int Failed);

/// <summary>The rate that a part chose for an arm: the one with the highest <see cref="RateScore.MeanAuc"/>, of equals the lowest.</summary>
/// <param name="Part">The part that chose.</param>
/// <param name="Architecture">The arm.</param>
/// <param name="Rate">The rate.</param>
/// <param name="Scores">All rates that were tried, ascending.</param>
public sealed record ChosenRate(string Part, Architecture Architecture, double Rate, ImmutableArray<RateScore> Scores)
{
    private const double OfAFailure = 0.5;

    /// <summary>Chooses for an arm.</summary>
    /// <param name="part">The part.</param>
    /// <param name="architecture">The arm.</param>
    /// <param name="runs">Its runs in that part, at least one: the rate, and the validation AUC of the chosen epoch; null where the run failed.</param>
    public static ChosenRate Of(string part, Architecture architecture, IEnumerable<(double Rate, double? Auc)> runs)
    {
        ImmutableArray<RateScore> scores =
        [
            .. from run in runs
            group run.Auc by run.Rate into rate
            orderby rate.Key
            select new RateScore(
                rate.Key,
                rate.Average(auc => auc ?? OfAFailure),
                rate.Count(),
                rate.Count(auc => auc is null)
            ),
        ];
        return new ChosenRate(part, architecture, scores.MaxBy(score => score.MeanAuc)!.Rate, scores);
    }
}
