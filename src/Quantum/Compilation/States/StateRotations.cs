using System.Numerics;

namespace QImpact.Quantum.Compilation.States;

/// <summary>A rotation <c>exp(-i t P / 2)</c> of the states of one SIMD vector of samples, with cos(t/2) and sin(t/2) of each.</summary>
internal readonly record struct LaneRotation<T>(StateString P, Vector<T> Cos, Vector<T> Sin)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>sin(t/2) with the sign of the string's factor, and its opposite.</summary>
    public SignedLanes<T> SignedSin => new(P.Sign < 0 ? -Sin : Sin);

    /// <summary>The sign of the string's factor, and its opposite.</summary>
    public SignedLanes<T> Sign => new(P.Sign < 0 ? -Vector<T>.One : Vector<T>.One);
}

/// <summary>Rotations of states, one or two in one pass over the amplitudes: two need each amplitude in a register once.</summary>
/// <remarks>The passes skip bounds checks: the flip of a string is below the size.</remarks>
internal static class StateRotations<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Whether two steps that follow each other can be one pass.</summary>
    public static bool CanPair(in StateStep one, in StateStep two) =>
        one.Generator.Flip != 0
        && two.Generator.Flip != 0
        && one.Generator.Flip != two.Generator.Flip
        && one.Bits == two.Bits;

    /// <summary><c>psi -> exp(-i t P / 2) psi</c> on the first <paramref name="size"/> amplitudes, a power of two above the flip.</summary>
    public static void Rotate(StateLanes<T> ket, in LaneRotation<T> one, int size)
    {
        if (one.P.Flip == 0)
            RotatePhases(ket, one, size);
        else if (one.P.IsImaginary)
            RotatePlanes<RealRotation>(ket, one, size);
        else
            RotatePlanes<ImaginaryRotation>(ket, one, size);
    }

    /// <summary>The same for two rotations that <see cref="CanPair"/>.</summary>
    public static void Rotate(StateLanes<T> ket, in LaneRotation<T> one, in LaneRotation<T> two, int size)
    {
        switch (one.P.IsImaginary, two.P.IsImaginary)
        {
            case (true, true):
                RotatePlanes<RealRotation, RealRotation>(ket, one, two, size);
                break;
            case (true, false):
                RotatePlanes<RealRotation, ImaginaryRotation>(ket, one, two, size);
                break;
            case (false, true):
                RotatePlanes<ImaginaryRotation, RealRotation>(ket, one, two, size);
                break;
            default:
                RotatePlanes<ImaginaryRotation, ImaginaryRotation>(ket, one, two, size);
                break;
        }
    }

    /// <summary>
    /// The rotation of the first <paramref name="half"/> amplitudes into as many behind them, which it reaches first and whose old values do not count.
    /// </summary>
    public static void Grow(StateLanes<T> ket, in LaneRotation<T> one, int half)
    {
        if (one.P.IsImaginary)
            GrowPlanes<RealRotation>(ket, one, half);
        else
            GrowPlanes<ImaginaryRotation>(ket, one, half);
    }

    private static void GrowPlanes<TOne>(StateLanes<T> ket, in LaneRotation<T> one, int half)
        where TOne : IPlaneRotation
    {
        Amplitudes<T> kets = ket.Amplitudes;
        SignedLanes<T> sin = one.SignedSin;
        int mask = one.P.SignMask;
        Vector<T> cos = one.Cos;
        for (int a = 0; a < half; a++)
        {
            (Vector<T> xa, Vector<T> ya) = (kets.Re(a), kets.Im(a));
            (Vector<T> xb, Vector<T> yb) = (Vector<T>.Zero, Vector<T>.Zero);
            TOne.Turn(ref xa, ref ya, ref xb, ref yb, cos, sin.At(FlippedStates.ParityOf(a & mask)));
            (kets.Re(a), kets.Im(a)) = (xa, ya);
            (kets.Re(a + half), kets.Im(a + half)) = (xb, yb);
        }
    }

    /// <summary>P has the entries +-1 on the diagonal: psi_j is multiplied by cos -+ i sin.</summary>
    private static void RotatePhases(StateLanes<T> ket, in LaneRotation<T> one, int size)
    {
        Amplitudes<T> kets = ket.Amplitudes;
        SignedLanes<T> sin = one.SignedSin;
        int mask = one.P.SignMask;
        Vector<T> cos = one.Cos;
        for (int j = 0; j < size; j++)
        {
            Vector<T> s = sin.At(FlippedStates.ParityOf(j & mask));
            (Vector<T> x, Vector<T> y) = (kets.Re(j), kets.Im(j));
            (y, x) = Plane.Turn(y, x, cos, s);
            (kets.Re(j), kets.Im(j)) = (x, y);
        }
    }

    /// <summary>P exchanges a and a xor Flip.</summary>
    private static void RotatePlanes<TOne>(StateLanes<T> ket, in LaneRotation<T> one, int size)
        where TOne : IPlaneRotation
    {
        Amplitudes<T> kets = ket.Amplitudes;
        SignedLanes<T> sin = one.SignedSin;
        (int flip, int mask) = (one.P.Flip, one.P.SignMask);
        Vector<T> cos = one.Cos;
        int bit = FlippedStates.HighestBit(flip);
        for (int i = 0; i < size / 2; i++)
        {
            int a = FlippedStates.WithZeroAt(bit, i);
            int b = a ^ flip;
            (Vector<T> xa, Vector<T> ya) = (kets.Re(a), kets.Im(a));
            (Vector<T> xb, Vector<T> yb) = (kets.Re(b), kets.Im(b));
            TOne.Turn(ref xa, ref ya, ref xb, ref yb, cos, sin.At(FlippedStates.ParityOf(a & mask)));
            (kets.Re(a), kets.Im(a)) = (xa, ya);
            (kets.Re(b), kets.Im(b)) = (xb, yb);
        }
    }

    /// <summary>The flips of both lead among four states: a, b = a xor Flip1, c = a xor Flip2 and d = b xor Flip2.</summary>
    private static void RotatePlanes<TOne, TTwo>(
        StateLanes<T> ket,
        in LaneRotation<T> one,
        in LaneRotation<T> two,
        int size
    )
        where TOne : IPlaneRotation
        where TTwo : IPlaneRotation
    {
        Amplitudes<T> kets = ket.Amplitudes;
        var four = new FourStates(one.P, two.P);
        (SignedLanes<T> sin1, SignedLanes<T> sin2) = (one.SignedSin, two.SignedSin);
        (Vector<T> cos1, Vector<T> cos2) = (one.Cos, two.Cos);
        for (int i = 0; i < size / 4; i++)
        {
            int a = four.First(i);
            (int b, int c) = (a ^ four.Flip1, a ^ four.Flip2);
            int d = b ^ four.Flip2;
            (Vector<T> xa, Vector<T> ya) = (kets.Re(a), kets.Im(a));
            (Vector<T> xb, Vector<T> yb) = (kets.Re(b), kets.Im(b));
            (Vector<T> xc, Vector<T> yc) = (kets.Re(c), kets.Im(c));
            (Vector<T> xd, Vector<T> yd) = (kets.Re(d), kets.Im(d));
            int parity1 = FlippedStates.ParityOf(a & four.Mask1);
            TOne.Turn(ref xa, ref ya, ref xb, ref yb, cos1, sin1.At(parity1));
            TOne.Turn(ref xc, ref yc, ref xd, ref yd, cos1, sin1.At(parity1 ^ four.Parity1AtC));
            int parity2 = FlippedStates.ParityOf(a & four.Mask2);
            TTwo.Turn(ref xa, ref ya, ref xc, ref yc, cos2, sin2.At(parity2));
            TTwo.Turn(ref xb, ref yb, ref xd, ref yd, cos2, sin2.At(parity2 ^ four.Parity2AtB));
            (kets.Re(a), kets.Im(a)) = (xa, ya);
            (kets.Re(b), kets.Im(b)) = (xb, yb);
            (kets.Re(c), kets.Im(c)) = (xc, yc);
            (kets.Re(d), kets.Im(d)) = (xd, yd);
        }
    }
}
