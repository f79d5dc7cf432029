using System.Collections.Immutable;

namespace QImpact.Data.Images;

/// <summary>Which files are images, by the ending of their names.</summary>
public static class ImageFileNames
{
    /// <summary>How a DICOM file is made an image that is read, with a tool of DCMTK.</summary>
    public const string DicomAdvice =
        "DICOM is not read: make PNG files of 16 bits of them first, such as by DCMTK's 'dcmj2pnm +on2 +Wm scan.dcm scan.png'";

    private const string DicomEnding = ".dcm";
    private const int KindsShown = 8;

    /// <summary>The endings of images, in lower case.</summary>
    public static ImmutableArray<string> Extensions { get; } =
    [".png", ".jpg", ".jpeg", ".bmp", ".gif", ".webp", ".tif", ".tiff"];

    /// <summary>Whether a file's name is that of an image.</summary>
    public static bool IsImage(string file) => Extensions.Contains(Kind(file));

    /// <summary>The ending of a file's name, in lower case.</summary>
    public static string Kind(string file) =>
        Path.GetExtension(file) is { Length: > 0 } extension ? extension.ToLowerInvariant() : "without an ending";

    /// <summary>Files counted by their kind.</summary>
    public static ImmutableSortedDictionary<string, int> Count(IEnumerable<string> files) =>
        files.CountBy(Kind).ToImmutableSortedDictionary(StringComparer.Ordinal);

    /// <summary><c>12 .dcm, 3 .txt</c>: files by their kind, the most frequent first, with what to do about DICOM.</summary>
    public static string Counted(ImmutableSortedDictionary<string, int> kinds)
    {
        string[] counts = [.. kinds.OrderByDescending(kind => kind.Value).Select(kind => $"{kind.Value} {kind.Key}")];
        string shown = string.Join(", ", counts.Take(KindsShown));
        string all = counts.Length > KindsShown ? $"{shown}, and {counts.Length - KindsShown} kinds more" : shown;
        return kinds.ContainsKey(DicomEnding) ? $"{all} ({DicomAdvice})" : all;
    }
}
