using System.Text.Json.Serialization;

namespace QImpact.Data.Folders;

/// <summary>How a set is made of a person's own images: all that is needed to make it again.</summary>
/// <param name="Path">A folder (train, val, test with CLASS in each, or CLASS), or a CSV file (path, label, perhaps split and group).</param>
/// <param name="Size">Height and width that every image is resized to, in pixels.</param>
/// <param name="Channels">1 (grey) or 3 (RGB); null for RGB where any image has colours.</param>
/// <param name="Proportions">How images without given splits are divided; null for <see cref="SplitProportions.Default"/>.</param>
/// <param name="SplitSeed">The seed of that division.</param>
/// <param name="SkipUnreadable">Whether images that can't be read are left out; otherwise they are refused.</param>
public sealed record ImageFolder(
    string Path,
    int Size,
    int? Channels,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] SplitProportions? Proportions,
    int SplitSeed,
    bool SkipUnreadable
)
{
    /// <summary>The size that images get unless told otherwise: MedMNIST's.</summary>
    public const int DefaultSize = 28;

    /// <summary>The smallest size.</summary>
    public const int SmallestSize = 8;

    /// <summary>The largest size.</summary>
    public const int LargestSize = 1024;

    /// <summary>A set of the images of a folder or list, with the defaults.</summary>
    public static ImageFolder Of(string path) =>
        new(path, DefaultSize, Channels: null, Proportions: null, SplitSeed: 0, SkipUnreadable: false);

    /// <summary>Whether a path names a list of images, a CSV file.</summary>
    public static bool IsList(string path) =>
        string.Equals(System.IO.Path.GetExtension(path), ".csv", StringComparison.OrdinalIgnoreCase);
}
