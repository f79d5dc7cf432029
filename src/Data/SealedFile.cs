using System.IO.Hashing;

namespace QImpact.Data;

/// <summary>
/// A file that ends with a checksum of all that stands before it, which is checked before any of it is read: a flipped byte, a cut-off
/// end or another file in its place are found. The checksum is XXH128, at the speed of memory; it protects from damage, not from malice.
/// </summary>
public static class SealedFile
{
    private const int ChecksumBytes = 16;

    /// <summary>Writes one, as <see cref="AtomicFile.Write"/> does.</summary>
    /// <exception cref="BadInputException">It can't be written; one that was there stays.</exception>
    public static void Write(string path, Action<BinaryWriter> write) =>
        AtomicFile.Write(
            path,
            stream =>
            {
                using BinaryWriter writer = new(stream, System.Text.Encoding.UTF8, leaveOpen: true);
                write(writer);
                writer.Flush();
                byte[] checksum = Checksum(stream, stream.Length);
                stream.Position = stream.Length;
                stream.Write(checksum);
            }
        );

    /// <summary>What <paramref name="read"/> makes of the content.</summary>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    /// <exception cref="IOException">It can't be read.</exception>
    public static T Read<T>(string path, Func<BinaryReader, T> read)
    {
        using FileStream stream = File.OpenRead(path);
        long length = stream.Length - ChecksumBytes;
        byte[] expected = new byte[ChecksumBytes];
        if (length < 0 || !Checksum(stream, length).SequenceEqual(Last(stream, expected)))
            throw new InvalidDataException("it does not match its checksum: it is damaged or cut off");
        stream.Position = 0;
        using BinaryReader reader = new(stream);
        return read(reader);
    }

    private static byte[] Last(FileStream stream, byte[] checksum)
    {
        stream.Position = stream.Length - checksum.Length;
        stream.ReadExactly(checksum);
        return checksum;
    }

    private static byte[] Checksum(Stream stream, long length)
    {
        XxHash128 hash = new();
        byte[] buffer = new byte[1 << 20];
        stream.Position = 0;
        for (long left = length; left > 0; )
        {
            int read = stream.Read(buffer, 0, (int)Math.Min(left, buffer.Length));
            if (read == 0)
                throw new InvalidDataException("it is cut off");
            hash.Append(buffer.AsSpan(0, read));
            left -= read;
        }
        return hash.GetCurrentHash();
    }
}
