using System.Numerics;
using System.Runtime.CompilerServices;

namespace QImpact.Quantum.Compilation;

/// <summary>
/// A feature's part in an angle, <c>scale * feature</c>, for a vector of samples. Where it is large, it is reduced modulo 2 pi, and what rounding took from the scale, the
/// feature and their product is added to the small number that is left: the error is that of a small angle, whatever the feature (Cody and Waite 1980).
/// </summary>
/// <param name="Feature">The feature's index.</param>
/// <param name="Scale">The scale, rounded.</param>
/// <param name="ScaleRest">What it lost.</param>
internal readonly record struct WaveTerm<T>(int Feature, T Scale, T ScaleRest)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // 2 pi = High + Low: a whole number up to 2^24 times High, subtracted with one rounding, is exact.
    private static readonly T High = T.CreateTruncating(2 * Math.PI);
    private static readonly T Low =
        typeof(T) == typeof(float)
            ? T.CreateTruncating(2 * Math.PI - (float)(2 * Math.PI))
            : T.CreateTruncating(2.4492935982947064e-16);
    private static readonly T Large = T.CreateTruncating(AffineAngles.Large);

    // Beyond, float32 has no digits behind the point, and the number of turns is not exact.
    private static readonly T Largest = T.CreateTruncating(1e7);

    public static WaveTerm<T> Of(FeatureTerm term, double angleScale)
    {
        double scale = angleScale * term.Scale;
        T rounded = T.CreateTruncating(scale);
        return new WaveTerm<T>(term.Feature, rounded, T.CreateTruncating(scale - double.CreateTruncating(rounded)));
    }

    /// <summary>The angle modulo 2 pi, of the feature as it is rounded and what it lost.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<T> Angle(Vector<T> feature, Vector<T> rest)
    {
        Vector<T> scale = new(Scale);
        Vector<T> product = feature * scale;
        return Vector.GreaterThanAny(Vector.Abs(product), new Vector<T>(Large))
            ? Reduced(product, feature, rest, scale)
            : product;
    }

    private Vector<T> Reduced(Vector<T> product, Vector<T> feature, Vector<T> rest, Vector<T> scale)
    {
        Vector<T> turns = Lane.Round(product * new Vector<T>(T.One / High));
        Vector<T> reduced = Lane.MultiplyAdd(-turns, new Vector<T>(High), product);
        Vector<T> lost = Lane.MultiplyAdd(feature, scale, -product);
        lost = Lane.MultiplyAdd(feature, new Vector<T>(ScaleRest), lost);
        lost = Lane.MultiplyAdd(rest, scale, lost);
        lost = Lane.MultiplyAdd(-turns, new Vector<T>(Low), lost);
        Vector<T> size = Vector.Abs(product);
        Vector<T> isLarge =
            Vector.GreaterThan(size, new Vector<T>(Large)) & Vector.LessThan(size, new Vector<T>(Largest));
        return Vector.ConditionalSelect(isLarge, reduced + lost, product);
    }
}
