using System.Collections.Immutable;
using QImpact.Data;
using QImpact.Data.Runs;
using QImpact.Training.Models;

namespace QImpact.Training;

/// <summary>
/// The three protocols: named, complete sets of training settings. docs/protocols.md gives the reasons and the
/// validation figures behind every value that the paper leaves open.
/// </summary>
public static class Protocols
{
    /// <summary>The paper's protocol: a lower learning rate for hybrids, which stop once they beat the baseline.</summary>
    public const string Paper = "paper";

    /// <summary>The same training for all architectures, so that only the architecture differs.</summary>
    public const string Matched = "matched";

    /// <summary>MedMNIST's benchmark settings: the full training set, small stem, larger batches, 100 epochs.</summary>
    public const string MedMnist = "medmnist";

    /// <summary>paper, matched, medmnist.</summary>
    public static ImmutableArray<string> Names { get; } = [Paper, Matched, MedMnist];

    /// <summary>The settings of a protocol for an architecture.</summary>
    /// <exception cref="BadInputException">There is no protocol of that name.</exception>
    public static TrainingSettings Settings(string protocol, Architecture architecture) =>
        protocol switch
        {
            Paper when architecture == Architecture.Baseline => MatchedSettings,
            Paper => MatchedSettings with { LearningRate = 1e-5, Epochs = 150, StopAboveBaseline = true },
            Matched => MatchedSettings,
            MedMnist => MedMnistSettings,
            _ => throw new BadInputException(
                $"there is no protocol '{protocol}'; expected one of {string.Join(", ", Names)}"
            ),
        };

    private static TrainingSettings MatchedSettings { get; } =
        new(
            Stem.Imagenet,
            Mean: 0.5,
            StandardDeviation: 0.5,
            Balance: true,
            LearningRate: 1e-4,
            LearningRateMilestones: [],
            BatchSize: 32,
            Epochs: 30,
            Selection.Gmean,
            StopAboveBaseline: false
        );

    private static TrainingSettings MedMnistSettings { get; } =
        MatchedSettings with
        {
            Stem = Stem.Small,
            Balance = false,
            LearningRate = 1e-3,
            LearningRateMilestones = [0.5, 0.75],
            BatchSize = 128,
            Epochs = 100,
            Select = Selection.Auc,
        };
}
