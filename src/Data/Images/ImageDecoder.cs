using System.Buffers.Binary;
using System.Runtime.InteropServices;
using SkiaSharp;
using StbImageSharp;

namespace QImpact.Data.Images;

/// <summary>One image can't be used; the message says why, without naming it.</summary>
public sealed class BrokenImageException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>
/// Decodes PNG, JPEG, BMP, GIF (first frame) and WebP with Skia, 16-bit PNG, of which Skia keeps 8 bits, with stb_image, and TIFF (first
/// page) with LibTiff. Colour
/// profiles and EXIF orientation are not applied: the values are those that the file stores. One instance per thread: it uses its
/// buffers again.
/// </summary>
internal sealed class ImageDecoder
{
    /// <summary>The most pixels that an image may have: 64 megapixels, more than a mammogram and less than memory.</summary>
    public const int MaximumPixels = 64_000_000;

    /// <summary>The most pixels of a side, as in JPEG.</summary>
    public const int MaximumSide = ushort.MaxValue;

    private const int LargestKept = 1 << 24;

    private byte[] _bytes = [];
    private ushort[] _words = [];

    /// <summary>Decodes a file's content, which may be changed. What is returned is valid until the next call.</summary>
    /// <exception cref="BrokenImageException">It is no image of a known kind, cut off, damaged or too large.</exception>
    public PixelImage Decode(byte[] content)
    {
        if (content.Length == 0)
            throw new BrokenImageException("the file is empty");
        if (TiffDecoder.IsTiff(content))
            return TiffDecoder.Decode(content);
        if (IsDicom(content))
            throw new BrokenImageException(ImageFileNames.DicomAdvice);
        GifPalette.ShowTransparentColour(content);
        using SKCodec codec =
            SKCodec.Create(new SKMemoryStream(content))
            ?? throw new BrokenImageException("the file is no PNG, JPEG, BMP, GIF, WebP or TIFF image, or is damaged");
        SKImageInfo info = codec.Info;
        RequireSize(info.Width, info.Height);
        // Skia sees every file first, a 16-bit one too: it holds the checksums and the length, stb_image does not.
        PixelImage image = Decode8(codec, info);
        return IsPng16(content) ? Decode16(content, info) : image;
    }

    /// <summary>Refuses sizes that no memory is to be given to.</summary>
    /// <exception cref="BrokenImageException">The image is too large, or has no pixels.</exception>
    public static void RequireSize(int width, int height)
    {
        if (Math.Min(width, height) < 1)
            throw new BrokenImageException($"the image has {width} x {height} pixels; expected at least one");
        if ((long)width * height > MaximumPixels || Math.Max(width, height) > MaximumSide)
            throw new BrokenImageException(
                $"the image has {width} x {height} pixels; expected at most {MaximumPixels / 1_000_000} million, and "
                    + $"{MaximumSide} a side"
            );
    }

    // A DICOM file has 128 bytes for anybody, and then its mark.
    private static bool IsDicom(ReadOnlySpan<byte> content) =>
        content.Length > 132 && content[128..132].SequenceEqual("DICM"u8);

    private PixelImage Decode8(SKCodec codec, SKImageInfo info)
    {
        bool grey = info.ColorType == SKColorType.Gray8;
        SKImageInfo target = new(
            info.Width,
            info.Height,
            grey ? SKColorType.Gray8 : SKColorType.Rgba8888,
            grey ? SKAlphaType.Opaque : SKAlphaType.Unpremul
        );
        int length = info.Width * info.Height * (grey ? 1 : 4);
        byte[] bytes = Buffer(ref _bytes, length);
        SKCodecResult result;
        unsafe
        {
            fixed (byte* pixels = bytes)
                result = codec.GetPixels(target, (nint)pixels);
        }
        return result switch
        {
            SKCodecResult.Success => new PixelImage(info.Width, info.Height, grey ? 1 : 4, bytes, Words: null),
            SKCodecResult.IncompleteInput => throw new BrokenImageException("the file is cut off"),
            SKCodecResult.ErrorInInput => throw new BrokenImageException("the file is damaged"),
            _ => throw new BrokenImageException($"the image can't be decoded ({result})"),
        };
    }

    private PixelImage Decode16(byte[] content, SKImageInfo info)
    {
        const int greyType = 0;
        const int greyAlphaType = 4;
        int channels = content[25] is greyType or greyAlphaType ? 1 : 4;
        int length = info.Width * info.Height * channels;
        ushort[] words = Buffer(ref _words, length);
        using MemoryStream stream = new(content, writable: false);
        unsafe
        {
            int width,
                height,
                stored;
            ushort* pixels = StbImage.stbi__load_and_postprocess_16bit(
                new StbImage.stbi__context(stream),
                &width,
                &height,
                &stored,
                channels
            );
            if (pixels is null)
                throw new BrokenImageException("the file is damaged");
            try
            {
                new ReadOnlySpan<ushort>(pixels, length).CopyTo(words);
            }
            finally
            {
                Marshal.FreeHGlobal((nint)pixels);
            }
        }
        return new PixelImage(info.Width, info.Height, channels, Bytes: null, words);
    }

    // A PNG file starts with 8 fixed bytes and the IHDR chunk: length, name, width, height, bit depth (byte 24), colour type.
    private static bool IsPng16(ReadOnlySpan<byte> content) =>
        content.Length > 25 && BinaryPrimitives.ReadUInt64BigEndian(content) == 0x89504E470D0A1A0A && content[24] == 16;

    // A buffer for a huge image is not kept: few images are huge.
    private static T[] Buffer<T>(ref T[] kept, int length)
    {
        if (length > LargestKept)
            return new T[length];
        if (kept.Length < length)
            kept = new T[length];
        return kept;
    }
}
