using SkiaSharp;

namespace QImpact.Data.Images;

/// <summary>Images as PNG files, for pages.</summary>
public static class PngImage
{
    /// <summary>An image as the source of an HTML picture that needs no file: <c>data:image/png;base64,...</c>.</summary>
    /// <inheritdoc cref="Encode" path="/param"/>
    public static string DataUri(ReadOnlySpan<byte> pixels, int size, int largest) =>
        DataUri(Encode(pixels, size, largest));

    /// <summary>A PNG file as the source of an HTML picture.</summary>
    public static string DataUri(byte[] png) => "data:image/png;base64," + Convert.ToBase64String(png);

    /// <summary>An image as a PNG file.</summary>
    /// <param name="pixels">[size, size, channels], 1 (grey) or 3 (RGB), 0 to 255.</param>
    /// <param name="size">Height and width.</param>
    /// <param name="largest">The longest side that the picture may have; larger images are thinned.</param>
    public static byte[] Encode(ReadOnlySpan<byte> pixels, int size, int largest)
    {
        int channels = pixels.Length / (size * size);
        int step = (size + largest - 1) / largest;
        int side = size / step;
        SKImageInfo info =
            channels == 1
                ? new SKImageInfo(side, side, SKColorType.Gray8, SKAlphaType.Opaque)
                : new SKImageInfo(side, side, SKColorType.Rgba8888, SKAlphaType.Opaque);
        byte[] shown = new byte[info.BytesSize];
        for (int row = 0; row < side; row++)
        for (int column = 0; column < side; column++)
        {
            ReadOnlySpan<byte> pixel = pixels.Slice((row * size + column) * step * channels, channels);
            Span<byte> target = shown.AsSpan((row * side + column) * info.BytesPerPixel, info.BytesPerPixel);
            pixel.CopyTo(target);
            if (channels == 3)
                target[3] = byte.MaxValue;
        }
        using SKImage image = SKImage.FromPixelCopy(info, shown);
        using SKData png = image.Encode(SKEncodedImageFormat.Png, quality: 100);
        return png.ToArray();
    }
}
