namespace QImpact.TwoMoons;

/// <summary>Two half circles that reach into one another, with noise.</summary>
/// <param name="Points">[count * 2], point by point.</param>
/// <param name="Labels">[count], 0 for the upper moon, 1 for the lower.</param>
internal sealed record Moons(float[] Points, long[] Labels)
{
    private const double Noise = 0.1;

    public int Count => Labels.Length;

    public static Moons Sample(int count, int seed)
    {
        Random random = new(seed);
        float[] points = new float[2 * count];
        long[] labels = new long[count];
        for (int i = 0; i < count; i++)
        {
            labels[i] = i % 2;
            double angle = Math.PI * random.NextDouble();
            (double x, double y) =
                labels[i] == 0 ? (Math.Cos(angle), Math.Sin(angle)) : (1 - Math.Cos(angle), 0.5 - Math.Sin(angle));
            points[2 * i] = (float)(x + Noise * Normal(random));
            points[2 * i + 1] = (float)(y + Noise * Normal(random));
        }
        return new Moons(points, labels);
    }

    // Box and Muller 1958.
    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
