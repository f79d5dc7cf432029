using QImpact.Data.Runs;
using QImpact.Data.Studies;

namespace QImpact.Study.Engines;

/// <summary>What runs take, from what others took: as near to a run's own kind as there is one that was measured.</summary>
public sealed class StudyCost
{
    // Of kinds of runs, the nearest first; of some by the epoch, as their numbers of epochs differ.
    private static readonly (Func<Kind, object> Like, bool ByEpoch)[] Levels =
    [
        (kind => (kind.Part, kind.Arm.Name), false),
        (kind => (kind.Arm.Name, Step(kind), kind.Settings.Epochs, kind.Settings.StopAboveBaseline), false),
        (kind => (kind.Arm.Name, Step(kind)), true),
        (Step, true),
    ];

    private readonly Dictionary<object, (double Seconds, int Runs)>[] _measured =
    [
        .. Levels.Select(_ => new Dictionary<object, (double, int)>()),
    ];

    /// <summary>What a run is, as far as it decides how long it takes.</summary>
    public sealed record Kind(string Part, Architecture Arm, TrainingSettings Settings)
    {
        /// <summary>The kind of a run.</summary>
        public static Kind Of(PlannedRun run) => new(run.Part, run.Architecture, run.Settings);
    }

    /// <summary>The cost as the archives tell it.</summary>
    public static StudyCost Of(StudyRuns runs)
    {
        StudyCost cost = new();
        foreach (FoundRun found in runs.Found)
            cost.Add(Kind.Of(found.Plan), found.Run.Seconds.Sum(), found.Run.Result.EpochsRun);
        return cost;
    }

    /// <summary>Adds a run that was measured.</summary>
    /// <param name="kind">Which.</param>
    /// <param name="seconds">What it took.</param>
    /// <param name="epochs">How many epochs it ran.</param>
    public void Add(Kind kind, double seconds, int epochs)
    {
        for (int level = 0; level < Levels.Length; level++)
        {
            object key = Levels[level].Like(kind);
            (double sum, int runs) = _measured[level].GetValueOrDefault(key);
            _measured[level][key] = (sum + (Levels[level].ByEpoch ? seconds / epochs : seconds), runs + 1);
        }
    }

    /// <summary>Seconds that a run is expected to take, of one that may stop early at most; null where nothing like it was measured.</summary>
    public double? Of(Kind kind)
    {
        for (int level = 0; level < Levels.Length; level++)
            if (_measured[level].TryGetValue(Levels[level].Like(kind), out (double Seconds, int Runs) of))
                return of.Seconds / of.Runs * (Levels[level].ByEpoch ? kind.Settings.Epochs : 1);
        return null;
    }

    private static object Step(Kind kind) =>
        (kind.Settings.Stem, kind.Settings.BatchSize, kind.Settings.Balance is Balance.Undersample);
}
