namespace QImpact.Quantum.Compilation;

/// <summary>The different angles of a circuit, t and -t counted once (cos is even, sin is odd), in the order of their first rotation.</summary>
internal sealed class AngleTable
{
    private const double LargestRounding = 1e-12;

    private readonly Dictionary<Angle, int> _inputIndex = [];
    private readonly Dictionary<Angle, int> _weightIndex = [];

    /// <summary>The angles with inputs.</summary>
    public List<Angle> InputAngles { get; } = [];

    /// <summary>The angles with weights only.</summary>
    public List<Angle> WeightAngles { get; } = [];

    /// <summary>Looks an angle up, or adds it; a constant has its cosine and sine, or those of its half.</summary>
    public AngleReference Refer(Angle angle, bool half = false)
    {
        if (angle.IsConstant)
            return Constant(half ? angle.Offset / 2 : angle.Offset);
        int sign = angle.Terms[0].Scale < 0 ? -1 : 1;
        Angle positive = sign < 0 ? -angle : angle;
        return angle.DependsOnInputs
            ? new AngleReference(AngleKind.Input, IndexOf(positive, InputAngles, _inputIndex), sign, 0, 0)
            : new AngleReference(AngleKind.Weight, IndexOf(positive, WeightAngles, _weightIndex), sign, 0, 0);
    }

    private static int IndexOf(Angle angle, List<Angle> angles, Dictionary<Angle, int> index)
    {
        if (!index.TryGetValue(angle, out int found))
        {
            found = angles.Count;
            index.Add(angle, found);
            angles.Add(angle);
        }
        return found;
    }

    /// <summary>
    /// A multiple of pi/2 is no double, so its cosine or sine comes out as about its rounding error instead of 0. Taken as
    /// the 0 that is meant, it leaves no terms behind. The rounding error of a large angle is no small number: there nothing is taken for 0.
    /// </summary>
    private static AngleReference Constant(double radians)
    {
        double rounding = Math.Min(Math.BitIncrement(Math.Abs(radians)) - Math.Abs(radians), LargestRounding);
        double cos = Math.Cos(radians);
        double sin = Math.Sin(radians);
        return new AngleReference(
            AngleKind.Constant,
            Index: -1,
            Sign: 1,
            Math.Abs(cos) <= rounding ? 0 : cos,
            Math.Abs(sin) <= rounding ? 0 : sin
        );
    }
}
