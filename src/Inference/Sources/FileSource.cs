using System.Collections.Immutable;
using QImpact.Data;

namespace QImpact.Inference.Sources;

/// <summary>Image files: named, in folders, by patterns, or listed on standard input.</summary>
internal sealed class FileSource : ImageSource
{
    private readonly IReadOnlyList<string> _files;
    private readonly TextReader? _list;
    private readonly IReadOnlyList<string>? _classNames;

    /// <summary>
    /// Finds the files that words name; a list, standard input, is read as it goes. The class names are those after which the images' folders
    /// are named, each part of <c>normal/benign</c> being a name; null where labels are unknown.
    /// </summary>
    /// <exception cref="BadInputException">A word names nothing.</exception>
    public FileSource(IReadOnlyList<string> words, TextReader list, IReadOnlyList<string>? classNames)
    {
        // The list is not closed: a reader that waits for its next line would not let it.
        string[] named = [.. words.Where(word => word != ImagePaths.StandardInput)];
        _list = named.Length < words.Count ? list : null;
        FoundImages[] found = [.. named.Select(ImagePaths.Expand)];
        _files = [.. found.SelectMany(images => images.Files)];
        LeftOut = found
            .SelectMany(images => images.LeftOut)
            .GroupBy(kind => kind.Key, kind => kind.Value)
            .ToImmutableSortedDictionary(kind => kind.Key, kind => kind.Sum(), StringComparer.Ordinal);
        _classNames = classNames;
        Dataset = words is [string only] && Directory.Exists(only) ? new DirectoryInfo(only).Name : "files";
    }

    /// <summary>The folder's name where one folder was named, otherwise <c>files</c>.</summary>
    public override string Dataset { get; }

    public override string Split => AllSplits;

    public override int? Count => _list is null ? _files.Count : null;

    public override ImmutableSortedDictionary<string, int> LeftOut { get; }

    public override IEnumerable<SourceImage> Images(CancellationToken cancellation)
    {
        foreach (string file in _files)
            yield return Image(file);
        if (_list is null)
            yield break;
        bool any = _files.Count > 0;
        foreach (string file in LineList.Of(_list, cancellation))
        {
            any = true;
            yield return Image(file);
        }
        if (!any)
            throw new BadInputException("standard input names no image; expected one file per line");
    }

    public override void Dispose() { }

    private SourceImage Image(string file) =>
        new(
            file,
            _classNames is null ? null : LabelOf(file, _classNames),
            (loader, destination) => loader.Load(file, destination)
        );

    private static int LabelOf(string file, IReadOnlyList<string> names)
    {
        string folder = Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(file))) ?? "";
        return FolderClasses.LabelOf(folder, names, $"{file}: its folder");
    }
}
