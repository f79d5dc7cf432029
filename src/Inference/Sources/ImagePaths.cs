using Microsoft.Extensions.FileSystemGlobbing;
using QImpact.Data;

namespace QImpact.Inference.Sources;

/// <summary>Finds image files by what a person names: files, folders, patterns.</summary>
internal static class ImagePaths
{
    /// <summary>Stands for a list of files on standard input, one per line.</summary>
    public const string StandardInput = "-";

    private static readonly string[] Extensions = [".png", ".jpg", ".jpeg", ".bmp", ".gif", ".webp"];
    private const char Wildcard = '*';

    /// <summary>
    /// The files that one word names, in ordinal order: a file; a folder, for all image files in it and below it; or a pattern with * (within a
    /// name) and ** (any folders).
    /// </summary>
    /// <exception cref="BadInputException">It names nothing.</exception>
    public static IReadOnlyList<string> Expand(string word)
    {
        if (File.Exists(word))
            return [word];
        if (Directory.Exists(word))
            return InFolder(word);
        if (word.Contains(Wildcard))
            return Matching(word);
        throw new BadInputException(
            $"{word}: there is no such file or folder; expected an image, a folder of images, a pattern such as 'scans/*.png', "
                + $"or {StandardInput} for a list on standard input"
        );
    }

    /// <summary>Whether an image file lies in a folder or below it.</summary>
    public static bool HasImages(string folder) => Images(folder).Any();

    private static IEnumerable<string> Images(string folder) =>
        Directory
            .EnumerateFiles(
                folder,
                "*",
                new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = false }
            )
            .Where(file => Extensions.Contains(Path.GetExtension(file).ToLowerInvariant()));

    private static string[] InFolder(string folder)
    {
        string[] files = InputFile.Read(
            $"the folder {folder}",
            () => Images(folder).Order(StringComparer.Ordinal).ToArray()
        );
        return files.Length > 0
            ? files
            : throw new BadInputException(
                $"the folder {folder} has no images; expected files that end in {string.Join(", ", Extensions)}"
            );
    }

    private static string[] Matching(string pattern)
    {
        string[] parts = pattern.Split('/', Path.DirectorySeparatorChar);
        int fixedParts = Array.FindIndex(parts, part => part.Contains(Wildcard));
        string folder = string.Join('/', parts[..fixedParts]);
        string root = folder.Length > 0 || pattern.StartsWith('/') ? folder + "/" : "";
        Matcher matcher = new(StringComparison.Ordinal);
        matcher.AddInclude(string.Join('/', parts[fixedParts..]));
        string[] files =
        [
            .. matcher
                .GetResultsInFullPath(root.Length > 0 ? root : ".")
                .Select(file => Shown(file, root))
                .Order(StringComparer.Ordinal),
        ];
        return files.Length > 0 ? files : throw new BadInputException($"the pattern '{pattern}' matches no file");
    }

    // As the person would have typed it, not the whole path.
    private static string Shown(string file, string root) =>
        root + Path.GetRelativePath(root.Length > 0 ? root : ".", file).Replace(Path.DirectorySeparatorChar, '/');
}
