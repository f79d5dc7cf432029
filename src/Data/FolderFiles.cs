namespace QImpact.Data;

/// <summary>
/// Files in a folder and below it. Links to folders are followed, each folder is visited once, so that a folder that links to itself or to one
/// above it ends; folders come before links to them.
/// </summary>
public static class FolderFiles
{
    /// <summary>The paths, which begin as <paramref name="folder"/> does.</summary>
    /// <param name="folder">Where to look.</param>
    /// <param name="depth">Folders below it to visit.</param>
    /// <param name="hidden">Whether names that begin with a dot are of interest.</param>
    /// <exception cref="IOException">A folder can't be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A folder may not be read.</exception>
    public static IEnumerable<string> Of(string folder, int depth, bool hidden) =>
        Of(folder, Real(folder), depth, hidden, []);

    private static IEnumerable<string> Of(string folder, string real, int depth, bool hidden, HashSet<string> visited)
    {
        if (!visited.Add(real))
            yield break;
        EnumerationOptions options = new()
        {
            IgnoreInaccessible = false,
            AttributesToSkip = hidden ? FileAttributes.None : FileAttributes.Hidden | FileAttributes.System,
        };
        foreach (string file in Directory.EnumerateFiles(folder, "*", options))
            yield return file;
        if (depth == 0)
            yield break;
        (string Path, bool IsLink)[] below =
        [
            .. Directory
                .EnumerateDirectories(folder, "*", options)
                .Select(path => (path, new DirectoryInfo(path).LinkTarget is not null))
                .OrderBy(found => found.Item2)
                .ThenBy(found => found.path, StringComparer.Ordinal),
        ];
        foreach ((string path, bool isLink) in below)
        {
            string its = isLink ? Real(path) : Path.Combine(real, Path.GetFileName(path));
            foreach (string file in Of(path, its, depth - 1, hidden, visited))
                yield return file;
        }
    }

    // Without any link in it.
    private static string Real(string folder)
    {
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        if (Path.GetDirectoryName(full) is not { } parent)
            return full;
        string here = Path.Combine(Real(parent), Path.GetFileName(full));
        return Directory.ResolveLinkTarget(here, returnFinalTarget: true) is { } target ? Real(target.FullName) : here;
    }
}
