namespace QImpact.Data.Duplicates;

/// <summary>
/// A few coordinates of each standardised image in an orthonormal basis, those in which a set's images differ most. The distance of two images in
/// them is never above their distance in all: whoever is far apart here need not be compared pixel by pixel.
/// </summary>
/// <remarks>
/// The basis: the discrete cosine transform of lowest frequencies, of the mean of the channels and of two differences between them. Smooth images
/// have most of their length there.
/// </remarks>
internal sealed class LeadingCoefficients
{
    /// <summary>How many coordinates are kept, where an image has so many.</summary>
    public const int Most = 32;

    private const int Frequencies = 8;
    private const int SampleSize = 2000;

    // Rows of an orthonormal matrix: what a channel counts in each of the mixtures.
    private static readonly double[][] Grey =
    [
        [1],
    ];
    private static readonly double[][] Colour =
    [
        [1 / Math.Sqrt(3), 1 / Math.Sqrt(3), 1 / Math.Sqrt(3)],
        [1 / Math.Sqrt(2), -1 / Math.Sqrt(2), 0],
        [1 / Math.Sqrt(6), 1 / Math.Sqrt(6), -2 / Math.Sqrt(6)],
    ];

    private readonly int _size;
    private readonly double[][] _mixtures;
    private readonly double[][] _cosines;
    private readonly int[] _kept;

    /// <summary>The coordinates in which a set's images differ most, judged by a part of them.</summary>
    /// <param name="standardised">The images.</param>
    /// <param name="chosen">Those of them that are compared, none of them constant.</param>
    public LeadingCoefficients(Standardised standardised, int[] chosen)
    {
        AllImages images = standardised.Images;
        _size = images.Size;
        _mixtures = images.Channels == 1 ? Grey : Colour;
        _cosines = Cosines(images.Size);
        int step = Math.Max(chosen.Length / SampleSize, 1);
        double[][] sample =
        [
            .. chosen
                .Where((_, place) => place % step == 0)
                .Select(image => Transform(images.Pixels(image), standardised.Norm(image))),
        ];
        _kept =
        [
            .. Enumerable
                .Range(0, _mixtures.Length * _cosines.Length * _cosines.Length)
                .OrderByDescending(coordinate => Variance(sample, coordinate))
                .Take(Most),
        ];
    }

    /// <summary>How many coordinates there are.</summary>
    public int Count => _kept.Length;

    /// <summary>The coordinates of an image, that of the largest variance first.</summary>
    /// <param name="pixels">[size, size, channels].</param>
    /// <param name="norm"><see cref="Standardised.Norm"/> of it.</param>
    /// <param name="coordinates">[<see cref="Count"/>].</param>
    public void Write(ReadOnlySpan<byte> pixels, double norm, Span<float> coordinates)
    {
        double[] all = Transform(pixels, norm);
        for (int row = 0; row < _kept.Length; row++)
            coordinates[row] = (float)all[_kept[row]];
    }

    private static double Variance(double[][] sample, int coordinate)
    {
        double mean = sample.Sum(image => image[coordinate]) / Math.Max(sample.Length, 1);
        return sample.Sum(image => (image[coordinate] - mean) * (image[coordinate] - mean));
    }

    // [mixtures, frequencies down, frequencies across].
    private double[] Transform(ReadOnlySpan<byte> pixels, double norm)
    {
        (int size, int channels, int frequencies) = (_size, _mixtures[0].Length, _cosines.Length);
        double[] result = new double[_mixtures.Length * frequencies * frequencies];
        double[] across = new double[channels * frequencies];
        for (int row = 0; row < size; row++)
        {
            Array.Clear(across);
            for (int column = 0; column < size; column++)
            for (int channel = 0; channel < channels; channel++)
            {
                double pixel = pixels[(row * size + column) * channels + channel];
                for (int frequency = 0; frequency < frequencies; frequency++)
                    across[channel * frequencies + frequency] += pixel * _cosines[frequency][column];
            }
            for (int mixture = 0; mixture < _mixtures.Length; mixture++)
            for (int right = 0; right < frequencies; right++)
            {
                double mixed = 0;
                for (int channel = 0; channel < channels; channel++)
                    mixed += _mixtures[mixture][channel] * across[channel * frequencies + right];
                for (int down = 0; down < frequencies; down++)
                    result[(mixture * frequencies + down) * frequencies + right] += mixed * _cosines[down][row] / norm;
            }
        }
        // The mean is taken off, so nothing is left along the constant image; along the others it has no part.
        result[0] = 0;
        return result;
    }

    // [frequencies][size]: the rows of the orthonormal DCT-II.
    private static double[][] Cosines(int size) =>
        [
            .. Enumerable
                .Range(0, Math.Min(Frequencies, size))
                .Select(frequency =>
                    Enumerable
                        .Range(0, size)
                        .Select(place =>
                            Math.Sqrt((frequency == 0 ? 1.0 : 2.0) / size)
                            * Math.Cos(Math.PI * frequency * (place + 0.5) / size)
                        )
                        .ToArray()
                ),
        ];
}
