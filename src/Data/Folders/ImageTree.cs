using System.Collections.Immutable;
using QImpact.Data.Images;

namespace QImpact.Data.Folders;

/// <summary>Lists the images of a folder: CLASS/... or train/CLASS/..., val/CLASS/..., test/CLASS/...; hidden files are not looked at.</summary>
internal static class ImageTree
{
    private const string Layout = "CLASS/... , or train/CLASS/..., val/CLASS/... and test/CLASS/...";

    /// <exception cref="BadInputException">It has no images, or is of neither form.</exception>
    public static ImageListing List(string folder)
    {
        ILookup<bool, string> files = InputFile.Read(
            $"the folder {folder}",
            () => FolderFiles.Of(folder, int.MaxValue, hidden: false).ToLookup(ImageFileNames.IsImage)
        );
        ImmutableSortedDictionary<string, int> leftOut = ImageFileNames.Count(files[false]);
        (string File, string[] Parts)[] images =
        [
            .. files[true]
                .Select(file => (file, Path.GetRelativePath(folder, file).Split(Path.DirectorySeparatorChar))),
        ];
        if (images.Length == 0)
            throw new BadInputException(
                $"the folder {folder} has no images{(leftOut.IsEmpty ? "" : $", but {ImageFileNames.Counted(leftOut)}")}; expected {Layout}"
            );
        string[] top = [.. images.Where(image => image.Parts.Length > 1).Select(image => image.Parts[0]).Distinct()];
        bool hasSplits = top.Any(name => SplitWords.Parse(name) is "train" or "test");
        if (hasSplits)
            RequireSplits(folder, top);
        int depth = hasSplits ? 3 : 2;
        if (images.FirstOrDefault(image => image.Parts.Length < depth) is { File: { } lost })
            throw new BadInputException($"{lost} lies in the folder of no class; expected {Layout}");
        return ImageListing.Checked(
            folder,
            images.Select(image => new ListedImage(
                image.File,
                string.Join('/', image.Parts),
                image.Parts[depth - 2],
                hasSplits ? SplitWords.Parse(image.Parts[0]) : null,
                Group: null
            )),
            leftOut
        );
    }

    private static void RequireSplits(string folder, string[] names)
    {
        if (names.FirstOrDefault(name => SplitWords.Parse(name) is null) is { } other)
            throw new BadInputException(
                $"the folder {folder} has '{other}' beside '{names.First(name => SplitWords.Parse(name) is not null)}'; expected {Layout}"
            );
        string[] missing = [.. Dataset.SplitNames.Except(names.Select(name => SplitWords.Parse(name)!))];
        if (missing.Length > 0)
            throw new BadInputException(
                $"the folder {folder} has {string.Join(" and ", names.Order(StringComparer.Ordinal))}, but no images in "
                    + $"{string.Join(" and ", missing)}; expected {Layout}"
            );
    }
}
