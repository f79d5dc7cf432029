using System.Collections.Immutable;
using System.Text.Json;

namespace QImpact.Data;

/// <summary>What is known of a published archive.</summary>
/// <param name="Name">Lower-case name, the size behind it where that is not 28: <c>bloodmnist_64</c>.</param>
/// <param name="Task">What its labels say.</param>
/// <param name="Size">Height and width of an image, in pixels.</param>
/// <param name="Channels">1 (grey) or 3 (RGB).</param>
/// <param name="ClassNames">In the order of the labels.</param>
/// <param name="PositiveClass">The disease, where there are two classes; null otherwise.</param>
/// <param name="Images">Numbers of images: train, val, test.</param>
/// <param name="Md5">32 lower-case hexadecimal digits.</param>
public sealed record KnownDataset(
    string Name,
    ClassificationTask Task,
    int Size,
    int Channels,
    ImmutableArray<string> ClassNames,
    int? PositiveClass,
    ImmutableArray<int> Images,
    string Md5
)
{
    /// <summary>What has to be said beside every figure on it, a sentence; null where nothing has.</summary>
    public string? Notice =>
        Task is ClassificationTask.Ordinal
            ? "The labels are grades in an order (ordinal); they are treated as classes, which have none."
            : null;
}

/// <summary>
/// The sets of two-dimensional images of MedMNIST v2 and MedMNIST+ (Yang et al. 2023), images of 28 x 28 as NAME, larger ones as NAME_64,
/// NAME_128 and NAME_224. Checksums, labels and numbers are those of the package medmnist, version 3.0.2 (medmnist.json, beside this file).
/// </summary>
public static class KnownDatasets
{
    /// <summary>The default data set.</summary>
    public const string BreastMnist = "breastmnist";

    private static readonly ImmutableArray<int> Sizes = [28, 64, 128, 224];

    /// <summary>Known data sets by their lower-case name.</summary>
    public static ImmutableSortedDictionary<string, KnownDataset> ByName { get; } =
        Published()
            .SelectMany(set => Sizes.Zip(set.Md5, set.At))
            .ToImmutableSortedDictionary(set => set.Name, set => set, StringComparer.Ordinal);

    /// <summary>What is known of a data set of so many classes; null where nothing is.</summary>
    public static KnownDataset? Find(string dataset, int classes) =>
        ByName.TryGetValue(dataset, out KnownDataset? known) && known.ClassNames.Length == classes ? known : null;

    /// <summary>Names for the classes of a data set: the published ones, or "class 0", "class 1", ...</summary>
    public static ImmutableArray<string> ClassNames(string dataset, int classes) =>
        Find(dataset, classes)?.ClassNames ?? [.. Enumerable.Range(0, classes).Select(label => $"class {label}")];

    private static PublishedSet[] Published()
    {
        using Stream stream = typeof(KnownDatasets).Assembly.GetManifestResourceStream("QImpact.Data.medmnist.json")!;
        return JsonSerializer.Deserialize<PublishedSet[]>(stream, Json.Options)!;
    }

    /// <summary>A set at all its sizes, as the table has it.</summary>
    private sealed record PublishedSet(
        string Name,
        ClassificationTask Task,
        int Channels,
        ImmutableArray<int> Images,
        ImmutableArray<string> Classes,
        ImmutableArray<string> Md5,
        int? PositiveClass = null
    )
    {
        public KnownDataset At(int size, string md5) =>
            new(size == Sizes[0] ? Name : $"{Name}_{size}", Task, size, Channels, Classes, PositiveClass, Images, md5);
    }
}
