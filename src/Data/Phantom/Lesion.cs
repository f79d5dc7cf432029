namespace QImpact.Data.Phantom;

/// <summary>
/// A lesion in image coordinates (0 to 1, y downwards = away from the probe). Its outline is
/// r(angle) = Radius * (1 + sum of waves), stretched to an ellipse.
/// </summary>
/// <param name="X">Centre.</param>
/// <param name="Y">Centre.</param>
/// <param name="Radius">Mean radius.</param>
/// <param name="Aspect">Height over width: benign lesions lie flat, malignant ones stand.</param>
/// <param name="Tilt">Rotation in radians.</param>
/// <param name="Darkness">1: no echo at all; 0: as bright as the tissue.</param>
/// <param name="Softness">Width of the border, in units of the radius.</param>
/// <param name="Behind">Brightness of the tissue behind it: above 1 enhancement, below 1 shadow.</param>
/// <param name="Waves">Irregularities of the outline.</param>
internal sealed record Lesion(
    double X,
    double Y,
    double Radius,
    double Aspect,
    double Tilt,
    double Darkness,
    double Softness,
    double Behind,
    Lesion.Wave[] Waves
)
{
    private readonly (double Sin, double Cos) _axis = Math.SinCos(Tilt);

    /// <summary>A relative deviation of the outline: Amplitude * shape(Frequency * angle + Phase).</summary>
    internal readonly record struct Wave(double Amplitude, int Frequency, double Phase, bool IsSpicule)
    {
        /// <summary>A random wave: amplitude in [low, high), frequency in [from, to).</summary>
        public static Wave Of(Random random, double low, double high, int from, int to, bool isSpicule) =>
            new(Between(random, low, high), random.Next(from, to), Between(random, 0, Math.Tau), isSpicule);
    }

    /// <summary>A smooth oval, wider than tall, with enhancement behind it. Ranges overlap those of malignant ones.</summary>
    public static Lesion Benign(Random random) =>
        new(
            Between(random, 0.36, 0.64),
            Between(random, 0.30, 0.55),
            Between(random, 0.13, 0.27),
            Between(random, 0.55, 0.95),
            Between(random, -0.35, 0.35),
            Between(random, 0.55, 0.93),
            Between(random, 0.06, 0.30),
            Between(random, 0.80, 2.30),
            [Wave.Of(random, 0.0, 0.07, 2, 5, isSpicule: false)]
        );

    /// <summary>Irregular and spiculated, often taller than wide, with a shadow behind it.</summary>
    public static Lesion Malignant(Random random) =>
        new(
            Between(random, 0.36, 0.64),
            Between(random, 0.30, 0.55),
            Between(random, 0.13, 0.25),
            Between(random, 0.75, 1.35),
            Between(random, -0.6, 0.6),
            Between(random, 0.55, 0.93),
            Between(random, 0.10, 0.40),
            Between(random, 0.20, 1.15),
            [
                Wave.Of(random, 0.03, 0.22, 2, 5, isSpicule: false),
                Wave.Of(random, 0.0, 0.15, 4, 8, isSpicule: false),
                Wave.Of(random, 0.05, 0.55, 5, 12, isSpicule: true),
            ]
        );

    /// <summary>How far a point lies from the centre, in radii: below 1 inside, above 1 outside.</summary>
    public double Distance(double x, double y)
    {
        (double sin, double cos) = _axis;
        double along = (x - X) * cos + (y - Y) * sin;
        double across = ((y - Y) * cos - (x - X) * sin) / Aspect;
        double angle = Math.Atan2(across, along);
        double outline = 1;
        foreach (Wave wave in Waves)
        {
            double value = Math.Cos(wave.Frequency * angle + wave.Phase);
            if (!wave.IsSpicule)
                outline += wave.Amplitude * value;
            else if (value > 0)
                outline += wave.Amplitude * Math.Pow(value, 8);
        }
        return Math.Sqrt(along * along + across * across) / (Radius * outline);
    }

    private static double Between(Random random, double low, double high) => low + (high - low) * random.NextDouble();
}
