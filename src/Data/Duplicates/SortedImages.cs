using System.Numerics;

namespace QImpact.Data.Duplicates;

/// <summary>Images in the order of their first coordinate, so that those near to one lie side by side.</summary>
internal sealed class SortedImages
{
    // Coordinates that are summed before it is asked whether any image of a vector is still near.
    private const int Stride = 4;

    private readonly int[] _order;

    // [coordinates][images + a vector's lanes]: behind the last image stand values that are near to nobody.
    private readonly float[][] _coordinates;

    /// <summary>Sorts images.</summary>
    /// <param name="standardised">All images.</param>
    /// <param name="chosen">Those to sort, none of them constant.</param>
    /// <param name="leading">What gives their coordinates.</param>
    public SortedImages(Standardised standardised, int[] chosen, LeadingCoefficients leading)
    {
        float[][] rows = new float[chosen.Length][];
        Parallel.For(
            0,
            chosen.Length,
            place =>
            {
                rows[place] = new float[leading.Count];
                leading.Write(standardised.Images.Pixels(chosen[place]), standardised.Norm(chosen[place]), rows[place]);
            }
        );
        int[] places = [.. Enumerable.Range(0, chosen.Length).OrderBy(place => rows[place][0])];
        _order = [.. places.Select(place => chosen[place])];
        _coordinates =
        [
            .. Enumerable
                .Range(0, leading.Count)
                .Select(coordinate =>
                    places
                        .Select(place => rows[place][coordinate])
                        .Concat(Enumerable.Repeat(float.PositiveInfinity, Vector<float>.Count))
                        .ToArray()
                ),
        ];
    }

    /// <summary>How many there are.</summary>
    public int Count => _order.Length;

    /// <summary>The image at a place of the order.</summary>
    public int Image(int place) => _order[place];

    /// <summary>The coordinates of the image at a place.</summary>
    public void Read(int place, Span<float> coordinates)
    {
        for (int row = 0; row < _coordinates.Length; row++)
            coordinates[row] = _coordinates[row][place];
    }

    /// <summary>The first place whose image may be near.</summary>
    /// <param name="coordinates">Of an image.</param>
    /// <param name="limit">The largest squared distance.</param>
    public int FirstNear(ReadOnlySpan<float> coordinates, float limit)
    {
        int place = Array.BinarySearch(_coordinates[0], 0, Count, coordinates[0] - MathF.Sqrt(limit));
        if (place < 0)
            return ~place;
        while (place > 0 && _coordinates[0][place - 1] == _coordinates[0][place])
            place--;
        return place;
    }

    /// <summary>The places from one on whose squared distance in all coordinates is at most a limit.</summary>
    /// <param name="coordinates">Of an image.</param>
    /// <param name="from">Where to begin.</param>
    /// <param name="limit">The largest squared distance.</param>
    /// <param name="found">Is given each place.</param>
    public void Near(ReadOnlySpan<float> coordinates, int from, float limit, Action<int> found)
    {
        float[] leading = _coordinates[0];
        float farthest = coordinates[0] + MathF.Sqrt(limit);
        Vector<float> limits = new(limit);
        for (int place = from; place < Count && leading[place] <= farthest; place += Vector<float>.Count)
        {
            Vector<float> distances = Vector<float>.Zero;
            bool anyNear = true;
            for (int row = 0; row < _coordinates.Length && anyNear; row += Stride)
            {
                for (int each = row; each < Math.Min(row + Stride, _coordinates.Length); each++)
                {
                    Vector<float> difference =
                        new Vector<float>(_coordinates[each], place) - new Vector<float>(coordinates[each]);
                    distances += difference * difference;
                }
                anyNear = Vector.LessThanOrEqualAny(distances, limits);
            }
            for (int lane = 0; anyNear && lane < Vector<float>.Count; lane++)
                if (distances[lane] <= limit)
                    found(place + lane);
        }
    }
}
