using System.Collections.Immutable;

namespace QImpact.Data.Phantom;

/// <summary>
/// Generates ultrasound-like images of five classes, grey or in colour, to try with what several classes need: nothing to be seen, a flat
/// lesion, a standing one, a spiculated one, and one that is bright. The classes are of different size. Results on it say nothing about
/// real images.
/// </summary>
internal static class SeveralClassesPhantom
{
    /// <summary>The name of the grey set.</summary>
    public const string Name = "phantom-5";

    /// <summary>The name of the set in colour.</summary>
    public const string ColourName = "phantom-5-rgb";

    private const int Size = 28;

    private static readonly ImmutableArray<string> ClassNames = ["bright", "flat", "nothing", "spiculated", "standing"];
    private static readonly (string Split, int[] Counts)[] Splits =
    [
        ("train", [60, 120, 90, 60, 70]),
        ("val", [10, 20, 15, 10, 12]),
        ("test", [20, 40, 30, 20, 24]),
    ];

    // What a class's lesions share in colour: red, green, blue of the brightest echo.
    private static readonly (double Red, double Green, double Blue)[] Tints =
    [
        (1.0, 0.9, 0.6),
        (1.0, 0.7, 0.7),
        (0.9, 0.9, 0.9),
        (0.7, 0.8, 1.0),
        (0.8, 1.0, 0.7),
    ];

    /// <summary>Generates all three splits: 400, 67 and 134 images of 28 x 28, the same on every machine.</summary>
    public static Dataset Generate(bool inColour)
    {
        ImageSplit[] splits = [.. Splits.Select((split, stream) => Split(split.Split, split.Counts, inColour, stream))];
        DatasetDescription description = new(
            inColour ? ColourName : Name,
            "generated",
            PhantomGenerator.Md5Of(splits),
            IsPhantom: true,
            Size,
            splits[0].Channels,
            ClassNames,
            PositiveClass: null
        );
        return new Dataset(description, splits[0], splits[1], splits[2]);
    }

    private static ImageSplit Split(string name, int[] counts, bool inColour, int stream)
    {
        Random random = new(stream);
        int[] labels = [.. counts.SelectMany((count, label) => Enumerable.Repeat(label, count))];
        random.Shuffle(labels);
        int channels = inColour ? 3 : 1;
        int plane = Size * Size;
        byte[] pixels = new byte[labels.Length * plane * channels];
        byte[] grey = new byte[plane];
        for (int image = 0; image < labels.Length; image++)
        {
            UltrasoundScan.Render(LesionOf(labels[image], random), Size, random, grey);
            Span<byte> target = pixels.AsSpan(image * plane * channels, plane * channels);
            if (inColour)
                Tint(grey, labels[image], random, target);
            else
                grey.CopyTo(target);
        }
        return new ImageSplit(name, Size, channels, pixels, labels);
    }

    private static Lesion LesionOf(int label, Random random)
    {
        Lesion oval = Lesion.Benign(random);
        return ClassNames[label] switch
        {
            "flat" => oval with { Aspect = 0.5, Tilt = 0, Darkness = 0.95, Behind = 1 },
            "standing" => oval with { Aspect = 1.9, Radius = 0.14, Tilt = 0, Darkness = 0.95, Behind = 1 },
            "spiculated" => Lesion.Malignant(random) with
            {
                Darkness = 0.95,
                Behind = 0.2,
                Waves = [new Lesion.Wave(0.9, 7, 0.3, IsSpicule: true)],
            },
            "bright" => oval with { Aspect = 0.9, Darkness = -3, Behind = 1 },
            _ => oval with { Darkness = 0, Behind = 1 },
        };
    }

    // The tints of neighbours overlap.
    private static void Tint(ReadOnlySpan<byte> grey, int label, Random random, Span<byte> colours)
    {
        (double red, double green, double blue) = Tints[label];
        double[] gains =
        [
            .. new[] { red, green, blue }.Select(gain => Math.Min(gain + 0.1 * (random.NextDouble() - 0.5), 1)),
        ];
        for (int pixel = 0; pixel < grey.Length; pixel++)
        for (int channel = 0; channel < gains.Length; channel++)
            colours[pixel * gains.Length + channel] = (byte)Math.Round(grey[pixel] * gains[channel]);
    }
}
