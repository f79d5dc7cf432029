using System.Collections.Immutable;

namespace QImpact.Data.Runs;

/// <summary>A named, complete set of training settings.</summary>
/// <param name="Name">As options and files write it.</param>
/// <param name="Classical">How a network without a quantum layer is trained.</param>
/// <param name="Hybrid">How one with a quantum layer is.</param>
public sealed record Protocol(string Name, TrainingSettings Classical, TrainingSettings Hybrid)
{
    /// <summary>The settings for an architecture.</summary>
    public TrainingSettings For(Architecture architecture) => architecture.IsHybrid ? Hybrid : Classical;
}

/// <summary>
/// Every protocol. docs/protocols.md gives the reasons and the validation figures behind every value that the paper leaves open.
/// </summary>
public static class Protocols
{
    private static readonly TrainingSettings Standard = new(
        Stem.Imagenet,
        Mean: 0.5,
        StandardDeviation: 0.5,
        Balance.Undersample,
        LearningRate: 1e-4,
        LearningRateMilestones: [],
        BatchSize: 32,
        Epochs: 30,
        Selection.Gmean,
        StopAboveBaseline: false
    );

    private static readonly TrainingSettings Benchmark = Standard with
    {
        Stem = Stem.Small,
        Balance = Balance.None,
        LearningRate = 1e-3,
        LearningRateMilestones = [0.5, 0.75],
        BatchSize = 128,
        Epochs = 100,
        Select = Selection.Auc,
    };

    /// <summary>The paper's: a lower learning rate for hybrids, which stop once they beat the baseline.</summary>
    public static Protocol Paper { get; } =
        new("paper", Standard, Standard with { LearningRate = 1e-5, Epochs = 150, StopAboveBaseline = true });

    /// <summary>The same training for all architectures, so that only the architecture differs.</summary>
    public static Protocol Matched { get; } = new("matched", Standard, Standard);

    /// <summary>MedMNIST's benchmark settings: the full training set, small stem, larger batches, 100 epochs.</summary>
    public static Protocol MedMnist { get; } = new("medmnist", Benchmark, Benchmark);

    /// <summary>All of them; the first is the one that commands take unless told otherwise.</summary>
    public static ImmutableArray<Protocol> All { get; } = [Paper, Matched, MedMnist];

    /// <summary>Their names, in the same order.</summary>
    public static ImmutableArray<string> Names { get; } = [.. All.Select(protocol => protocol.Name)];

    /// <summary>The settings of a protocol for an architecture.</summary>
    /// <exception cref="BadInputException">There is no protocol of that name.</exception>
    public static TrainingSettings Settings(string protocol, Architecture architecture) =>
        Find(protocol)?.For(architecture)
        ?? throw new BadInputException(
            $"there is no protocol '{protocol}'; expected one of {string.Join(", ", Names)}"
        );

    /// <summary>The protocol of a name; null where there is none.</summary>
    public static Protocol? Find(string name) => All.FirstOrDefault(protocol => protocol.Name == name);
}
