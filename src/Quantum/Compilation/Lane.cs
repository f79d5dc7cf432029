using System.Numerics;
using System.Runtime.CompilerServices;

namespace QImpact.Quantum.Compilation;

/// <summary>Operations on lanes of float or double that <see cref="Vector{T}"/> has for each of the two types only.</summary>
internal static class Lane
{
    /// <summary>a b + c, rounded once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> MultiplyAdd<T>(Vector<T> a, Vector<T> b, Vector<T> c)
        where T : unmanaged =>
        typeof(T) == typeof(float)
            ? Vector.FusedMultiplyAdd(a.As<T, float>(), b.As<T, float>(), c.As<T, float>()).As<float, T>()
            : Vector.FusedMultiplyAdd(a.As<T, double>(), b.As<T, double>(), c.As<T, double>()).As<double, T>();

    /// <summary>Sine and cosine.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector<T> Sin, Vector<T> Cos) SinCos<T>(Vector<T> angle)
        where T : unmanaged
    {
        if (typeof(T) == typeof(float))
        {
            (Vector<float> sin, Vector<float> cos) = Vector.SinCos(angle.As<T, float>());
            return (sin.As<float, T>(), cos.As<float, T>());
        }
        else
        {
            (Vector<double> sin, Vector<double> cos) = Vector.SinCos(angle.As<T, double>());
            return (sin.As<double, T>(), cos.As<double, T>());
        }
    }

    /// <summary>The nearest whole number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Round<T>(Vector<T> value)
        where T : unmanaged =>
        typeof(T) == typeof(float)
            ? Vector.Round(value.As<T, float>()).As<float, T>()
            : Vector.Round(value.As<T, double>()).As<double, T>();

    /// <summary>The square root.</summary>
    public static Vector<T> Sqrt<T>(Vector<T> value)
        where T : unmanaged =>
        typeof(T) == typeof(float)
            ? Vector.SquareRoot(value.As<T, float>()).As<float, T>()
            : Vector.SquareRoot(value.As<T, double>()).As<double, T>();

    /// <summary>Whether every lane is finite: infinity - infinity and NaN - NaN are NaN.</summary>
    public static bool IsFinite<T>(Vector<T> vector)
        where T : unmanaged => Vector.EqualsAll(vector - vector, Vector<T>.Zero);
}
