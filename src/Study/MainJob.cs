using System.Collections.Immutable;
using System.Globalization;
using QImpact.Data.Runs;
using QImpact.Training.Runs;

namespace QImpact.Study;

/// <summary>A protocol and the seeds that each architecture is trained with.</summary>
public sealed record SeededProtocol(string Protocol, ImmutableArray<int> Seeds);

/// <summary>
/// The main job: every architecture of the paper by one protocol, or, where none is named, by the paper's with one seed and by <c>matched</c> with three,
/// which differ in the architecture alone and show what a seed does.
/// </summary>
public static class MainJob
{
    /// <summary>The seeds of <c>matched</c> beside the paper's protocol, unless others are asked for.</summary>
    public static readonly ImmutableArray<int> MatchedSeeds = [0, 1, 2];

    /// <summary>What is trained.</summary>
    /// <param name="protocol">The only protocol; null for the paper's beside <c>matched</c>.</param>
    /// <param name="seed">The seed of the only protocol, or of the paper's.</param>
    /// <param name="seeds">Seeds of the only protocol in its place, or of <c>matched</c>; null for the usual ones.</param>
    public static ImmutableArray<SeededProtocol> Parts(string? protocol, int seed, ImmutableArray<int>? seeds) =>
        protocol is null
            ? [new(Protocols.Paper.Name, [seed]), new(Protocols.Matched.Name, seeds ?? MatchedSeeds)]
            : [new(protocol, seeds ?? [seed])];

    /// <summary>The study.</summary>
    /// <param name="parts">What is trained.</param>
    /// <param name="runOf">The run of an architecture by a protocol with a seed; its folder and baseline are of the study, and its threads where it has 0.</param>
    /// <param name="folder">Where it goes; null for results/DATASET-PROTOCOL-sSEED, with the marks of its runs before the seed, and further protocols behind.</param>
    /// <param name="data">Where the data were said to be; null for the usual places.</param>
    public static StudyPlan Plan(
        ImmutableArray<SeededProtocol> parts,
        Func<Architecture, string, int, TrainingRequest> runOf,
        string? folder,
        string? data
    )
    {
        TrainingRequest[][] runs =
        [
            .. parts.Select(part =>
                part.Seeds.SelectMany(seed =>
                        Architecture.Paper.Select(architecture => runOf(architecture, part.Protocol, seed))
                    )
                    .ToArray()
            ),
        ];
        string root = folder ?? DefaultFolder(parts, runs);
        return new StudyPlan(root, data, [.. runs.SelectMany(Placed)]).WithThreads(Environment.ProcessorCount);

        IEnumerable<TrainingRequest> Placed(TrainingRequest[] part)
        {
            Dictionary<int, RunFolder> baselines = part.Where(run => run.Network.Architecture == Architecture.Baseline)
                .ToDictionary(run => run.Seed, run => new RunFolder(Place(run)));
            return part.Select(run => run with { Folder = Place(run), Baseline = baselines[run.Seed] });
        }

        string Place(TrainingRequest run) => Path.Combine(root, "runs", run.Name);
    }

    // Runs of other settings go elsewhere, so that one report never mixes them.
    private static string DefaultFolder(ImmutableArray<SeededProtocol> parts, TrainingRequest[][] runs)
    {
        IEnumerable<string> words = parts.Zip(runs, Words).Prepend(runs[0][0].Dataset.Description.Name);
        return $"results/{string.Join('-', words)}";

        static string Words(SeededProtocol part, TrainingRequest[] runs) =>
            string.Join(
                '-',
                [part.Protocol, .. runs.SelectMany(run => run.Family.Marks).Distinct(), $"s{Text(part.Seeds)}"]
            );
    }

    // 0; 0to2; 0+3+7
    private static string Text(ImmutableArray<int> seeds) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{(seeds.Length > 1 && seeds.SequenceEqual(Enumerable.Range(seeds[0], seeds.Length)) ? $"{seeds[0]}to{seeds[^1]}" : string.Join('+', seeds))}"
        );
}
