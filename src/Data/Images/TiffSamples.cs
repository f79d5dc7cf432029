using BitMiracle.LibTiff.Classic;

namespace QImpact.Data.Images;

/// <summary>The values of a TIFF image as its file has them, [height, width, samples], in this machine's byte order.</summary>
internal sealed record TiffSamples(int Width, int Height, int ValueBytes, byte[] Bytes)
{
    /// <summary>Reads all values, from strips or tiles, side by side or in planes.</summary>
    /// <exception cref="BrokenImageException">A part of them is missing or damaged.</exception>
    public static TiffSamples Read(Tiff tiff, int width, int height, int valueBytes, int samples)
    {
        long length = (long)width * height * valueBytes * samples;
        if (length > Array.MaxLength)
            throw new BrokenImageException($"the TIFF image has {samples} values a pixel; expected 1 to 4");
        TiffSamples image = new(width, height, valueBytes, new byte[length]);
        bool isTogether = (PlanarConfig)tiff.GetFieldDefaulted(TiffTag.PLANARCONFIG)[0].ToInt() == PlanarConfig.CONTIG;
        int planes = isTogether ? 1 : samples;
        for (int plane = 0; plane < planes; plane++)
            if (tiff.IsTiled())
                image.ReadTiles(tiff, plane, samples, isTogether);
            else
                image.ReadRows(tiff, plane, samples, isTogether);
        return image;
    }

    private void ReadRows(Tiff tiff, int plane, int samples, bool isTogether)
    {
        byte[] row = new byte[tiff.ScanlineSize()];
        for (int y = 0; y < Height; y++)
        {
            if (!tiff.ReadScanline(row, 0, y, (short)plane))
                throw Damaged();
            Put(row, 0, Width, y, plane, samples, isTogether);
        }
    }

    private void ReadTiles(Tiff tiff, int plane, int samples, bool isTogether)
    {
        int tileWidth = tiff.GetField(TiffTag.TILEWIDTH)[0].ToInt();
        int tileHeight = tiff.GetField(TiffTag.TILELENGTH)[0].ToInt();
        byte[] tile = new byte[tiff.TileSize()];
        int rowBytes = tileWidth * ValueBytes * (isTogether ? samples : 1);
        for (int top = 0; top < Height; top += tileHeight)
        for (int left = 0; left < Width; left += tileWidth)
        {
            if (tiff.ReadTile(tile, 0, left, top, 0, (short)plane) < 0)
                throw Damaged();
            for (int y = top; y < Math.Min(top + tileHeight, Height); y++)
                Put(
                    tile.AsSpan((y - top) * rowBytes),
                    left,
                    Math.Min(tileWidth, Width - left),
                    y,
                    plane,
                    samples,
                    isTogether
                );
        }
    }

    // Pixels of a row, beginning at a column, to their places.
    private void Put(ReadOnlySpan<byte> row, int left, int pixels, int y, int plane, int samples, bool isTogether)
    {
        int pixelBytes = ValueBytes * samples;
        Span<byte> target = Bytes.AsSpan((y * Width + left) * pixelBytes, pixels * pixelBytes);
        if (isTogether)
            row[..target.Length].CopyTo(target);
        else
            for (int x = 0; x < pixels; x++)
                row.Slice(x * ValueBytes, ValueBytes).CopyTo(target[(x * pixelBytes + plane * ValueBytes)..]);
    }

    private static BrokenImageException Damaged() => new("the TIFF file is cut off or damaged");
}
