using System.Collections.Immutable;
using QImpact.Data.Folds;
using QImpact.Data.Runs;

namespace QImpact.Data.Studies;

/// <summary>Makes the list of a part's runs.</summary>
public static class StudyExpansion
{
    /// <summary>Threads of a run: as many runs of one thread as there are processors get the most done (docs/side-by-side.md).</summary>
    public const int Threads = 1;

    /// <summary>
    /// The runs of a part: draw by draw (of folds repeat by repeat and in a repeat fold by fold, of the published split seed by seed), in a draw arm by
    /// arm, in an arm rate by rate. Where runs stop above their baseline, the baseline stands before them. A part whose rates another one chooses
    /// has none before these are known.
    /// </summary>
    /// <param name="part">The part.</param>
    /// <param name="data">The data set, with its positive class.</param>
    /// <param name="chosen">The rates that earlier parts chose.</param>
    /// <returns>The runs; null where a rate is not chosen yet.</returns>
    public static ImmutableArray<PlannedRun>? Runs(
        StudyPart part,
        DatasetDescription data,
        IReadOnlyList<ChosenRate> chosen
    )
    {
        ILookup<string, double> rates = part
            .Arms.SelectMany(arm => RatesOf(part, arm, chosen).Select(rate => (arm.Name, rate)))
            .ToLookup(pair => pair.Name, pair => pair.rate);
        if (part.Arms.Any(arm => !rates.Contains(arm.Name)))
            return null;
        Architecture[] arms = [.. part.Arms.OrderBy(arm => part.SettingsOf(arm).StopAboveBaseline)];
        return
        [
            .. from draw in part.Splits.Draws()
            from arm in arms
            from rate in rates[arm.Name]
            select Run(part, data, arm, rate, draw.Seed, draw.Fold, BaselineRate(rates, rate)),
        ];
    }

    /// <summary>Refuses a list in which a name stands for two runs; a run may stand in it twice.</summary>
    /// <exception cref="BadInputException">There is such a name.</exception>
    public static void RequireOneRunAName(IEnumerable<PlannedRun> runs)
    {
        Dictionary<string, PlannedRun> seen = [];
        foreach (PlannedRun run in runs)
            if (!seen.TryAdd(run.Name, run) && seen[run.Name] is var other && other.Identity != run.Identity)
                throw new BadInputException(
                    $"the parts {other.Part} and {run.Part} both have a run {run.Name}, of other baselines; give one of them other seeds"
                );
    }

    // A hybrid is measured against the baseline of its own rate plan: the one rate that the baseline has.
    private static double BaselineRate(ILookup<string, double> rates, double own) =>
        rates[Architecture.Baseline.Name].Append(own).First();

    private static IEnumerable<double> RatesOf(StudyPart part, Architecture arm, IReadOnlyList<ChosenRate> chosen) =>
        part.Rates switch
        {
            RatePlan.Listed listed => listed.Rates,
            RatePlan.ChosenBy by => chosen
                .Where(choice => choice.Part == by.Part && choice.Architecture == arm)
                .Select(choice => choice.Rate),
            _ => [part.SettingsOf(arm).LearningRate],
        };

    private static PlannedRun Run(
        StudyPart part,
        DatasetDescription data,
        Architecture arm,
        double rate,
        int seed,
        FoldChoice? fold,
        double baselineRate
    )
    {
        TrainingSettings settings = part.SettingsOf(arm) with { LearningRate = rate };
        PlannedRun? baseline =
            settings.StopAboveBaseline && arm != Architecture.Baseline
                ? Run(part, data, Architecture.Baseline, baselineRate, seed, fold, baselineRate)
                : null;
        string? circuit = arm.HasCircuit ? part.Circuit : null;
        RunFamily named = new(data.Name, data.Md5, arm.Name, circuit, part.Protocol, settings, fold);
        RunFamily family = named with { Circuit = arm.HasCircuit ? circuit ?? RunFamily.PaperCircuit : null };
        return new PlannedRun(
            part.Name,
            part.Role,
            arm,
            circuit,
            part.Protocol,
            settings,
            seed,
            fold,
            Threads,
            named.NameOf(seed),
            RunIdentity.Of(family, data.PositiveClass, seed, Threads, baseline?.Identity),
            baseline?.Name
        )
        {
            BaselineIdentity = baseline?.Identity,
        };
    }
}
