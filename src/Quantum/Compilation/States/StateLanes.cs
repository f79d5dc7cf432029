using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace QImpact.Quantum.Compilation.States;

/// <summary>The state vectors of the samples of one SIMD vector: amplitude j of all of them is <c>Re[j] + i Im[j]</c>.</summary>
/// <remarks>
/// The rotations and the slope skip bounds checks: the flip of a string is below the size, and a training step takes 3 % less time (4 qubits, batch 4096,
/// 2.82 against 2.92 ms).
/// </remarks>
internal sealed class StateLanes<T>(int bits)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public Vector<T>[] Re { get; } = new Vector<T>[1 << bits];

    public Vector<T>[] Im { get; } = new Vector<T>[1 << bits];

    /// <summary>
    /// <c>exp(-i t P / 2) psi = cos(t/2) psi - i sin(t/2) P psi</c> on the first <paramref name="size"/> amplitudes, a power of
    /// two above the flip; cos and sin are those of t/2.
    /// </summary>
    public void Rotate(StateString p, int size, Vector<T> cos, Vector<T> sin)
    {
        if (p.Flip == 0)
            RotatePhases(p, size, cos, sin);
        else if (p.IsImaginary)
            RotatePairs<RealRotation>(p, size, cos, sin);
        else
            RotatePairs<ImaginaryRotation>(p, size, cos, sin);
    }

    /// <summary>P has the entries +-1 on the diagonal: psi_j is multiplied by cos -+ i sin.</summary>
    private void RotatePhases(StateString p, int size, Vector<T> cos, Vector<T> sin)
    {
        Signed signed = new(p.Sign < 0 ? -sin : sin);
        ref Vector<T> re = ref MemoryMarshal.GetArrayDataReference(Re);
        ref Vector<T> im = ref MemoryMarshal.GetArrayDataReference(Im);
        for (int j = 0; j < size; j++)
        {
            Vector<T> s = signed.At(j & p.SignMask);
            Vector<T> x = Unsafe.Add(ref re, j);
            Vector<T> y = Unsafe.Add(ref im, j);
            Unsafe.Add(ref re, j) = Lane.MultiplyAdd(s, y, cos * x);
            Unsafe.Add(ref im, j) = Lane.MultiplyAdd(-s, x, cos * y);
        }
    }

    /// <summary>P exchanges j and its partner j xor Flip: each pair is mixed as the operator says.</summary>
    private void RotatePairs<TRotation>(StateString p, int size, Vector<T> cos, Vector<T> sin)
        where TRotation : IPairRotation
    {
        Signed signed = new(p.Sign < 0 ? -sin : sin);
        int half = 1 << BitOperations.Log2((uint)p.Flip);
        ref Vector<T> re = ref MemoryMarshal.GetArrayDataReference(Re);
        ref Vector<T> im = ref MemoryMarshal.GetArrayDataReference(Im);
        for (int block = 0; block < size; block += 2 * half)
        for (int a = block; a < block + half; a++)
        {
            int b = a ^ p.Flip;
            TRotation.Apply(
                ref Unsafe.Add(ref re, a),
                ref Unsafe.Add(ref im, a),
                ref Unsafe.Add(ref re, b),
                ref Unsafe.Add(ref im, b),
                cos,
                signed.At(a & p.SignMask)
            );
        }
    }

    /// <summary>
    /// <c>Im &lt;bra|P|ket></c> per sample, the derivative of <c>2 Re &lt;bra|ket></c> in the angle t of the rotation about P that made the ket;
    /// then undoes the rotation on both.
    /// </summary>
    public static Vector<T> RotateBack(
        StateLanes<T> ket,
        StateLanes<T> bra,
        StateString p,
        int size,
        Vector<T> cos,
        Vector<T> sin
    )
    {
        Vector<T> slope = Slope(bra, ket, p, size);
        ket.Rotate(p, size, cos, -sin);
        bra.Rotate(p, size, cos, -sin);
        return slope;
    }

    /// <summary><c>&lt;ket|P|ket></c> per sample.</summary>
    public static Vector<T> Overlap(StateLanes<T> ket, StateString p)
    {
        Signed signed = new(p.Sign < 0 ? -Vector<T>.One : Vector<T>.One);
        Vector<T> sum = Vector<T>.Zero;
        for (int j = 0; j < ket.Re.Length; j++)
        {
            int to = j ^ p.Flip;
            // conj(u + iv)(x + iy) has the real part ux + vy; times i it has vx - uy.
            Vector<T> part = p.IsImaginary
                ? Lane.MultiplyAdd(ket.Im[to], ket.Re[j], -ket.Re[to] * ket.Im[j])
                : Lane.MultiplyAdd(ket.Re[to], ket.Re[j], ket.Im[to] * ket.Im[j]);
            sum = Lane.MultiplyAdd(signed.At(j & p.SignMask), part, sum);
        }
        return sum;
    }

    /// <summary>bra += factor P ket</summary>
    public static void AddApplied(Vector<T> factor, StateString p, StateLanes<T> ket, StateLanes<T> bra)
    {
        Signed signed = new(p.Sign < 0 ? -factor : factor);
        for (int j = 0; j < ket.Re.Length; j++)
        {
            int to = j ^ p.Flip;
            Vector<T> s = signed.At(j & p.SignMask);
            bra.Re[to] = Lane.MultiplyAdd(s, p.IsImaginary ? -ket.Im[j] : ket.Re[j], bra.Re[to]);
            bra.Im[to] = Lane.MultiplyAdd(s, p.IsImaginary ? ket.Re[j] : ket.Im[j], bra.Im[to]);
        }
    }

    /// <summary>Copies the first amplitudes.</summary>
    public void CopyTo(StateLanes<T> other, int size)
    {
        Array.Copy(Re, other.Re, size);
        Array.Copy(Im, other.Im, size);
    }

    /// <summary>Sets the amplitudes from start to end to 0.</summary>
    public void Clear(int start, int end)
    {
        Array.Clear(Re, start, end - start);
        Array.Clear(Im, start, end - start);
    }

    /// <summary><c>Im &lt;bra|P|ket></c> per sample.</summary>
    private static Vector<T> Slope(StateLanes<T> bra, StateLanes<T> ket, StateString p, int size)
    {
        Signed signed = new(p.Sign < 0 ? -Vector<T>.One : Vector<T>.One);
        Vector<T> sum = Vector<T>.Zero;
        ref Vector<T> br = ref MemoryMarshal.GetArrayDataReference(bra.Re);
        ref Vector<T> bi = ref MemoryMarshal.GetArrayDataReference(bra.Im);
        ref Vector<T> kr = ref MemoryMarshal.GetArrayDataReference(ket.Re);
        ref Vector<T> ki = ref MemoryMarshal.GetArrayDataReference(ket.Im);
        for (int j = 0; j < size; j++)
        {
            int to = j ^ p.Flip;
            Vector<T> x = Unsafe.Add(ref kr, j);
            Vector<T> y = Unsafe.Add(ref ki, j);
            Vector<T> u = Unsafe.Add(ref br, to);
            Vector<T> v = Unsafe.Add(ref bi, to);
            // conj(u + iv)(x + iy) has the imaginary part uy - vx; times i it has ux + vy.
            Vector<T> part = p.IsImaginary ? Lane.MultiplyAdd(v, y, u * x) : Lane.MultiplyAdd(-v, x, u * y);
            sum = Lane.MultiplyAdd(signed.At(j & p.SignMask), part, sum);
        }
        return sum;
    }

    /// <summary>What a rotation makes of the amplitudes <c>xa + i ya</c> and <c>xb + i yb</c> of a pair; s is sin(t/2) with the sign at a.</summary>
    private interface IPairRotation
    {
        static abstract void Apply(
            ref Vector<T> xa,
            ref Vector<T> ya,
            ref Vector<T> xb,
            ref Vector<T> yb,
            Vector<T> cos,
            Vector<T> s
        );
    }

    /// <summary>P = +-1 between a and b: <c>psi_a' = cos psi_a - i s psi_b</c>, and the same with a and b exchanged.</summary>
    private readonly struct ImaginaryRotation : IPairRotation
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Apply(
            ref Vector<T> xa,
            ref Vector<T> ya,
            ref Vector<T> xb,
            ref Vector<T> yb,
            Vector<T> cos,
            Vector<T> s
        )
        {
            (Vector<T> x, Vector<T> y, Vector<T> u, Vector<T> v) = (xa, ya, xb, yb);
            xa = Lane.MultiplyAdd(s, v, cos * x);
            ya = Lane.MultiplyAdd(-s, u, cos * y);
            xb = Lane.MultiplyAdd(s, y, cos * u);
            yb = Lane.MultiplyAdd(-s, x, cos * v);
        }
    }

    /// <summary>P = +-i from a to b and -+i back: <c>psi_b' = cos psi_b + s psi_a</c> and <c>psi_a' = cos psi_a - s psi_b</c>.</summary>
    private readonly struct RealRotation : IPairRotation
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Apply(
            ref Vector<T> xa,
            ref Vector<T> ya,
            ref Vector<T> xb,
            ref Vector<T> yb,
            Vector<T> cos,
            Vector<T> s
        )
        {
            (Vector<T> x, Vector<T> y, Vector<T> u, Vector<T> v) = (xa, ya, xb, yb);
            xa = Lane.MultiplyAdd(-s, u, cos * x);
            ya = Lane.MultiplyAdd(-s, v, cos * y);
            xb = Lane.MultiplyAdd(s, x, cos * u);
            yb = Lane.MultiplyAdd(s, y, cos * v);
        }
    }

    /// <summary>A value and its opposite, chosen by a parity without a branch.</summary>
    [InlineArray(2)]
    private struct Signed
    {
        private Vector<T> _value;

        public Signed(Vector<T> value)
        {
            _value = value;
            Unsafe.Add(ref _value, 1) = -value;
        }

        /// <summary>The value where an even number of bits is set.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector<T> At(int bits) => Unsafe.Add(ref _value, BitOperations.PopCount((uint)bits) & 1);
    }
}
