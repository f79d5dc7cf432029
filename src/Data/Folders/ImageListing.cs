using System.Collections.Immutable;

namespace QImpact.Data.Folders;

/// <summary>An image that is listed, not yet read.</summary>
/// <param name="File">Where it is.</param>
/// <param name="Id">Its path relative to the folder, with slashes, or as the list has it.</param>
/// <param name="ClassName">Its class.</param>
/// <param name="Split"><c>train</c>, <c>val</c> or <c>test</c>; null where it is still to be decided.</param>
/// <param name="Group">What it must not be divided from; null where that is unknown.</param>
public sealed record ListedImage(string File, string Id, string ClassName, string? Split, string? Group);

/// <summary>The images of a folder or a list in the order of their names, the classes in the order of the labels, and what else lies there.</summary>
public sealed record ImageListing(
    string Source,
    ImmutableArray<ListedImage> Images,
    ImmutableArray<string> ClassNames,
    ImmutableSortedDictionary<string, int> LeftOut
)
{
    private const int MostClasses = 256;

    /// <summary>Whether each image's split is given.</summary>
    public bool HasSplits => Images[0].Split is not null;

    /// <summary>Whether groups are given.</summary>
    public bool HasGroups => Images.Any(image => image.Group is not null);

    /// <summary>Lists the images.</summary>
    /// <exception cref="BadInputException">There is nothing of a known form; the message says what was expected.</exception>
    public static ImageListing Of(string path)
    {
        if (Directory.Exists(path))
            return ImageTree.List(path);
        if (!File.Exists(path))
            throw new BadInputException(
                $"{path}: there is no such folder or file; expected a folder with images, or a CSV file that lists them"
            );
        return ImageFolder.IsList(path)
            ? ImageList.Read(path)
            : throw new BadInputException(
                $"{path} is a file; expected a folder with images, or a CSV file of path,label (an archive is named by --data)"
            );
    }

    /// <summary>A listing, its images in ordinal order of their names and its classes in theirs.</summary>
    /// <exception cref="BadInputException">It has no image, or one class alone, or too many.</exception>
    public static ImageListing Checked(
        string source,
        IEnumerable<ListedImage> images,
        ImmutableSortedDictionary<string, int> leftOut
    )
    {
        ImmutableArray<ListedImage> ordered = [.. images.OrderBy(image => image.Id, StringComparer.Ordinal)];
        ImmutableArray<string> classes = InOrder(ordered.Select(image => image.ClassName).Distinct());
        if (classes.Length < 2)
            throw new BadInputException(
                $"{source} has images of one class only, '{classes[0]}'; expected at least two classes"
            );
        if (classes.Length > MostClasses)
            throw new BadInputException(
                $"{source} has {classes.Length} classes ('{classes[0]}', '{classes[1]}', ...); expected at most {MostClasses}"
            );
        return new ImageListing(source, ordered, classes, leftOut);
    }

    // Numbers by their value, so that 10 comes after 9.
    private static ImmutableArray<string> InOrder(IEnumerable<string> names)
    {
        string[] ordinal = [.. names.Order(StringComparer.Ordinal)];
        return IsNumeric(ordinal) ? [.. ordinal.OrderBy(int.Parse)] : [.. ordinal];
    }

    /// <summary>Whether all names are whole numbers.</summary>
    public static bool IsNumeric(IReadOnlyList<string> names) =>
        names.All(name => name.All(char.IsAsciiDigit) && int.TryParse(name, out _));
}

/// <summary>Names of splits, as people write them.</summary>
internal static class SplitWords
{
    /// <summary>What is expected, in words.</summary>
    public const string Expected = "train, val (or valid, validation) or test";

    /// <summary><c>train</c>, <c>val</c> or <c>test</c>; null where a word is none of them.</summary>
    public static string? Parse(string word) =>
        word.ToLowerInvariant() switch
        {
            "train" or "training" => "train",
            "val" or "valid" or "validation" => "val",
            "test" or "testing" => "test",
            _ => null,
        };
}
