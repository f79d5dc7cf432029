using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using QImpact.Data.Archives;

namespace QImpact.Data.Folders;

/// <summary>
/// Sets that were made of images, kept as archives in <c>~/.cache/qimpact</c> (or <c>$XDG_CACHE_HOME/qimpact</c>), which may be deleted at any
/// time. A set is found again while no file's name, length or time of change, and no setting, is another.
/// </summary>
internal static class FolderCache
{
    private const string FolderVariable = "XDG_CACHE_HOME";
    private const string Form = "images-1";

    /// <summary>Where a set is kept; null where this user has no home.</summary>
    /// <param name="listing">Its images.</param>
    /// <param name="folder">How it is made.</param>
    /// <param name="name">Its name.</param>
    public static string? FileOf(ImageListing listing, ImageFolder folder, string name)
    {
        if (Home() is not { } home)
            return null;
        StringBuilder key = new();
        Append(Form, name, Path.GetFullPath(folder.Path), folder.Size, folder.Channels, folder.Proportions);
        Append(folder.SplitSeed, folder.SkipUnreadable);
        foreach (ListedImage image in listing.Images)
        {
            FileInfo file = new(image.File);
            (long length, long changed) = file.Exists ? (file.Length, file.LastWriteTimeUtc.Ticks) : (-1, 0);
            Append(image.Id, image.ClassName, image.Split, image.Group, length, changed);
        }
        string digits = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key.ToString())))[..16];
        return Path.Combine(home, "qimpact", $"images-{digits}.npz");

        void Append(params object?[] parts) =>
            key.Append(CultureInfo.InvariantCulture, $"{string.Join('\t', parts)}\n");
    }

    /// <summary>The set that is kept in a file; null where there is none, or it is damaged.</summary>
    public static Dataset? Find(string? file)
    {
        try
        {
            return file is not null && File.Exists(file) ? MedMnistArchive.Read(file) : null;
        }
        catch (BadInputException)
        {
            return null;
        }
    }

    /// <summary>Keeps a set where that can be done.</summary>
    /// <returns>The MD5 of its archive.</returns>
    /// <exception cref="BadInputException">It is larger than an archive can be.</exception>
    public static string Keep(Dataset dataset, string? file)
    {
        try
        {
            if (file is not null)
                return ArchiveWriter.Write(dataset, file);
        }
        catch (BadInputException exception) when (exception.InnerException is not null)
        {
            // A full disk, or a home that is not to be written to: the set is made again next time.
        }
        return ArchiveWriter.Write(dataset, Stream.Null);
    }

    private static string? Home()
    {
        if (Environment.GetEnvironmentVariable(FolderVariable) is { } named && Path.IsPathFullyQualified(named))
            return named;
        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return home.Length > 0 ? Path.Combine(home, ".cache") : null;
    }
}
