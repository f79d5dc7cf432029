using System.Collections.Immutable;

namespace QImpact.Data.Archives;

/// <summary>The images of one split, read one after the other, so that a large split need not fit into memory.</summary>
public sealed class SplitReader : IDisposable
{
    private readonly Action<Span<byte>> _read;
    private readonly IDisposable _owner;

    /// <summary>A reader that fills buffers with the next bytes, and closes what it reads from.</summary>
    internal SplitReader(
        string name,
        string md5,
        int size,
        int channels,
        int[] labels,
        ImmutableArray<string>? ids,
        Action<Span<byte>> read,
        IDisposable owner
    )
    {
        (Name, Md5, Size, Channels, Labels) = (name, md5, size, channels, labels);
        Ids = ids ?? [.. Enumerable.Range(0, labels.Length).Select(index => $"{index}")];
        (_read, _owner) = (read, owner);
    }

    /// <summary><c>train</c>, <c>val</c> or <c>test</c>.</summary>
    public string Name { get; }

    /// <summary>MD5 of the data set, as <see cref="DatasetDescription"/> has it.</summary>
    public string Md5 { get; }

    /// <summary>Height and width of an image, in pixels.</summary>
    public int Size { get; }

    /// <summary>1 (grey) or 3 (RGB).</summary>
    public int Channels { get; }

    /// <summary>[count], class indices from 0.</summary>
    public IReadOnlyList<int> Labels { get; }

    /// <summary>[count], what each image is called, as <see cref="ImageSplit.Ids"/>.</summary>
    public ImmutableArray<string> Ids { get; }

    /// <summary>A split that is in memory already.</summary>
    public static SplitReader Of(ImageSplit split, string md5)
    {
        MemoryStream pixels = new(split.Pixels);
        return new SplitReader(
            split.Name,
            md5,
            split.Size,
            split.Channels,
            split.Labels,
            split.Ids,
            pixels.ReadExactly,
            pixels
        );
    }

    /// <summary>The pixels of the next image, [size, size, channels], row by row, 0 to 255.</summary>
    /// <exception cref="BadInputException">The archive is damaged.</exception>
    public byte[] ReadNext()
    {
        byte[] pixels = new byte[Size * Size * Channels];
        _read(pixels);
        return pixels;
    }

    /// <inheritdoc/>
    public void Dispose() => _owner.Dispose();
}
