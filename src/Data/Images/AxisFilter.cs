namespace QImpact.Data.Images;

/// <summary>
/// How one axis is resized: a triangle filter that widens with the reduction, so that every pixel of the source counts
/// (Pillow's <c>BILINEAR</c>, torchvision's bilinear with <c>antialias=True</c>). Pixel i covers [i, i + 1).
/// </summary>
internal sealed class AxisFilter
{
    private readonly int[] _first;
    private readonly float[][] _weights;

    /// <summary>The filter from one length to another.</summary>
    public AxisFilter(int from, int to)
    {
        From = from;
        _first = new int[to];
        _weights = new float[to][];
        double scale = (double)from / to;
        double reach = Math.Max(scale, 1);
        for (int i = 0; i < to; i++)
        {
            double centre = (i + 0.5) * scale;
            int first = Math.Max((int)(centre - reach + 0.5), 0);
            int end = Math.Min((int)(centre + reach + 0.5), from);
            double[] weights =
            [
                .. Enumerable
                    .Range(first, end - first)
                    .Select(x => Math.Max(1 - Math.Abs(x + 0.5 - centre) / reach, 0)),
            ];
            double sum = weights.Sum();
            _first[i] = first;
            _weights[i] = [.. weights.Select(weight => (float)(weight / sum))];
        }
    }

    /// <summary>The length of the source.</summary>
    public int From { get; }

    /// <summary>The first pixel of the source that counts for a pixel of the result.</summary>
    public int First(int pixel) => _first[pixel];

    /// <summary>The weights of the source's pixels from <see cref="First"/> on; they sum to 1.</summary>
    public ReadOnlySpan<float> Weights(int pixel) => _weights[pixel];
}
