using System.Numerics;
using System.Runtime.CompilerServices;

namespace QImpact.Quantum.Compilation.States;

/// <summary>
/// What a rotation about a string that flips states does to a pair of amplitudes <c>xa + i ya</c> and <c>xb + i yb</c>: it turns two planes (p, q),
/// <c>p' = cos p - s q</c> and <c>q' = cos q + s p</c>, where s is sin(t/2) with the string's sign at a.
/// </summary>
internal interface IPlaneRotation
{
    /// <summary>Turns both planes of the pair.</summary>
    static abstract void Turn<T>(
        ref Vector<T> xa,
        ref Vector<T> ya,
        ref Vector<T> xb,
        ref Vector<T> yb,
        Vector<T> cos,
        Vector<T> s
    )
        where T : unmanaged;

    /// <summary>The pair's part of <c>Im &lt;bra|P|ket></c> but for the sign at a; the bra's amplitudes are <c>ua + i va</c> and <c>ub + i vb</c>.</summary>
    static abstract Vector<T> Slope<T>(
        Vector<T> xa,
        Vector<T> ya,
        Vector<T> xb,
        Vector<T> yb,
        Vector<T> ua,
        Vector<T> va,
        Vector<T> ub,
        Vector<T> vb
    )
        where T : unmanaged;
}

/// <summary>A string with the entries +-i, such as Y: real and imaginary parts stay among themselves.</summary>
internal readonly struct RealRotation : IPlaneRotation
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Turn<T>(
        ref Vector<T> xa,
        ref Vector<T> ya,
        ref Vector<T> xb,
        ref Vector<T> yb,
        Vector<T> cos,
        Vector<T> s
    )
        where T : unmanaged
    {
        (xa, xb) = Plane.Turn(xa, xb, cos, s);
        (ya, yb) = Plane.Turn(ya, yb, cos, s);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Slope<T>(
        Vector<T> xa,
        Vector<T> ya,
        Vector<T> xb,
        Vector<T> yb,
        Vector<T> ua,
        Vector<T> va,
        Vector<T> ub,
        Vector<T> vb
    )
        where T : unmanaged => Plane.Slope(xa, xb, ua, ub) + Plane.Slope(ya, yb, va, vb);
}

/// <summary>A string with the entries +-1, such as X: the real part of one amplitude turns with the imaginary part of the other.</summary>
internal readonly struct ImaginaryRotation : IPlaneRotation
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Turn<T>(
        ref Vector<T> xa,
        ref Vector<T> ya,
        ref Vector<T> xb,
        ref Vector<T> yb,
        Vector<T> cos,
        Vector<T> s
    )
        where T : unmanaged
    {
        (ya, xb) = Plane.Turn(ya, xb, cos, s);
        (yb, xa) = Plane.Turn(yb, xa, cos, s);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Slope<T>(
        Vector<T> xa,
        Vector<T> ya,
        Vector<T> xb,
        Vector<T> yb,
        Vector<T> ua,
        Vector<T> va,
        Vector<T> ub,
        Vector<T> vb
    )
        where T : unmanaged => Plane.Slope(ya, xb, va, ub) + Plane.Slope(yb, xa, vb, ua);
}

/// <summary>A plane (p, q) of two real numbers.</summary>
internal static class Plane
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector<T> P, Vector<T> Q) Turn<T>(Vector<T> p, Vector<T> q, Vector<T> cos, Vector<T> s)
        where T : unmanaged => (Lane.MultiplyAdd(-s, q, cos * p), Lane.MultiplyAdd(s, p, cos * q));

    /// <summary>The derivative of the ket's turn, along the bra: <c>bra_q p - bra_p q</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Slope<T>(Vector<T> p, Vector<T> q, Vector<T> braP, Vector<T> braQ)
        where T : unmanaged => Lane.MultiplyAdd(braQ, p, -braP * q);
}
