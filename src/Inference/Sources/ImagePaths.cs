using System.Collections.Immutable;
using Microsoft.Extensions.FileSystemGlobbing;
using QImpact.Data;
using QImpact.Data.Images;

namespace QImpact.Inference.Sources;

/// <summary>The images that a word names, and the other files of a folder, counted by the ending of their names.</summary>
internal sealed record FoundImages(IReadOnlyList<string> Files, ImmutableSortedDictionary<string, int> LeftOut);

/// <summary>Finds image files by what a person names: files, folders, patterns.</summary>
internal static class ImagePaths
{
    /// <summary>Stands for a list of files on standard input, one per line.</summary>
    public const string StandardInput = "-";

    private const char Wildcard = '*';

    /// <summary>
    /// The files that one word names, in ordinal order: a file; a folder, for all image files in it and below it; or a pattern with * (within a
    /// name) and ** (any folders).
    /// </summary>
    /// <exception cref="BadInputException">It names nothing.</exception>
    public static FoundImages Expand(string word)
    {
        if (File.Exists(word))
            return Whole([word]);
        if (Directory.Exists(word))
            return InFolder(word);
        if (word.Contains(Wildcard))
            return Whole(Matching(word));
        throw new BadInputException(
            $"{word}: there is no such file or folder; expected an image, a folder of images, a pattern such as 'scans/*.png', "
                + $"or {StandardInput} for a list on standard input"
        );
    }

    /// <summary>Whether an image file lies in a folder or below it.</summary>
    public static bool HasImages(string folder) =>
        FolderFiles.Of(folder, int.MaxValue, hidden: false).Any(ImageFileNames.IsImage);

    private static FoundImages Whole(IReadOnlyList<string> files) =>
        new(files, ImmutableSortedDictionary<string, int>.Empty);

    private static FoundImages InFolder(string folder)
    {
        ILookup<bool, string> files = InputFile.Read(
            $"the folder {folder}",
            () => FolderFiles.Of(folder, int.MaxValue, hidden: false).ToLookup(ImageFileNames.IsImage)
        );
        ImmutableSortedDictionary<string, int> leftOut = ImageFileNames.Count(files[false]);
        return files[true].Any()
            ? new FoundImages([.. files[true].Order(StringComparer.Ordinal)], leftOut)
            : throw new BadInputException(
                $"the folder {folder} has no images{(leftOut.IsEmpty ? "" : $", but {ImageFileNames.Counted(leftOut)}")}; expected files that "
                    + $"end in {string.Join(", ", ImageFileNames.Extensions)}"
            );
    }

    private static string[] Matching(string pattern)
    {
        string[] parts = pattern.Split('/', Path.DirectorySeparatorChar);
        int fixedParts = Array.FindIndex(parts, part => part.Contains(Wildcard));
        string folder = string.Join('/', parts[..fixedParts]);
        string root = folder.Length > 0 || pattern.StartsWith('/') ? folder + "/" : "";
        string[] free = parts[fixedParts..];
        Matcher matcher = new(StringComparison.Ordinal);
        matcher.AddInclude(string.Join('/', free));
        int depth = free.Contains("**") ? int.MaxValue : free.Length - 1;
        string start = root.Length > 0 ? root : ".";
        string[] files = Directory.Exists(start)
            ? InputFile.Read(
                $"the folder {start}",
                () => FolderFiles.Of(start, depth, hidden: true).Select(file => Relative(start, file)).ToArray()
            )
            : [];
        string[] matches =
        [
            .. matcher.Match(files).Files.Select(match => root + match.Path).Order(StringComparer.Ordinal),
        ];
        return matches.Length > 0 ? matches : throw new BadInputException($"the pattern '{pattern}' matches no file");
    }

    private static string Relative(string root, string file) =>
        Path.GetRelativePath(root, file).Replace(Path.DirectorySeparatorChar, '/');
}
