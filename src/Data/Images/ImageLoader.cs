namespace QImpact.Data.Images;

/// <summary>
/// Reads image files as a network takes them: [channels, size, size], values in [0, 1]. The whole image is resized to the square, its
/// aspect ratio not kept; an image of that size already is taken as it is. One instance per thread.
/// </summary>
public sealed class ImageLoader(int channels, int size)
{
    /// <summary>The largest file that is read: 512 MB.</summary>
    public const long MaximumBytes = 512L << 20;

    private readonly ImageDecoder _decoder = new();
    private float[] _row = [];
    private float[] _narrow = [];
    private AxisFilter? _columns;
    private AxisFilter? _rows;

    /// <summary>Number of values of an image.</summary>
    public int Length => channels * size * size;

    /// <summary>Reads a file to [channels, size, size].</summary>
    /// <exception cref="BrokenImageException">It can't be read, or is no image that can be used.</exception>
    public void Load(string path, Span<float> destination)
    {
        try
        {
            FileInfo file = new(path);
            if (FileKind.Of(path) is not FileKind.Kind.Ordinary)
                throw new BrokenImageException("this is a pipe or a device; expected an image file");
            if (Directory.Exists(path))
                throw new BrokenImageException("this is a folder; expected an image file");
            if (file.Exists && file.Length > MaximumBytes)
                throw new BrokenImageException(
                    $"the file has {file.Length >> 20} MB; expected at most {MaximumBytes >> 20}"
                );
            Decode(File.ReadAllBytes(path), destination);
        }
        catch (Exception exception) when (Reason(exception) is { } reason)
        {
            throw new BrokenImageException(reason, exception);
        }
    }

    private static string? Reason(Exception exception) =>
        exception switch
        {
            FileNotFoundException or DirectoryNotFoundException => "there is no such file",
            ArgumentException => "this is no name of a file",
            UnauthorizedAccessException => "the file may not be read",
            IOException => $"the file can't be read: {exception.Message.ReplaceLineEndings(" ")}",
            _ => null,
        };

    /// <summary>Decodes a file's content.</summary>
    /// <inheritdoc cref="Load"/>
    public void Decode(byte[] content, Span<float> destination)
    {
        PixelImage image = _decoder.Decode(content);
        if (_row.Length < channels * image.Width)
            _row = new float[channels * image.Width];
        if (image.Width == size && image.Height == size)
            Copy(image, destination);
        else
            Resize(image, destination);
    }

    private void Copy(PixelImage image, Span<float> destination)
    {
        int plane = size * size;
        for (int y = 0; y < size; y++)
        {
            image.CopyRow(y, channels, _row);
            for (int channel = 0; channel < channels; channel++)
                _row.AsSpan(channel * size, size).CopyTo(destination[(channel * plane + y * size)..]);
        }
    }

    // Row by row: each row of the source is narrowed once and added to the rows of the result that it counts for.
    private void Resize(PixelImage image, Span<float> destination)
    {
        AxisFilter columns = Filter(ref _columns, image.Width);
        AxisFilter rows = Filter(ref _rows, image.Height);
        if (_narrow.Length == 0)
            _narrow = new float[channels * size];
        destination.Clear();
        int open = 0;
        for (int y = 0; y < image.Height; y++)
        {
            image.CopyRow(y, channels, _row);
            Narrow(columns, image.Width);
            while (open < size && rows.First(open) + rows.Weights(open).Length <= y)
                open++;
            for (int row = open; row < size && rows.First(row) <= y; row++)
                Add(rows.Weights(row)[y - rows.First(row)], row, destination);
        }
    }

    private void Narrow(AxisFilter columns, int width)
    {
        for (int channel = 0; channel < channels; channel++)
        for (int x = 0; x < size; x++)
        {
            ReadOnlySpan<float> weights = columns.Weights(x);
            ReadOnlySpan<float> pixels = _row.AsSpan(channel * width + columns.First(x), weights.Length);
            float sum = 0;
            for (int i = 0; i < weights.Length; i++)
                sum += weights[i] * pixels[i];
            _narrow[channel * size + x] = sum;
        }
    }

    private void Add(float weight, int row, Span<float> destination)
    {
        for (int channel = 0; channel < channels; channel++)
        {
            ReadOnlySpan<float> source = _narrow.AsSpan(channel * size, size);
            Span<float> target = destination.Slice(channel * size * size + row * size, size);
            for (int x = 0; x < size; x++)
                target[x] += weight * source[x];
        }
    }

    private AxisFilter Filter(ref AxisFilter? last, int from) =>
        last is not null && last.From == from ? last : last = new AxisFilter(from, size);
}
