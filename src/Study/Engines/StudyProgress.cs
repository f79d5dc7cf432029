using System.Globalization;
using QImpact.Data.Studies;
using QImpact.Terminal;

namespace QImpact.Study.Engines;

/// <summary>How far a study is, part by part: a table on a terminal, lines in the log.</summary>
internal sealed class StudyProgress : IStudyWatch, IDisposable
{
    private readonly Lock _counting = new();
    private readonly StudyLog _log;
    private readonly StudyCost _cost;
    private readonly int _atOnce;
    private readonly Dictionary<string, PartCounts> _parts;
    private readonly Dictionary<string, ProgressRow> _rows = [];
    private readonly List<(StudyCost.Kind Kind, int Runs)> _pending;
    private readonly Dictionary<string, PlannedRun> _left;

    /// <param name="runs">What there is of the study.</param>
    /// <param name="log">Where events go.</param>
    /// <param name="parts">The parts that are carried out.</param>
    /// <param name="atOnce">How many runs go side by side.</param>
    public StudyProgress(StudyRuns runs, StudyLog log, IReadOnlyCollection<string> parts, int atOnce)
    {
        (_log, _cost, _atOnce) = (log, StudyCost.Of(runs), Math.Max(atOnce, 1));
        _parts = runs
            .Study.Parts.Where(part => parts.Contains(part.Name))
            .ToDictionary(part => part.Name, PartCounts.Of);
        foreach (FoundRun found in runs.Found)
            Count(found.Plan, part => part.Done++);
        foreach (FailedRun failed in runs.Failed)
            Count(failed.Plan, part => part.Failed++);
        _left = runs
            .Missing.Where(run => parts.Contains(run.Part))
            .DistinctBy(run => run.Name)
            .ToDictionary(run => run.Name);
        _pending =
        [
            .. from part in runs.Pending
            where parts.Contains(part.Part.Name)
            from arm in part.Part.Arms
            select (new StudyCost.Kind(part.Part.Name, arm, part.Part.SettingsOf(arm)), part.Part.Splits.Runs),
        ];
        if (ProgressDisplay.DrawsBars)
            foreach ((string name, PartCounts counts) in _parts)
                _rows.Add(name, ProgressDisplay.Begin(new LongWork(name, counts.All, counts.All, counts.Done)));
        Show();
    }

    /// <summary>How often a run was not carried out.</summary>
    public int Undone { get; private set; }

    /// <inheritdoc/>
    public void Begins(PlannedRun run, string how)
    {
        lock (_counting)
        {
            Count(run, part => part.Running.Add(run.Name));
            Show();
        }
        _log.Add($"{run.Part}: {run.Name} {how}");
    }

    /// <inheritdoc/>
    public void Ends(PlannedRun run, RunEnd how)
    {
        string text;
        lock (_counting)
        {
            Count(
                run,
                part =>
                {
                    part.Running.Remove(run.Name);
                    part.Done += how is RunEnd.Done ? 1 : 0;
                    part.Failed += how is RunEnd.Failed ? 1 : 0;
                }
            );
            if (how is RunEnd.Undone)
                Undone++;
            else
                _left.Remove(run.Name);
            if (how is RunEnd.Done done)
                _cost.Add(StudyCost.Kind.Of(run), done.Seconds, done.Epochs);
            text = $"{run.Part}: {run.Name} {Text(how)}; {Line()}";
            Show();
        }
        _log.Add(text, always: how is not RunEnd.Done);
    }

    /// <summary>How far all is, in a line.</summary>
    public string Line()
    {
        int all = _parts.Values.Sum(part => part.All);
        int done = _parts.Values.Sum(part => part.Done);
        int failures = _parts.Values.Sum(part => part.Failed);
        string failed = failures > 0 ? $", {failures} failed" : "";
        return $"{done} of {all} done{failed}{Left()}";
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (ProgressRow row in _rows.Values)
            row.Dispose();
    }

    private static string Text(RunEnd end) =>
        end switch
        {
            RunEnd.Done done => string.Create(
                CultureInfo.InvariantCulture,
                $"done in {done.Seconds:0} s, validation AUC {(done.Auc is { } auc ? $"{auc:0.000}" : "undefined")}"
            ),
            RunEnd.Failed failed => $"failed: {failed.Reason}",
            RunEnd.Undone undone => $"was not carried out: {undone.Reason}",
            _ => "ended",
        };

    // Of what there is something to judge by; how many runs there are besides is said.
    private string Left()
    {
        (int Runs, double? Seconds)[] left =
        [
            .. _left.Values.Select(run => (1, _cost.Of(StudyCost.Kind.Of(run)))),
            .. _pending.Select(pending => (pending.Runs, pending.Runs * _cost.Of(pending.Kind))),
        ];
        double seconds = left.Sum(runs => runs.Seconds ?? 0);
        int unknown = left.Where(runs => runs.Seconds is null).Sum(runs => runs.Runs);
        if (seconds == 0)
            return "";
        string time = $", about {Duration(TimeSpan.FromSeconds(seconds / _atOnce))} left";
        return unknown == 0 ? time : $"{time} without {unknown} runs of which no like is done yet";
    }

    private static string Duration(TimeSpan time) =>
        time.TotalHours >= 2 ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalHours:0.0} h")
        : time.TotalMinutes >= 2 ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalMinutes:0} min")
        : string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0} s");

    private void Show()
    {
        string left = Left();
        foreach ((string name, ProgressRow row) in _rows)
        {
            PartCounts part = _parts[name];
            row.Report(
                part.Done,
                $"{part.Running.Count} running, {part.Failed} failed, {part.All - part.Done - part.Failed - part.Running.Count} waiting{left}"
            );
            left = "";
        }
    }

    private void Count(PlannedRun run, Action<PartCounts> count)
    {
        if (_parts.TryGetValue(run.Part, out PartCounts? part))
            count(part);
    }

    private sealed class PartCounts(int all)
    {
        public int All { get; } = all;

        public int Done { get; set; }

        public int Failed { get; set; }

        public HashSet<string> Running { get; } = [];

        public static PartCounts Of(StudyPart part) => new(part.Runs);
    }
}
