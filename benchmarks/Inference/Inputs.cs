using System.IO.Compression;
using System.Text;
using SkiaSharp;

namespace QImpact.Benchmarks.Inference;

/// <summary>Images on the disk: an archive, or a folder of PNG files.</summary>
internal static class Inputs
{
    private const int Distinct = 200;

    /// <summary>An archive with a test split alone.</summary>
    public static string Archive(string folder, int count)
    {
        string path = Path.Combine(folder, $"images{count}.npz");
        using ZipArchive zip = ZipFile.Open(path, ZipArchiveMode.Create);
        Add(zip, "test_images", $"({count}, 28, 28)", Enumerable.Range(0, count).Select(Pixels));
        Add(zip, "test_labels", $"({count}, 1)", Enumerable.Range(0, count).Select(i => new[] { (byte)(i % 2) }));
        return path;
    }

    /// <summary>A folder of 8-bit grey PNG files of 28 x 28 pixels.</summary>
    public static string PngFolder(string folder, int count)
    {
        string path = Directory.CreateDirectory(Path.Combine(folder, $"png{count}")).FullName;
        byte[][] files = [.. Enumerable.Range(0, Distinct).Select(i => Png(Pixels(i)))];
        for (int i = 0; i < count; i++)
            File.WriteAllBytes(Path.Combine(path, $"{i:000000}.png"), files[i % Distinct]);
        return path;
    }

    // A blob on noise: compresses about as an ultrasound image does.
    private static byte[] Pixels(int image)
    {
        Random random = new(image % Distinct);
        double x = 8 + 12 * random.NextDouble();
        double y = 8 + 12 * random.NextDouble();
        return
        [
            .. Enumerable
                .Range(0, Networks.ImageLength)
                .Select(i =>
                {
                    double distance = Math.Pow(i % 28 - x, 2) + Math.Pow(i / 28 - y, 2);
                    return (byte)(60 + 90 * Math.Exp(-distance / 40) + 24 * random.NextDouble());
                }),
        ];
    }

    private static byte[] Png(byte[] pixels)
    {
        using SKBitmap bitmap = new(28, 28, SKColorType.Gray8, SKAlphaType.Opaque);
        pixels.CopyTo(bitmap.GetPixelSpan());
        using SKData data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }

    private static void Add(ZipArchive zip, string name, string shape, IEnumerable<byte[]> data)
    {
        string text = $"{{'descr': '|u1', 'fortran_order': False, 'shape': {shape}, }}".PadRight(117) + "\n";
        using Stream stream = zip.CreateEntry(name + ".npy", CompressionLevel.Fastest).Open();
        stream.Write([0x93, .. "NUMPY"u8, 1, 0, (byte)text.Length, 0, .. Encoding.ASCII.GetBytes(text)]);
        foreach (byte[] part in data)
            stream.Write(part);
    }
}
