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

    /// <summary>Draws one image, [size, size] grey values; speckle and the tissue's layers are random.</summary>
    public static void Render(Lesion lesion, int size, Random random, Span<byte> target)
    {
        int fine = size * Oversampling;
        double[,] echo = Echo(lesion, fine, random);
        double[,] real = Blur(GaussianField(fine, random));
        double[,] imaginary = Blur(GaussianField(fine, random));
        double[,] compressed = new double[fine, fine];
        for (int row = 0; row < fine; row++)
        for (int column = 0; column < fine; column++)
        {
            double speckle = Math.Sqrt(Square(real[row, column]) + Square(imaginary[row, column]));
            double attenuation = AttenuationDecibels * row / fine;
            double decibels = 20 * Math.Log10(echo[row, column] * speckle + 1e-6) - attenuation;
            compressed[row, column] = Math.Clamp(0.6 + decibels / DynamicRangeDecibels, 0, 1);
        }
        Downsample(compressed, size, target);
    }

    private static double[,] Echo(Lesion lesion, int fine, Random random)
    {
        double layerPhase = random.NextDouble() * Math.Tau;
        double layerFrequency = 8 + 10 * random.NextDouble();
        double gain = 0.6 + 0.8 * random.NextDouble();
        double[,] echo = new double[fine, fine];
        for (int row = 0; row < fine; row++)
        for (int column = 0; column < fine; column++)
        {
            double x = (column + 0.5) / fine;
            double y = (row + 0.5) / fine;
            double tissue = gain * (1 + 0.35 * Math.Sin(layerFrequency * y + layerPhase + 1.5 * x));
            double inside = Step((1 - lesion.Distance(x, y)) / lesion.Softness);
            double behind = 1 + (lesion.Behind - 1) * ColumnBehind(lesion, x, y);
            echo[row, column] = tissue * (1 - lesion.Darkness * inside) * (inside + (1 - inside) * behind);
        }
        return echo;
    }

    /// <summary>1 in the column of tissue below the lesion, fading at its sides; 0 elsewhere.</summary>
    private static double ColumnBehind(Lesion lesion, double x, double y)
    {
        double sideways = Step((1 - Math.Abs(x - lesion.X) / lesion.Radius) * 4);
        double below = Step((y - lesion.Y) / lesion.Radius * 4 - 1);
        return sideways * below;
    }

    private static double Step(double t) => 1 / (1 + Math.Exp(-4 * t));

    private static double Square(double value) => value * value;

    private static double[,] GaussianField(int size, Random random)
    {
        double[,] field = new double[size, size];
        for (int row = 0; row < size; row++)
        for (int column = 0; column < size; column++)
            field[row, column] =
                Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(Math.Tau * random.NextDouble());
        return field;
    }

    /// <summary>The scanner's point spread: wider across the beam than along it, unit energy.</summary>
    private static double[,] Blur(double[,] field) => Convolve(Convolve(field, [1, 4, 6, 4, 1], 0, 1), [1, 2, 1], 1, 0);

    private static double[,] Convolve(double[,] field, double[] kernel, int rowStep, int columnStep)
    {
        int size = field.GetLength(0);
        double norm = Math.Sqrt(kernel.Sum(Square));
        double[,] result = new double[size, size];
        for (int row = 0; row < size; row++)
        for (int column = 0; column < size; column++)
        for (int k = 0; k < kernel.Length; k++)
        {
            int shift = k - kernel.Length / 2;
            int sourceRow = Math.Clamp(row + shift * rowStep, 0, size - 1);
            int sourceColumn = Math.Clamp(column + shift * columnStep, 0, size - 1);
            result[row, column] += field[sourceRow, sourceColumn] * kernel[k] / norm;
        }
        return result;
    }

    private static void Downsample(double[,] fine, int size, Span<byte> target)
    {
        for (int row = 0; row < size; row++)
        for (int column = 0; column < size; column++)
        {
            double sum = 0;
            for (int i = 0; i < Oversampling * Oversampling; i++)
                sum += fine[row * Oversampling + i / Oversampling, column * Oversampling + i % Oversampling];
            target[row * size + column] = (byte)Math.Round(255 * sum / (Oversampling * Oversampling));
        }
    }
}
