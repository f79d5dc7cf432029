namespace QImpact.Data.Duplicates;

/// <summary>What an image was made from another by, pixel for pixel: the eight symmetries of a square less one that another gives backwards.</summary>
public enum Turn
{
    /// <summary>As it is.</summary>
    None,

    /// <summary>Left and right exchanged.</summary>
    LeftRight,

    /// <summary>Top and bottom exchanged.</summary>
    TopBottom,

    /// <summary>Turned by 180 degrees.</summary>
    Half,

    /// <summary>Rows and columns exchanged.</summary>
    Transposed,

    /// <summary>Rows and columns exchanged along the other diagonal.</summary>
    AntiTransposed,

    /// <summary>Turned by 90 degrees, either of the two from the other.</summary>
    Quarter,
}

/// <summary>Turns of images.</summary>
public static class Turns
{
    /// <summary>The turned image.</summary>
    /// <param name="turn">How.</param>
    /// <param name="pixels">[size, size, channels].</param>
    /// <param name="size">Height and width.</param>
    /// <param name="turned">[size, size, channels].</param>
    public static void Apply(Turn turn, ReadOnlySpan<byte> pixels, int size, Span<byte> turned)
    {
        int channels = pixels.Length / (size * size);
        for (int row = 0; row < size; row++)
        for (int column = 0; column < size; column++)
        {
            int from = (row * size + column) * channels;
            (int right, int down) = Place(turn, row, column, size - 1);
            pixels.Slice(from, channels).CopyTo(turned[((down * size + right) * channels)..]);
        }
    }

    /// <summary>In words, such as "mirrored, left and right exchanged".</summary>
    public static string Text(Turn turn) =>
        turn switch
        {
            Turn.None => "as it is",
            Turn.LeftRight => "mirrored, left and right exchanged",
            Turn.TopBottom => "mirrored, top and bottom exchanged",
            Turn.Half => "turned by 180°",
            Turn.Transposed => "mirrored along the diagonal",
            Turn.AntiTransposed => "mirrored along the other diagonal",
            Turn.Quarter => "turned by 90°",
            _ => throw new ArgumentOutOfRangeException(nameof(turn)),
        };

    private static (int Right, int Down) Place(Turn turn, int row, int column, int last) =>
        turn switch
        {
            Turn.None => (column, row),
            Turn.LeftRight => (last - column, row),
            Turn.TopBottom => (column, last - row),
            Turn.Half => (last - column, last - row),
            Turn.Transposed => (row, column),
            Turn.AntiTransposed => (last - row, last - column),
            Turn.Quarter => (last - row, column),
            _ => throw new ArgumentOutOfRangeException(nameof(turn)),
        };
}
