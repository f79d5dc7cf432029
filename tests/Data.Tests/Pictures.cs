namespace QImpact.Data.Tests;

/// <summary>Generated images that look a little like those of a clinic: smooth, each another.</summary>
internal static class Pictures
{
    /// <summary>A random mixture of slow waves, [size, size, channels].</summary>
    public static byte[] Smooth(int seed, int size, int channels = 1)
    {
        Random random = new(seed);
        double[] brightness = new double[size * size * channels];
        for (int wave = 0; wave < 12; wave++)
        {
            (double down, double across) = (4 * random.NextDouble(), 4 * random.NextDouble());
            double phase = Math.Tau * random.NextDouble();
            double[] strength = [.. Enumerable.Range(0, channels).Select(_ => 20 * random.NextDouble())];
            for (int place = 0; place < brightness.Length; place++)
            {
                int pixel = place / channels;
                double angle = Math.PI * (down * (pixel / size) + across * (pixel % size)) / size + phase;
                brightness[place] += strength[place % channels] * Math.Cos(angle);
            }
        }
        return [.. brightness.Select(value => (byte)Math.Clamp(128 + value, 0, 255))];
    }

    /// <summary>The image with uniform noise of at most so many grey levels.</summary>
    public static byte[] WithNoise(byte[] pixels, int amplitude, int seed)
    {
        Random random = new(seed);
        return [.. pixels.Select(pixel => (byte)Math.Clamp(pixel + random.Next(-amplitude, amplitude + 1), 0, 255))];
    }

    /// <summary>A set of images whose labels take turns, or are given, those of train, then of val, then of test.</summary>
    public static Dataset Set(
        byte[][] train,
        byte[][] validation,
        byte[][] test,
        int size = 12,
        int channels = 1,
        int[]? labels = null
    )
    {
        labels ??= [.. Enumerable.Range(0, train.Length + validation.Length + test.Length).Select(i => i % 2)];
        DatasetDescription description = new(
            "pictures",
            "generated",
            new string('0', 32),
            IsPhantom: false,
            size,
            channels,
            [.. Enumerable.Range(0, labels.Max() + 1).Select(label => $"class {label}")],
            PositiveClass: 0
        );
        return new Dataset(
            description,
            Split("train", train, labels),
            Split("val", validation, labels[train.Length..]),
            Split("test", test, labels[(train.Length + validation.Length)..])
        );

        ImageSplit Split(string name, byte[][] images, int[] all) =>
            new(name, size, channels, [.. images.SelectMany(image => image)], all[..images.Length]);
    }

    /// <summary>The images of such a set.</summary>
    public static AllImages Pool(byte[][] train, byte[][] validation, byte[][] test, int size = 12, int channels = 1) =>
        new(Set(train, validation, test, size, channels));
}
