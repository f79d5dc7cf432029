using System.Collections.Immutable;
using System.IO.Compression;
using System.IO.Hashing;

namespace QImpact.Data.Archives;

/// <summary>An opened .npz file: a zip archive whose members are .npy files.</summary>
public sealed class NpzArchive : IDisposable
{
    private readonly string _path;
    private readonly ZipArchive _zip;

    private NpzArchive(string path, ZipArchive zip)
    {
        _path = path;
        _zip = zip;
    }

    /// <summary>Opens an archive.</summary>
    /// <exception cref="BadInputException">The file can't be read, or is no zip archive or a cut-off one.</exception>
    public static NpzArchive Open(string path)
    {
        try
        {
            return new NpzArchive(path, ZipFile.OpenRead(path));
        }
        catch (InvalidDataException exception)
        {
            throw new BadInputException(
                $"{path} is no .npz archive, or is cut off: it does not read as a zip file; fetch it again",
                exception
            );
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException($"{path} can't be read: {exception.Message}", exception);
        }
    }

    /// <summary>The names of the arrays, without <c>.npy</c>.</summary>
    public ImmutableArray<string> Keys =>
        [.. _zip.Entries.Select(entry => entry.FullName).Where(IsArray).Select(name => name[..^4])];

    /// <summary>Reads one array.</summary>
    /// <exception cref="BadInputException">There is no such array, or its bytes are damaged.</exception>
    public NpyArray Read(string key)
    {
        ZipArchiveEntry entry =
            _zip.GetEntry(key + ".npy")
            ?? throw new BadInputException(
                $"{_path} has no array '{key}'; it holds {(Keys.IsEmpty ? "no arrays" : string.Join(", ", Keys))}"
            );
        try
        {
            using ChecksumStream stream = new(entry.Open());
            NpyArray array = NpyReader.Read(stream, entry.Length);
            if (stream.Checksum != entry.Crc32)
                throw new InvalidDataException("does not match its checksum: the file is damaged");
            return array;
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or NotSupportedException)
        {
            string reason = exception.Message.ReplaceLineEndings(" ").TrimEnd('.', ' ');
            throw new BadInputException($"{_path}: the array '{key}' {reason}", exception);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _zip.Dispose();

    private static bool IsArray(string name) => name.EndsWith(".npy", StringComparison.Ordinal);

    /// <summary>Computes the CRC-32 of what is read through it.</summary>
    private sealed class ChecksumStream(Stream inner) : Stream
    {
        private readonly Crc32 _crc = new();

        public uint Checksum => _crc.GetCurrentHashAsUInt32();
        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            int read = inner.Read(buffer);
            _crc.Append(buffer[..read]);
            return read;
        }

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
