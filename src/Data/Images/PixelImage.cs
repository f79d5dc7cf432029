using System.Numerics;

namespace QImpact.Data.Images;

/// <summary>A decoded image: 8 or 16 bits a value, channels side by side.</summary>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
/// <param name="Channels">1 (grey) or 4 (red, green, blue, alpha).</param>
/// <param name="Bytes">[height, width, channels] of 8 bits; null where there are 16.</param>
/// <param name="Words">[height, width, channels] of 16 bits; null where there are 8.</param>
/// <remarks>The arrays may be longer than the image: the decoder uses them again.</remarks>
internal sealed record PixelImage(int Width, int Height, int Channels, byte[]? Bytes, ushort[]? Words)
{
    // ITU-R BT.601 in 16-bit fixed point; the weights sum to 65536, so that equal channels give their own value, exactly.
    private const uint Red = 19595;
    private const uint Green = 38470;
    private const uint Blue = 7471;
    private const uint Sum = Red + Green + Blue;

    /// <summary>
    /// One row as a network takes it, [channels, width], values in [0, 1]. One channel is grey, by BT.601 from colours; three are red, green,
    /// blue, a grey image's value thrice. Alpha is left out.
    /// </summary>
    public void CopyRow(int row, int channels, Span<float> destination)
    {
        int length = Width * Channels;
        int first = row * length;
        if (Bytes is not null)
            CopyRow<byte>(Bytes.AsSpan(first, length), byte.MaxValue, channels, destination);
        else
            CopyRow<ushort>(Words.AsSpan(first, length), ushort.MaxValue, channels, destination);
    }

    private void CopyRow<T>(ReadOnlySpan<T> source, float white, int channels, Span<float> destination)
        where T : unmanaged, IBinaryInteger<T>
    {
        if (Channels == 1)
            for (int x = 0; x < Width; x++)
                destination[x] = uint.CreateTruncating(source[x]) / white;
        else if (channels == 1)
            for (int x = 0; x < Width; x++)
                destination[x] = Luminance(source.Slice(4 * x, 3)) / (Sum * white);
        else
            for (int x = 0; x < Width; x++)
            for (int channel = 0; channel < 3; channel++)
                destination[channel * Width + x] = uint.CreateTruncating(source[4 * x + channel]) / white;
        Repeat(channels, destination);
    }

    private static uint Luminance<T>(ReadOnlySpan<T> colour)
        where T : unmanaged, IBinaryInteger<T> =>
        Red * uint.CreateTruncating(colour[0])
        + Green * uint.CreateTruncating(colour[1])
        + Blue * uint.CreateTruncating(colour[2]);

    private void Repeat(int channels, Span<float> destination)
    {
        if (Channels == 1)
            for (int channel = 1; channel < channels; channel++)
                destination[..Width].CopyTo(destination[(channel * Width)..]);
    }
}
