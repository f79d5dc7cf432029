using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using System.Text;
using SkiaSharp;

namespace QImpact.Tests;

/// <summary>Colour types of the PNG format.</summary>
internal enum PngColour : byte
{
    Grey = 0,
    Rgb = 2,
    Palette = 3,
    GreyAlpha = 4,
    Rgba = 6,
}

/// <summary>Writes image files from their definitions, so that a decoder is held against the format and not against itself.</summary>
internal static class ImageFiles
{
    /// <summary>A PNG file.</summary>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <param name="depth">Bits of a value.</param>
    /// <param name="colour">Colour type.</param>
    /// <param name="rows">The rows, packed as the format packs them, without filter bytes.</param>
    /// <param name="palette">Red, green, blue of each entry.</param>
    public static byte[] Png(int width, int height, int depth, PngColour colour, byte[] rows, byte[]? palette = null)
    {
        MemoryStream file = new();
        file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10]);
        byte[] header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        header[8] = (byte)depth;
        header[9] = (byte)colour;
        Chunk(file, "IHDR", header);
        if (palette is not null)
            Chunk(file, "PLTE", palette);
        MemoryStream data = new();
        using (ZLibStream deflate = new(data, CompressionLevel.Optimal, leaveOpen: true))
            foreach (byte[] row in rows.Chunk(Math.Max(rows.Length / height, 1)))
                deflate.Write([0, .. row]);
        Chunk(file, "IDAT", data.ToArray());
        Chunk(file, "IEND", []);
        return file.ToArray();
    }

    /// <summary>An 8-bit grey PNG file of one value.</summary>
    public static byte[] Grey(int size, byte value) =>
        Png(size, size, 8, PngColour.Grey, [.. Enumerable.Repeat(value, size * size)]);

    /// <summary>A 16-bit grey PNG file of one row.</summary>
    public static byte[] Grey16(params ushort[] values) =>
        Png(values.Length, 1, 16, PngColour.Grey, [.. values.SelectMany(v => new[] { (byte)(v >> 8), (byte)v })]);

    /// <summary>A BMP file of 24 bits a pixel.</summary>
    /// <param name="width">Columns.</param>
    /// <param name="rows">Red, green, blue of each pixel, from the top.</param>
    public static byte[] Bmp(int width, params byte[][] rows)
    {
        const int headers = 54;
        int stride = (3 * width + 3) / 4 * 4;
        byte[] file = new byte[headers + stride * rows.Length];
        file[0] = (byte)'B';
        file[1] = (byte)'M';
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(2), file.Length);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(10), headers);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(14), 40);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(18), width);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(22), rows.Length);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(26), 1);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(28), 24);
        for (int y = 0; y < rows.Length; y++)
        for (int x = 0; x < width; x++)
        for (int c = 0; c < 3; c++)
            file[headers + (rows.Length - 1 - y) * stride + 3 * x + c] = rows[y][3 * x + 2 - c];
        return file;
    }

    /// <summary>A file of a format that only a library can write: a grey wedge from black to white.</summary>
    public static byte[] Wedge(SKEncodedImageFormat format, int width, int height)
    {
        using SKBitmap bitmap = new(width, height, SKColorType.Gray8, SKAlphaType.Opaque);
        for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++)
        {
            byte value = (byte)(255 * x / (width - 1));
            bitmap.SetPixel(x, y, new SKColor(value, value, value));
        }
        using SKData data = bitmap.Encode(format, 100);
        return data.ToArray();
    }

    private static void Chunk(MemoryStream file, string type, byte[] data)
    {
        byte[] typed = [.. Encoding.ASCII.GetBytes(type), .. data];
        byte[] number = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        file.Write(number);
        file.Write(typed);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc32.HashToUInt32(typed));
        file.Write(number);
    }
}
