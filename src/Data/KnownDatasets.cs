using System.Collections.Immutable;

namespace QImpact.Data;

/// <summary>What is known of a published data set: MD5 of the official archive, names in the order of the labels, the class that must not be missed.</summary>
public sealed record KnownDataset(string Md5, ImmutableArray<string> ClassNames, int PositiveClass);

/// <summary>The published data sets whose labels this project can name (MedMNIST v2, CC BY 4.0).</summary>
public static class KnownDatasets
{
    /// <summary>The default data set.</summary>
    public const string BreastMnist = "breastmnist";

    /// <summary>Known data sets by their lower-case name.</summary>
    public static ImmutableDictionary<string, KnownDataset> ByName { get; } =
        ImmutableDictionary<string, KnownDataset>.Empty.Add(
            BreastMnist,
            new KnownDataset("750601b1f35ba3300ea97c75c52ff8f6", ["malignant", "normal, benign"], 0)
        );

    /// <summary>Names for the classes of a data set: the published ones, or "class 0", "class 1", ...</summary>
    public static ImmutableArray<string> ClassNames(string dataset, int classes) =>
        ByName.TryGetValue(dataset, out KnownDataset? known) && known.ClassNames.Length == classes
            ? known.ClassNames
            : [.. Enumerable.Range(0, classes).Select(label => $"class {label}")];
}
