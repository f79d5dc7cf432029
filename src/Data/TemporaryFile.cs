namespace QImpact.Data;

/// <summary>
/// A file beside the one that it is to become, deleted when it has not. It is locked while its process lives, however that ends, so that
/// what a killed process left is known and deleted; two processes may write to one folder.
/// </summary>
public sealed class TemporaryFile : IDisposable
{
    private const string Suffix = ".qimpact.tmp";

    private readonly string _target;

    private TemporaryFile(string target, FileStream stream) => (_target, Stream) = (target, stream);

    /// <summary>Its content.</summary>
    public FileStream Stream { get; }

    /// <summary>Where it lies.</summary>
    public string Path => Stream.Name;

    /// <summary>Makes one, and its folder where that is missing, from which leftovers are deleted.</summary>
    /// <exception cref="IOException">It can't be written.</exception>
    /// <exception cref="UnauthorizedAccessException">Nor may it.</exception>
    public static TemporaryFile Beside(string target)
    {
        string full = System.IO.Path.GetFullPath(target);
        string folder = System.IO.Path.GetDirectoryName(full)!;
        Directory.CreateDirectory(folder);
        DeleteLeftovers(folder);
        while (true)
        {
            FileStream stream = new(
                $"{full}.{Random.Shared.Next():x8}{Suffix}",
                FileMode.CreateNew,
                FileAccess.ReadWrite,
                // Shared, so that who opens the target right after the renaming is not refused.
                FileShare.Read | FileShare.Delete
            );
            // Another process may have taken it for a leftover in the moment before it was locked.
            if (File.Exists(stream.Name))
                return new TemporaryFile(full, stream);
            stream.Dispose();
        }
    }

    /// <summary>Deletes the temporary files in a folder, which may be missing, whose processes are gone.</summary>
    public static void DeleteLeftovers(string folder)
    {
        if (!Directory.Exists(folder))
            return;
        foreach (string file in Directory.EnumerateFiles(folder, $"*{Suffix}"))
        {
            try
            {
                using FileStream unlocked = new(
                    file,
                    FileMode.Open,
                    FileAccess.ReadWrite,
                    OperatingSystem.IsWindows() ? FileShare.Delete : FileShare.None
                );
                File.Delete(file);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // A living process writes it, or it is another user's.
            }
        }
    }

    /// <summary>Becomes the target, in the place of what was there.</summary>
    public void TakePlace() => File.Move(Path, _target, overwrite: true);

    /// <inheritdoc/>
    public void Dispose()
    {
        string path = Path;
        try
        {
            Stream.Dispose();
        }
        catch (IOException)
        {
            // What is deleted needs no room on a full disk.
        }
        AtomicFile.DeleteIfPresent(path);
    }
}
