namespace QImpact.Data.Duplicates;

/// <summary>The pixels of images, each less its mean and divided by its deviation: what brightness and contrast do not change.</summary>
public sealed class Standardised
{
    private readonly long[] _sums;
    private readonly double[] _lengths;

    /// <summary>Reads every image once.</summary>
    public Standardised(AllImages images)
    {
        Images = images;
        _sums = new long[images.Count];
        _lengths = new double[images.Count];
        Parallel.For(
            0,
            images.Count,
            image =>
            {
                ReadOnlySpan<byte> pixels = images.Pixels(image);
                _sums[image] = PixelProducts.Sum(pixels);
                Int128 squares = PixelProducts.Dot(pixels, pixels);
                _lengths[image] = Math.Sqrt((double)(pixels.Length * squares - (Int128)_sums[image] * _sums[image]));
            }
        );
    }

    /// <summary>The images.</summary>
    public AllImages Images { get; }

    /// <summary>Whether all pixels of an image are equal: then nothing can be divided by its deviation.</summary>
    public bool IsConstant(int image) => _lengths[image] == 0;

    /// <summary>The mean pixel, 0 to 255, of each channel together.</summary>
    public double Mean(int image) => (double)_sums[image] / Images.Pixels(image).Length;

    /// <summary>The standard deviation of the pixels.</summary>
    public double Deviation(int image) => _lengths[image] / Images.Pixels(image).Length;

    /// <summary>
    /// What a pixel less the mean is divided by, so that the squares sum to 1; the squared distance of two such images is 2 (1 - r), with r
    /// their correlation.
    /// </summary>
    public double Norm(int image) => _lengths[image] / Math.Sqrt(Images.Pixels(image).Length);

    /// <summary>Pearson's correlation of two images that are not constant; of equal bytes it is 1.</summary>
    /// <param name="first">An image.</param>
    /// <param name="second">Another.</param>
    /// <param name="turned">The second's pixels, perhaps in another order, as <see cref="Turns"/> makes it.</param>
    public double Correlation(int first, int second, ReadOnlySpan<byte> turned)
    {
        Int128 products = PixelProducts.Dot(Images.Pixels(first), turned);
        Int128 covariance = turned.Length * products - (Int128)_sums[first] * _sums[second];
        return Math.Min((double)covariance / (_lengths[first] * _lengths[second]), 1);
    }
}
