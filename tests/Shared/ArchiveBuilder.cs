using System.IO.Compression;
using System.Text;

namespace QImpact.Tests;

/// <summary>Writes .npz archives as NumPy does, or with one chosen flaw.</summary>
internal sealed class ArchiveBuilder
{
    private readonly Dictionary<string, byte[]> _arrays = [];

    /// <summary>A valid archive: 4 + 2 + 3 images of 8 x 8, both classes in each split.</summary>
    public static ArchiveBuilder Valid() =>
        new ArchiveBuilder().WithSplit("train", 4).WithSplit("val", 2).WithSplit("test", 3);

    /// <summary>A valid archive that a ResNet18 trains on within a second: 24 + 8 + 10 images of 28 x 28.</summary>
    public static ArchiveBuilder ToTrainOn() =>
        new ArchiveBuilder().WithSplit("train", 24, 28).WithSplit("val", 8, 28).WithSplit("test", 10, 28);

    public ArchiveBuilder WithSplit(string split, int count, int size = 8) =>
        With($"{split}_images", Npy("|u1", $"({count}, {size}, {size})", Pixels(count * size * size)))
            .With($"{split}_labels", Npy("|u1", $"({count}, 1)", Labels(count)));

    public ArchiveBuilder With(string key, byte[] npy)
    {
        _arrays[key] = npy;
        return this;
    }

    public ArchiveBuilder Without(string key)
    {
        _arrays.Remove(key);
        return this;
    }

    public string Save(
        TemporaryFolder folder,
        string name = "sample.npz",
        CompressionLevel compression = CompressionLevel.NoCompression
    ) => Save(folder.File(name), compression);

    public string Save(string path, CompressionLevel compression = CompressionLevel.NoCompression)
    {
        using ZipArchive zip = new(File.Create(path), ZipArchiveMode.Create);
        foreach ((string key, byte[] bytes) in _arrays)
        {
            using Stream entry = zip.CreateEntry(key + ".npy", compression).Open();
            entry.Write(bytes);
        }
        return path;
    }

    public static byte[] Npy(string type, string shape, byte[] data, byte version = 1, bool fortran = false)
    {
        string order = fortran ? "True" : "False";
        string text = $"{{'descr': '{type}', 'fortran_order': {order}, 'shape': {shape}, }}";
        int prefix = version == 1 ? 10 : 12;
        byte[] header = Encoding.UTF8.GetBytes(
            text.PadRight((prefix + text.Length + 64) / 64 * 64 - prefix - 1) + "\n"
        );
        byte[] length =
            version == 1 ? BitConverter.GetBytes((ushort)header.Length) : BitConverter.GetBytes(header.Length);
        return [0x93, .. "NUMPY"u8, version, 0, .. length, .. header, .. data];
    }

    public static byte[] Pixels(int count) => [.. Enumerable.Range(0, count).Select(i => (byte)(i * 7))];

    public static byte[] Labels(int count) => [.. Enumerable.Range(0, count).Select(i => (byte)(i % 2))];
}
