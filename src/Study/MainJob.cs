using System.Globalization;
using QImpact.Data.Runs;
using QImpact.Training.Runs;

namespace QImpact.Study;

/// <summary>The main job: every architecture of the paper once, by the same protocol and with the same seed.</summary>
public static class MainJob
{
    /// <summary>The study.</summary>
    /// <param name="runOf">The run of an architecture; its folder and baseline are of the study, and its threads where it has 0.</param>
    /// <param name="folder">Where it goes; null for results/DATASET-PROTOCOL-sSEED, with the marks of its runs before the seed.</param>
    /// <param name="data">Where the data were said to be; null for the usual places.</param>
    public static StudyPlan Plan(Func<Architecture, TrainingRequest> runOf, string? folder, string? data)
    {
        TrainingRequest[] runs = [.. Architecture.Paper.Select(runOf)];
        string root = folder ?? DefaultFolder(runs);
        RunFolder baseline = new(Place(runs.Single(run => run.Network.Architecture == Architecture.Baseline)));
        return new StudyPlan(
            root,
            data,
            [.. runs.Select(run => run with { Folder = Place(run), Baseline = baseline })]
        ).WithThreads(Environment.ProcessorCount);

        string Place(TrainingRequest run) => Path.Combine(root, "runs", run.Name);
    }

    // Runs of other settings go elsewhere, so that one report never mixes them.
    private static string DefaultFolder(TrainingRequest[] runs)
    {
        TrainingRequest first = runs[0];
        IEnumerable<string> marks = runs.SelectMany(run => run.Family.Marks).Distinct();
        string name = string.Join('-', [first.Dataset.Description.Name, first.Protocol, .. marks]);
        return string.Create(CultureInfo.InvariantCulture, $"results/{name}-s{first.Seed}");
    }
}
