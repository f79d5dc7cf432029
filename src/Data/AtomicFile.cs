using System.Text;

namespace QImpact.Data;

/// <summary>Writes files that are either whole or not there: a temporary file beside the target, then a rename.</summary>
public static class AtomicFile
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Writes a file through a stream: its folder is made where it is missing, a file already there is replaced.</summary>
    /// <exception cref="BadInputException">The folder or the file can't be written.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        string target = Path.GetFullPath(path);
        string temporary = $"{target}.{Environment.ProcessId}.tmp";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            using (FileStream stream = File.Create(temporary))
                write(stream);
            File.Move(temporary, target, overwrite: true);
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException)
        {
            throw new BadInputException($"{path} can't be written: {exception.AsReason()}", exception);
        }
        finally
        {
            DeleteIfPresent(temporary);
        }
    }

    /// <summary>Writes a text file in UTF-8 without a byte order mark, lines ended by "\n".</summary>
    /// <inheritdoc cref="Write" path="/exception"/>
    public static void WriteText(string path, Action<TextWriter> write) =>
        Write(
            path,
            stream =>
            {
                using StreamWriter writer = new(stream, Utf8, leaveOpen: true) { NewLine = "\n" };
                write(writer);
            }
        );

    /// <summary>Makes a folder and proves that files can be written there, before hours of work are spent.</summary>
    /// <exception cref="BadInputException">The folder can't be made or written to.</exception>
    public static void RequireWritableFolder(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            string probe = Path.Combine(folder, $".{Environment.ProcessId}.tmp");
            File.Create(probe).Dispose();
            File.Delete(probe);
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
