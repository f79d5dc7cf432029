using System.Collections.Immutable;
using System.IO.Compression;
using System.IO.Hashing;
using System.Numerics;

namespace QImpact.Data.Archives;

/// <summary>An opened .npz file: a zip archive whose members are .npy files.</summary>
public sealed class NpzArchive : IDisposable
{
    private readonly string _path;
    private readonly ZipArchive _zip;

    private NpzArchive(string path, ZipArchive zip) => (_path, _zip) = (path, zip);

    /// <summary>Opens an archive and reads its directory.</summary>
    /// <exception cref="BadInputException">
    /// The file can't be read, is no zip archive or a damaged or cut-off one, or has an array twice.
    /// </exception>
    public static NpzArchive Open(string path)
    {
        if (FileKind.Of(path) is not FileKind.Kind.Ordinary)
            throw new BadInputException($"{path} is a pipe or a device; expected an .npz archive");
        ZipArchive? zip = null;
        try
        {
            zip = InputFile.Read(path, () => ZipFile.OpenRead(path));
            string[] names = [.. zip.Entries.Select(entry => entry.FullName)];
            if (names.GroupBy(name => name).FirstOrDefault(same => same.Skip(1).Any()) is { } twice)
                throw new BadInputException($"{path} has {twice.Key} {twice.Count()} times; expected each array once");
            return new NpzArchive(path, zip);
        }
        catch (Exception exception)
        {
            zip?.Dispose();
            if (!IsDamage(exception))
                throw;
            throw new BadInputException(
                $"{path} is no .npz archive, or is cut off or damaged: it does not read as a zip file; fetch it again",
                exception
            );
        }
    }

    /// <summary>The names of the arrays, without <c>.npy</c>.</summary>
    public ImmutableArray<string> Keys =>
        [.. _zip.Entries.Select(entry => entry.FullName).Where(IsArray).Select(name => name[..^4])];

    /// <summary>Type and shape of one array; its elements are not read.</summary>
    /// <exception cref="BadInputException">There is no such array, or its header is damaged.</exception>
    public NpyHeader Header(string key)
    {
        using ArrayStream array = Stream(key);
        return array.Header;
    }

    /// <summary>Reads one array.</summary>
    /// <exception cref="BadInputException">There is no such array, or its bytes are damaged.</exception>
    public NpyArray Read(string key)
    {
        using ArrayStream array = Stream(key);
        try
        {
            return new NpyArray(array.Header, NpyReader.ReadElements(array.Header, array.Read));
        }
        catch (InvalidDataException exception)
        {
            throw Damaged(key, exception);
        }
    }

    /// <summary>Opens one array to be read in order, without holding it in memory.</summary>
    /// <exception cref="BadInputException">There is no such array, or its header is damaged.</exception>
    internal ArrayStream Stream(string key)
    {
        ZipArchiveEntry entry = Entry(key);
        ChecksumStream? stream = null;
        try
        {
            stream = new ChecksumStream(entry.Open());
            return new ArrayStream(this, key, stream, NpyReader.ReadHeader(stream, entry.Length), entry.Crc32);
        }
        catch (Exception exception) when (IsDamage(exception))
        {
            stream?.Dispose();
            throw Damaged(key, exception);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _zip.Dispose();

    private ZipArchiveEntry Entry(string key) =>
        _zip.GetEntry(key + ".npy")
        ?? throw new BadInputException(
            $"{_path} has no array '{key}'; it holds {(Keys.IsEmpty ? "no arrays" : string.Join(", ", Keys))}"
        );

    private static bool IsDamage(Exception exception) =>
        exception is InvalidDataException or IOException or NotSupportedException;

    private BadInputException Damaged(string key, Exception exception) =>
        new($"{_path}: the array '{key}' {exception.AsReason()}", exception);

    private static bool IsArray(string name) => name.EndsWith(".npy", StringComparison.Ordinal);

    /// <summary>An array of an archive that is read in order.</summary>
    internal sealed class ArrayStream(
        NpzArchive archive,
        string key,
        ChecksumStream stream,
        NpyHeader header,
        uint checksum
    ) : IDisposable
    {
        private const int BufferLength = 1 << 16;

        private long _left = header.Bytes ?? 0;

        /// <summary>Type and shape.</summary>
        public NpyHeader Header => header;

        /// <summary>Reads the next bytes; with the last ones the checksum is checked.</summary>
        /// <exception cref="BadInputException">The bytes are damaged, or there are no more.</exception>
        public void Read(Span<byte> buffer)
        {
            try
            {
                stream.ReadExactly(buffer);
                _left -= buffer.Length;
                if (_left == 0)
                    stream.Require(checksum);
            }
            catch (Exception exception) when (IsDamage(exception))
            {
                throw archive.Damaged(key, exception);
            }
        }

        /// <summary>The elements of an array of integers, one after the other.</summary>
        /// <exception cref="BadInputException">The bytes are damaged.</exception>
        public IEnumerable<Int128> Integers()
        {
            NpyType type = header.Type;
            int size = type.Size!.Value;
            byte[] buffer = new byte[BufferLength];
            while (_left > 0)
            {
                int length = (int)Math.Min(_left, BufferLength);
                Read(buffer.AsSpan(0, length));
                for (int at = 0; at < length; at += size)
                    yield return type.BigEndian
                        ? Big<Int128>(buffer.AsSpan(at, size), type.IsUnsigned)
                        : Little<Int128>(buffer.AsSpan(at, size), type.IsUnsigned);
            }
        }

        /// <inheritdoc/>
        public void Dispose() => stream.Dispose();

        private static T Big<T>(ReadOnlySpan<byte> bytes, bool isUnsigned)
            where T : IBinaryInteger<T> => T.ReadBigEndian(bytes, isUnsigned);

        private static T Little<T>(ReadOnlySpan<byte> bytes, bool isUnsigned)
            where T : IBinaryInteger<T> => T.ReadLittleEndian(bytes, isUnsigned);
    }

    /// <summary>Computes the CRC-32 of what is read through it.</summary>
    internal sealed class ChecksumStream(Stream inner) : Stream
    {
        private readonly Crc32 _crc = new();

        /// <summary>Holds what was read against the archive's checksum.</summary>
        /// <exception cref="InvalidDataException">It is another.</exception>
        public void Require(uint checksum)
        {
            if (_crc.GetCurrentHashAsUInt32() != checksum)
                throw new InvalidDataException("does not match its checksum: the file is damaged");
        }

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
