namespace QImpact.Data.Archives;

/// <summary>The images of one split, read one after the other, so that a large split need not fit into memory.</summary>
public sealed class SplitReader : IDisposable
{
    private readonly ReadBytes _read;
    private readonly IDisposable? _owner;

    internal SplitReader(string name, int size, int channels, int[] labels, ReadBytes read, IDisposable? owner)
    {
        Name = name;
        Size = size;
        Channels = channels;
        Labels = labels;
        _read = read;
        _owner = owner;
    }

    /// <summary>Fills a buffer with the next bytes.</summary>
    internal delegate void ReadBytes(Span<byte> buffer);

    /// <summary><c>train</c>, <c>val</c> or <c>test</c>.</summary>
    public string Name { get; }

    /// <summary>Height and width of an image, in pixels.</summary>
    public int Size { get; }

    /// <summary>1 (grey) or 3 (RGB).</summary>
    public int Channels { get; }

    /// <summary>[count], class indices from 0.</summary>
    public IReadOnlyList<int> Labels { get; }

    /// <summary>A split that is in memory already.</summary>
    public static SplitReader Of(ImageSplit split)
    {
        ArgumentNullException.ThrowIfNull(split);
        int position = 0;
        return new SplitReader(
            split.Name,
            split.Size,
            split.Channels,
            split.Labels,
            buffer =>
            {
                split.Pixels.AsSpan(position, buffer.Length).CopyTo(buffer);
                position += buffer.Length;
            },
            owner: null
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
    public void Dispose() => _owner?.Dispose();
}
