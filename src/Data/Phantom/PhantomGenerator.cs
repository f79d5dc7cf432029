using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace QImpact.Data.Phantom;

/// <summary>
/// Generates a data set of ultrasound-like images, so that everything can be tried without any download: speckled tissue
/// with one lesion. It stands in for BreastMNIST in shape only; results on it say nothing about real images.
/// </summary>
public static class PhantomGenerator
{
    private const int MalignantLabel = 0;
    private const int BenignLabel = 1;

    /// <summary>The names of the classes, in the order of the labels (BreastMNIST's).</summary>
    public static ImmutableArray<string> ClassNames { get; } = ["malignant", "normal/benign"];

    /// <summary>Generates all three splits.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An image size below 8, or a class without images.</exception>
    public static Dataset Generate(PhantomOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Size, 8);
        ImageSplit train = Split("train", options.Train, options, 0);
        ImageSplit validation = Split("val", options.Validation, options, 1);
        ImageSplit test = Split("test", options.Test, options, 2);
        DatasetDescription description = new(
            DatasetLocator.Phantom,
            $"generated with seed {options.Seed}",
            Md5Of(train, validation, test),
            IsPhantom: true,
            options.Size,
            Channels: 1,
            ClassNames,
            PositiveClass: MalignantLabel
        );
        return new Dataset(description, train, validation, test);
    }

    private static ImageSplit Split(string name, PhantomCounts counts, PhantomOptions options, int stream)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(counts.Malignant);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(counts.Benign);
        Random random = new(unchecked(options.Seed * 1_000_003 + stream));
        int[] labels =
        [
            .. Enumerable.Repeat(MalignantLabel, counts.Malignant),
            .. Enumerable.Repeat(BenignLabel, counts.Benign),
        ];
        random.Shuffle(labels);
        byte[] pixels = new byte[labels.Length * options.Size * options.Size];
        for (int image = 0; image < labels.Length; image++)
        {
            Lesion lesion = labels[image] == MalignantLabel ? Lesion.Malignant(random) : Lesion.Benign(random);
            Span<byte> target = pixels.AsSpan(image * options.Size * options.Size, options.Size * options.Size);
            UltrasoundScan.Render(lesion, options.Size, random, target);
        }
        return new ImageSplit(name, options.Size, Channels: 1, pixels, labels);
    }

    /// <summary>MD5 of pixels and labels.</summary>
    internal static string Md5Of(params ImageSplit[] splits)
    {
        // The same kind of name that an archive has; it identifies the images and protects nothing.
#pragma warning disable CA5351
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
#pragma warning restore CA5351
        foreach (ImageSplit split in splits)
        {
            hash.AppendData(split.Pixels);
            hash.AppendData(MemoryMarshal.AsBytes<int>(split.Labels));
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
