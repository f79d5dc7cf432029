namespace QImpact.Data.Phantom;

/// <summary>
/// Draws a lesion as an ultrasound scanner would show it: echo strength of tissue, lesion and the region behind it,
/// multiplied by fully developed speckle (Rayleigh distributed amplitude of a blurred complex Gaussian field; Wagner et
/// al. 1983), log-compressed to 8 bits.
/// </summary>
internal static class UltrasoundScan
{
    private const int Oversampling = 2;
    private const double DynamicRangeDecibels = 45;
    private const double AttenuationDecibels = 12;

    private static readonly double[] Across = [1, 4, 6, 4, 1];
    private static readonly double[] Along = [1, 2, 1];

    /// <summary>Draws one image, [size, size] grey values; speckle and the tissue's layers are random.</summary>
    public static void Render(Lesion lesion, int size, Random random, Span<byte> target)
    {
        int fine = size * Oversampling;
        double[] echo = Echo(lesion, fine, random);
        double[] real = Blur(GaussianField(fine, random), fine);
        double[] imaginary = Blur(GaussianField(fine, random), fine);
        double[] compressed = new double[fine * fine];
        for (int i = 0; i < compressed.Length; i++)
        {
            double speckle = Math.Sqrt(Square(real[i]) + Square(imaginary[i]));
            double attenuation = AttenuationDecibels * (i / fine) / fine;
            double decibels = 20 * Math.Log10(echo[i] * speckle + 1e-6) - attenuation;
            compressed[i] = Math.Clamp(0.6 + decibels / DynamicRangeDecibels, 0, 1);
        }
        Downsample(compressed, size, target);
    }

    private static double[] Echo(Lesion lesion, int fine, Random random)
    {
        double layerPhase = random.NextDouble() * Math.Tau;
        double layerFrequency = 8 + 10 * random.NextDouble();
        double gain = 0.6 + 0.8 * random.NextDouble();
        // The tissue behind the lesion: 1 in the column below it, fading at its sides; 0 elsewhere.
        double[] places = [.. Enumerable.Range(0, fine).Select(i => (i + 0.5) / fine)];
        double[] sideways = [.. places.Select(x => Step((1 - Math.Abs(x - lesion.X) / lesion.Radius) * 4))];
        double[] below = [.. places.Select(y => Step((y - lesion.Y) / lesion.Radius * 4 - 1))];
        double[] echo = new double[fine * fine];
        for (int row = 0; row < fine; row++)
        for (int column = 0; column < fine; column++)
        {
            (double x, double y) = (places[column], places[row]);
            double tissue = gain * (1 + 0.35 * Math.Sin(layerFrequency * y + layerPhase + 1.5 * x));
            double inside = Step((1 - lesion.Distance(x, y)) / lesion.Softness);
            double behind = 1 + (lesion.Behind - 1) * (sideways[column] * below[row]);
            echo[row * fine + column] = tissue * (1 - lesion.Darkness * inside) * (inside + (1 - inside) * behind);
        }
        return echo;
    }

    private static double Step(double t) => 1 / (1 + Math.Exp(-4 * t));

    private static double Square(double value) => value * value;

    private static double[] GaussianField(int size, Random random)
    {
        double[] field = new double[size * size];
        for (int i = 0; i < field.Length; i++)
            field[i] = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(Math.Tau * random.NextDouble());
        return field;
    }

    /// <summary>The scanner's point spread: wider across the beam than along it, unit energy; the borders are repeated outwards.</summary>
    private static double[] Blur(double[] field, int size)
    {
        (double acrossNorm, double alongNorm) = (Norm(Across), Norm(Along));
        double[] across = new double[size * size];
        double[] blurred = new double[size * size];
        double[] padded = new double[size + Across.Length - 1];
        for (int row = 0; row < size; row++)
        {
            ReadOnlySpan<double> source = field.AsSpan(row * size, size);
            padded.AsSpan(0, Across.Length / 2).Fill(source[0]);
            source.CopyTo(padded.AsSpan(Across.Length / 2));
            padded.AsSpan(size + Across.Length / 2).Fill(source[^1]);
            for (int k = 0; k < Across.Length; k++)
                AddWeighted(padded.AsSpan(k, size), Across[k], acrossNorm, across.AsSpan(row * size, size));
        }
        for (int row = 0; row < size; row++)
        for (int k = 0; k < Along.Length; k++)
        {
            int from = Math.Clamp(row + k - Along.Length / 2, 0, size - 1);
            AddWeighted(across.AsSpan(from * size, size), Along[k], alongNorm, blurred.AsSpan(row * size, size));
        }
        return blurred;
    }

    private static double Norm(double[] kernel) => Math.Sqrt(kernel.Sum(Square));

    private static void AddWeighted(ReadOnlySpan<double> source, double weight, double norm, Span<double> sum)
    {
        for (int i = 0; i < sum.Length; i++)
            sum[i] += source[i] * weight / norm;
    }

    private static void Downsample(double[] fine, int size, Span<byte> target)
    {
        int width = size * Oversampling;
        for (int row = 0; row < size; row++)
        for (int column = 0; column < size; column++)
        {
            double sum = 0;
            for (int i = 0; i < Oversampling * Oversampling; i++)
                sum += fine[(row * Oversampling + i / Oversampling) * width + column * Oversampling + i % Oversampling];
            target[row * size + column] = (byte)Math.Round(255 * sum / (Oversampling * Oversampling));
        }
    }
}
