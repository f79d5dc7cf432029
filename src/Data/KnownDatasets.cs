using System.Collections.Immutable;

namespace QImpact.Data;

/// <summary>
/// What is known of a published archive: its MD5, the names of its classes in the order of the labels, and its positive class, the disease.
/// </summary>
public sealed record KnownDataset(string Md5, ImmutableArray<string> ClassNames, int PositiveClass);

/// <summary>
/// The two-class sets of MedMNIST v2 and MedMNIST+ (Yang et al. 2023, CC BY 4.0), images of 28 x 28 as NAME, larger ones as NAME_64, NAME_128
/// and NAME_224. Checksums and labels are those of the package medmnist, version 3.0.2; in both sets the positive class is the disease. The other
/// sets of images have more than two classes, or several labels an image.
/// </summary>
public static class KnownDatasets
{
    /// <summary>The default data set.</summary>
    public const string BreastMnist = "breastmnist";

    private static readonly ImmutableArray<string> Sizes = ["", "_64", "_128", "_224"];

    private static readonly (string Name, ImmutableArray<string> Classes, int Positive, string[] Md5)[] Published =
    [
        (
            BreastMnist,
            ["malignant", "normal/benign"],
            Positive: 0,
            [
                "750601b1f35ba3300ea97c75c52ff8f6",
                "742edef2a1fd1524b2efff4bd7ba9364",
                "363e4b3f8d712e9b5de15470a2aaadf1",
                "b56378a6eefa9fed602bb16d192d4c8b",
            ]
        ),
        (
            "pneumoniamnist",
            ["normal", "pneumonia"],
            Positive: 1,
            [
                "28209eda62fecd6e6a2d98b1501bb15f",
                "8f4eceb4ccffa70c672198ea285246c6",
                "05b46931834c231683c68f40c47b2971",
                "d6a3c71de1b945ea11211b03746c1fe1",
            ]
        ),
    ];

    /// <summary>Known data sets by their lower-case name.</summary>
    public static ImmutableDictionary<string, KnownDataset> ByName { get; } =
        Published
            .SelectMany(set =>
                Sizes.Zip(
                    set.Md5,
                    (size, md5) => (Name: set.Name + size, Known: new KnownDataset(md5, set.Classes, set.Positive))
                )
            )
            .ToImmutableDictionary(set => set.Name, set => set.Known);

    /// <summary>What is known of a data set of so many classes; null where nothing is.</summary>
    public static KnownDataset? Find(string dataset, int classes) =>
        ByName.TryGetValue(dataset, out KnownDataset? known) && known.ClassNames.Length == classes ? known : null;

    /// <summary>Names for the classes of a data set: the published ones, or "class 0", "class 1", ...</summary>
    public static ImmutableArray<string> ClassNames(string dataset, int classes) =>
        Find(dataset, classes)?.ClassNames ?? [.. Enumerable.Range(0, classes).Select(label => $"class {label}")];
}
