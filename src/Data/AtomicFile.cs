using System.Text;

namespace QImpact.Data;

/// <summary>
/// Writes files that are either whole or not there: temporary files beside the targets, flushed to disk, then renamed. What a killed
/// process leaves is deleted by the next one that writes to the folder.
/// </summary>
public static class AtomicFile
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Writes a file through a stream: its folder is made where it is missing, a file already there is replaced.</summary>
    /// <exception cref="BadInputException">The folder or the file can't be written.</exception>
    public static void Write(string path, Action<Stream> write) => WriteAll((path, write));

    /// <summary>Writes a text file in UTF-8 without a byte order mark, lines ended by "\n".</summary>
    /// <inheritdoc cref="Write" path="/exception"/>
    public static void WriteText(string path, Action<TextWriter> write) => Write(path, Text(write));

    /// <summary>Writes files that belong together: each is whole on the disk before the first takes its place, in the order given.</summary>
    /// <exception cref="BadInputException">A folder or a file can't be written; where the disk was full, all is as it was.</exception>
    public static void WriteAll(params ReadOnlySpan<(string Path, Action<Stream> Write)> files)
    {
        List<TemporaryFile> written = [];
        string path = "";
        try
        {
            foreach ((string target, Action<Stream> write) in files)
            {
                path = target;
                TemporaryFile file = TemporaryFile.Beside(path);
                written.Add(file);
                write(file.Stream);
                file.Stream.Flush(flushToDisk: true);
            }
            foreach (TemporaryFile file in written)
                file.TakePlace();
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException)
        {
            throw new BadInputException($"{path} can't be written: {exception.AsReason()}", exception);
        }
        finally
        {
            foreach (TemporaryFile file in written)
                file.Dispose();
        }
    }

    /// <summary>What writes text to a stream as <see cref="WriteText"/> does.</summary>
    public static Action<Stream> Text(Action<TextWriter> write) =>
        stream =>
        {
            using StreamWriter writer = new(stream, Utf8, leaveOpen: true) { NewLine = "\n" };
            write(writer);
        };

    /// <summary>Makes a folder, deletes what killed processes left there, and proves that files can be written, before hours of work are spent.</summary>
    /// <exception cref="BadInputException">The folder can't be made or written to.</exception>
    public static void RequireWritableFolder(string folder)
    {
        try
        {
            using TemporaryFile probe = TemporaryFile.Beside(Path.Combine(folder, "probe"));
            probe.Stream.WriteByte(0);
            probe.Stream.Flush(flushToDisk: true);
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException)
        {
            throw new BadInputException(
                $"the folder {folder} can't be written to: {exception.AsReason()}; name another one",
                exception
            );
        }
    }

    /// <summary>Deletes a file that may not be there, nor its folder.</summary>
    public static void DeleteIfPresent(string path)
    {
        if (File.Exists(path))
            File.Delete(path);
    }
}
