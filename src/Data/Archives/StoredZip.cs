using System.Buffers.Binary;
using System.IO.Hashing;
using System.Security.Cryptography;
using System.Text;

namespace QImpact.Data.Archives;

/// <summary>
/// Writes a zip file whose bytes follow from its members alone: nothing is compressed, all times are that of the format's first day, and
/// neither the system nor a library's version leaves a trace. So a set has one checksum, wherever its archive is written; .NET's own writer
/// notes the system.
/// </summary>
internal sealed class StoredZip(Stream target) : IDisposable
{
    private const ushort Version = 20;
    private const ushort FirstDay = 0x21;
    private const int LocalLength = 30;
    private const int DirectoryLength = 46;
    private const int EndLength = 22;

    // MD5 because MedMNIST publishes it; it identifies the file and protects nothing.
#pragma warning disable CA5351
    private readonly IncrementalHash _md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
#pragma warning restore CA5351
    private readonly MemoryStream _directory = new();
    private long _written;
    private ushort _members;

    /// <summary>Writes a member, whose content is two pieces, one after the other.</summary>
    /// <exception cref="BadInputException">The file would have more than 4 GB, which its form does not hold.</exception>
    public void Add(string name, ReadOnlySpan<byte> head, ReadOnlySpan<byte> rest)
    {
        Crc32 crc = new();
        crc.Append(head);
        crc.Append(rest);
        byte[] path = Encoding.ASCII.GetBytes(name);
        long length = (long)head.Length + rest.Length;
        long start = _written;
        if (start + length + LocalLength + path.Length > uint.MaxValue)
            throw new BadInputException(
                "the set has more than 4 GB of pixels, more than its archive holds; take a smaller --size"
            );
        // Flags 0, method 0 (stored), time 0.
        byte[] common = new byte[26];
        BinaryPrimitives.WriteUInt16LittleEndian(common, Version);
        BinaryPrimitives.WriteUInt16LittleEndian(common.AsSpan(8), FirstDay);
        BinaryPrimitives.WriteUInt32LittleEndian(common.AsSpan(10), crc.GetCurrentHashAsUInt32());
        BinaryPrimitives.WriteUInt32LittleEndian(common.AsSpan(14), (uint)length);
        BinaryPrimitives.WriteUInt32LittleEndian(common.AsSpan(18), (uint)length);
        BinaryPrimitives.WriteUInt16LittleEndian(common.AsSpan(22), (ushort)path.Length);
        Put("PK\u0003\u0004"u8);
        Put(common);
        Put(path);
        Put(head);
        Put(rest);
        byte[] entry = new byte[DirectoryLength];
        "PK\u0001\u0002"u8.CopyTo(entry);
        BinaryPrimitives.WriteUInt16LittleEndian(entry.AsSpan(4), Version);
        common.CopyTo(entry.AsSpan(6));
        BinaryPrimitives.WriteUInt32LittleEndian(entry.AsSpan(42), (uint)start);
        _directory.Write(entry);
        _directory.Write(path);
        _members++;
    }

    /// <summary>Writes the directory.</summary>
    /// <returns>The MD5 of all that was written, 32 lower-case hexadecimal digits.</returns>
    public string End()
    {
        long start = _written;
        Put(_directory.ToArray());
        byte[] end = new byte[EndLength];
        "PK\u0005\u0006"u8.CopyTo(end);
        BinaryPrimitives.WriteUInt16LittleEndian(end.AsSpan(8), _members);
        BinaryPrimitives.WriteUInt16LittleEndian(end.AsSpan(10), _members);
        BinaryPrimitives.WriteUInt32LittleEndian(end.AsSpan(12), (uint)_directory.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(end.AsSpan(16), (uint)start);
        Put(end);
        return Convert.ToHexStringLower(_md5.GetHashAndReset());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _md5.Dispose();
        _directory.Dispose();
    }

    private void Put(ReadOnlySpan<byte> bytes)
    {
        _md5.AppendData(bytes);
        target.Write(bytes);
        _written += bytes.Length;
    }
}
