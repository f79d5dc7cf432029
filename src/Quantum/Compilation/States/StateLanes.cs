using System.Numerics;
using System.Runtime.CompilerServices;

namespace QImpact.Quantum.Compilation.States;

/// <summary>The state vectors of the samples of one SIMD vector: amplitude j of all of them is <c>Re(j) + i Im(j)</c>.</summary>
internal sealed class StateLanes<T>(int bits)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // Re[0], Im[0], Re[1], ...
    private readonly AlignedLanes<T> _parts = new(2 << bits);

    /// <summary>The number of amplitudes.</summary>
    public int Size => _parts.Count / 2;

    /// <summary>The amplitudes, to be held in a local variable by a loop.</summary>
    public Amplitudes<T> Amplitudes => new(ref _parts.At(0));

    /// <summary>The real part of amplitude j. Bounds are not checked.</summary>
    public ref Vector<T> Re(int j) => ref Amplitudes.Re(j);

    /// <summary>The imaginary part of amplitude j. Bounds are not checked.</summary>
    public ref Vector<T> Im(int j) => ref Amplitudes.Im(j);

    /// <summary><c>&lt;ket|P|ket></c> per sample.</summary>
    public static Vector<T> Overlap(StateLanes<T> ket, StateString p)
    {
        SignedLanes<T> signed = new(p.Sign < 0 ? -Vector<T>.One : Vector<T>.One);
        Vector<T> sum = Vector<T>.Zero;
        for (int j = 0; j < ket.Size; j++)
        {
            int to = j ^ p.Flip;
            // conj(u + iv)(x + iy) has the real part ux + vy; times i it has vx - uy.
            Vector<T> part = p.IsImaginary
                ? Lane.MultiplyAdd(ket.Im(to), ket.Re(j), -ket.Re(to) * ket.Im(j))
                : Lane.MultiplyAdd(ket.Re(to), ket.Re(j), ket.Im(to) * ket.Im(j));
            sum = Lane.MultiplyAdd(signed.At(FlippedStates.ParityOf(j & p.SignMask)), part, sum);
        }
        return sum;
    }

    /// <summary>bra += factor P ket</summary>
    public static void AddApplied(Vector<T> factor, StateString p, StateLanes<T> ket, StateLanes<T> bra)
    {
        SignedLanes<T> signed = new(p.Sign < 0 ? -factor : factor);
        for (int j = 0; j < ket.Size; j++)
        {
            int to = j ^ p.Flip;
            Vector<T> s = signed.At(FlippedStates.ParityOf(j & p.SignMask));
            bra.Re(to) = Lane.MultiplyAdd(s, p.IsImaginary ? -ket.Im(j) : ket.Re(j), bra.Re(to));
            bra.Im(to) = Lane.MultiplyAdd(s, p.IsImaginary ? ket.Re(j) : ket.Im(j), bra.Im(to));
        }
    }

    /// <summary>Copies the first amplitudes.</summary>
    public void CopyTo(StateLanes<T> other, int size) => _parts.Span[..(2 * size)].CopyTo(other._parts.Span);

    /// <summary>Sets the first amplitudes to 0.</summary>
    public void Clear(int size) => _parts.Span[..(2 * size)].Clear();
}

/// <summary>Where the amplitudes of a <see cref="StateLanes{T}"/> are; bounds are not checked.</summary>
internal readonly ref struct Amplitudes<T>(ref Vector<T> first)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ref Vector<T> _first = ref first;

    /// <summary>The real part of amplitude j.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref Vector<T> Re(int j) => ref Unsafe.Add(ref _first, 2 * j);

    /// <summary>The imaginary part of amplitude j.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref Vector<T> Im(int j) => ref Unsafe.Add(ref _first, 2 * j + 1);
}
