using System.Text;
using System.Text.Unicode;

namespace QImpact.Data;

/// <summary>Reads files and folders that a person named.</summary>
public static class InputFile
{
    /// <summary>What <paramref name="read"/> gives; <paramref name="what"/> names the file or folder in the message of a failure.</summary>
    /// <exception cref="BadInputException">It can't be read.</exception>
    public static T Read<T>(string what, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException($"{what} can't be read: {exception.Message}", exception);
        }
    }

    /// <summary>The text of a file in UTF-8, with or without a byte order mark.</summary>
    /// <exception cref="BadInputException">It can't be read, or is no text in UTF-8; the message says where.</exception>
    public static string ReadText(string path)
    {
        if (FileKind.Of(path) is FileKind.Kind.Device)
            throw new BadInputException($"{path} is a device; expected a file");
        ReadOnlySpan<byte> bytes = Read(path, () => File.ReadAllBytes(path));
        ReadOnlySpan<byte> mark = [0xEF, 0xBB, 0xBF];
        if (bytes.StartsWith(mark))
            bytes = bytes[mark.Length..];
        int nul = bytes.IndexOf((byte)0);
        if (nul >= 0)
            throw new BadInputException($"{path}, {TextPlace.Of(bytes, nul)}: a NUL character; expected text in UTF-8");
        if (!Utf8.IsValid(bytes))
            throw new BadInputException(
                $"{path}, {TextPlace.Of(bytes, FirstInvalid(bytes))}: bytes that are no character; expected text in UTF-8"
            );
        return Encoding.UTF8.GetString(bytes);
    }

    private static int FirstInvalid(ReadOnlySpan<byte> bytes)
    {
        int at = 0;
        while (Rune.DecodeFromUtf8(bytes[at..], out _, out int length) == System.Buffers.OperationStatus.Done)
            at += length;
        return at;
    }
}
