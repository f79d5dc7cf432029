using System.Runtime.InteropServices;
using BitMiracle.LibTiff.Classic;

namespace QImpact.Data.Images;

/// <summary>
/// Decodes the first page of a TIFF file with LibTiff. Grey and red-green-blue of 8 or 16 bits keep their values, in strips or tiles, side by
/// side or in planes; other forms of 1 to 8 bits (palettes, JPEG in TIFF) are drawn by LibTiff in 8 bits.
/// </summary>
internal static class TiffDecoder
{
    private const int Opaque = 255;

    static TiffDecoder() => Tiff.SetErrorHandler(new Quiet());

    /// <summary>Whether content begins as a TIFF or a BigTIFF file does.</summary>
    public static bool IsTiff(ReadOnlySpan<byte> content) =>
        content.StartsWith("II*\0"u8)
        || content.StartsWith("MM\0*"u8)
        || content.StartsWith("II+\0"u8)
        || content.StartsWith("MM\0+"u8);

    /// <summary>Decodes a file's content.</summary>
    /// <exception cref="BrokenImageException">It is damaged, too large, or of a form that is not read; the message says which.</exception>
    public static PixelImage Decode(byte[] content)
    {
        try
        {
            using MemoryStream stream = new(content, writable: false);
            using Tiff tiff =
                Tiff.ClientOpen("image", "r", stream, new TiffStream())
                ?? throw new BrokenImageException("the TIFF file is damaged");
            return Decode(tiff);
        }
        // LibTiff reads what a damaged file says as it stands, and fails as arrays do.
        catch (Exception exception) when (exception is not (BrokenImageException or OutOfMemoryException))
        {
            throw new BrokenImageException("the TIFF file is damaged", exception);
        }
    }

    private static PixelImage Decode(Tiff tiff)
    {
        int width = Field(tiff, TiffTag.IMAGEWIDTH);
        int height = Field(tiff, TiffTag.IMAGELENGTH);
        ImageDecoder.RequireSize(width, height);
        int bits = Field(tiff, TiffTag.BITSPERSAMPLE);
        int samples = Field(tiff, TiffTag.SAMPLESPERPIXEL);
        Photometric colours = (Photometric)Field(tiff, TiffTag.PHOTOMETRIC);
        SampleFormat format = (SampleFormat)Field(tiff, TiffTag.SAMPLEFORMAT);
        if (bits > 16 || format is not (SampleFormat.UINT or SampleFormat.VOID))
            throw new BrokenImageException(
                $"the TIFF image has values of {bits} bits, {(format == SampleFormat.IEEEFP ? "floating point" : format == SampleFormat.INT ? "with a sign" : "whole")}; "
                    + "expected whole numbers of 8 or 16 bits without a sign"
            );
        bool isGrey = colours is Photometric.MINISBLACK or Photometric.MINISWHITE;
        bool isPlain = bits is 8 or 16 && (isGrey || (colours == Photometric.RGB && samples >= 3));
        if (isPlain)
            return Plain(TiffSamples.Read(tiff, width, height, bits / 8, samples), isGrey, colours, samples);
        return bits <= 8
            ? Drawn(tiff, width, height)
            : throw new BrokenImageException(
                $"the TIFF image has {bits} bits and colours of the kind {colours}; expected grey or RGB of 8 or 16 bits"
            );
    }

    private static PixelImage Plain(TiffSamples samples, bool isGrey, Photometric colours, int count)
    {
        int channels = isGrey ? 1 : 4;
        int used = isGrey ? 1 : 3;
        int pixels = samples.Width * samples.Height;
        bool isInverted = colours == Photometric.MINISWHITE;
        if (samples.ValueBytes == 1)
        {
            byte[] bytes = new byte[pixels * channels];
            Pick<byte>(samples.Bytes, count, used, bytes, channels);
            if (isInverted)
                for (int i = 0; i < bytes.Length; i++)
                    bytes[i] = (byte)(byte.MaxValue - bytes[i]);
            return new PixelImage(samples.Width, samples.Height, channels, bytes, Words: null);
        }
        ushort[] words = new ushort[pixels * channels];
        Pick<ushort>(MemoryMarshal.Cast<byte, ushort>(samples.Bytes), count, used, words, channels);
        if (isInverted)
            for (int i = 0; i < words.Length; i++)
                words[i] = (ushort)(ushort.MaxValue - words[i]);
        return new PixelImage(samples.Width, samples.Height, channels, Bytes: null, words);
    }

    private static void Pick<T>(ReadOnlySpan<T> source, int samples, int used, Span<T> target, int channels)
        where T : unmanaged
    {
        for (int pixel = 0; pixel < target.Length / channels; pixel++)
            source.Slice(pixel * samples, used).CopyTo(target[(pixel * channels)..]);
    }

    private static PixelImage Drawn(Tiff tiff, int width, int height)
    {
        int[] raster = new int[width * height];
        if (!tiff.ReadRGBAImageOriented(width, height, raster, Orientation.TOPLEFT, stopOnError: true))
            throw new BrokenImageException("the TIFF image is cut off, damaged, or of a kind that is not read");
        byte[] bytes = new byte[raster.Length * 4];
        for (int pixel = 0; pixel < raster.Length; pixel++)
        {
            bytes[4 * pixel] = (byte)Tiff.GetR(raster[pixel]);
            bytes[4 * pixel + 1] = (byte)Tiff.GetG(raster[pixel]);
            bytes[4 * pixel + 2] = (byte)Tiff.GetB(raster[pixel]);
            bytes[4 * pixel + 3] = Opaque;
        }
        return new PixelImage(width, height, 4, bytes, Words: null);
    }

    private static int Field(Tiff tiff, TiffTag tag) =>
        tiff.GetFieldDefaulted(tag) is [{ } value, ..] ? value.ToInt() : 0;

    // What it would write to standard error is told as a reason.
    private sealed class Quiet : TiffErrorHandler
    {
        public override void WarningHandler(Tiff tif, string method, string format, params object[] args) { }

        public override void WarningHandlerExt(
            Tiff tif,
            object clientData,
            string method,
            string format,
            params object[] args
        ) { }

        public override void ErrorHandler(Tiff tif, string method, string format, params object[] args) { }

        public override void ErrorHandlerExt(
            Tiff tif,
            object clientData,
            string method,
            string format,
            params object[] args
        ) { }
    }
}
