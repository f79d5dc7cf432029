using System.Numerics;

namespace QImpact.Quantum.Compilation.States;

/// <summary>The way back through rotations: they are undone on ket and bra, one or two in one pass over the amplitudes.</summary>
/// <remarks>
/// A slope is <c>Im &lt;bra|P|ket></c> per sample, the derivative of <c>2 Re &lt;bra|ket></c> in the angle t of the rotation about P that made the ket. Bounds
/// checks are skipped as in <see cref="StateRotations{T}"/>.
/// </remarks>
internal static class StateReturns<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Undoes a rotation on the first <paramref name="size"/> amplitudes, a power of two above the flip, and returns its slope.</summary>
    public static Vector<T> Undo(StateLanes<T> ket, StateLanes<T> bra, in LaneRotation<T> one, int size) =>
        one.P.Flip == 0 ? UndoPhases(ket, bra, one, size)
        : one.P.IsImaginary ? UndoPlanes<RealRotation>(ket, bra, one, size)
        : UndoPlanes<ImaginaryRotation>(ket, bra, one, size);

    /// <summary>The same for two rotations that <see cref="StateRotations{T}.CanPair"/>, the second first.</summary>
    public static (Vector<T> One, Vector<T> Two) Undo(
        StateLanes<T> ket,
        StateLanes<T> bra,
        in LaneRotation<T> one,
        in LaneRotation<T> two,
        int size
    ) =>
        (one.P.IsImaginary, two.P.IsImaginary) switch
        {
            (true, true) => UndoPlanes<RealRotation, RealRotation>(ket, bra, one, two, size),
            (true, false) => UndoPlanes<RealRotation, ImaginaryRotation>(ket, bra, one, two, size),
            (false, true) => UndoPlanes<ImaginaryRotation, RealRotation>(ket, bra, one, two, size),
            _ => UndoPlanes<ImaginaryRotation, ImaginaryRotation>(ket, bra, one, two, size),
        };

    private static Vector<T> UndoPhases(StateLanes<T> ket, StateLanes<T> bra, in LaneRotation<T> one, int size)
    {
        Amplitudes<T> kets = ket.Amplitudes;
        Amplitudes<T> bras = bra.Amplitudes;
        (SignedLanes<T> sin, SignedLanes<T> sign) = (one.SignedSin, one.Sign);
        int mask = one.P.SignMask;
        Vector<T> cos = one.Cos;
        Vector<T> slope = Vector<T>.Zero;
        for (int j = 0; j < size; j++)
        {
            int parity = FlippedStates.ParityOf(j & mask);
            (Vector<T> x, Vector<T> y) = (kets.Re(j), kets.Im(j));
            (Vector<T> u, Vector<T> v) = (bras.Re(j), bras.Im(j));
            slope = Lane.MultiplyAdd(sign.At(parity), Plane.Slope(y, x, v, u), slope);
            Vector<T> s = sin.At(parity);
            (y, x) = Plane.Turn(y, x, cos, -s);
            (v, u) = Plane.Turn(v, u, cos, -s);
            (kets.Re(j), kets.Im(j)) = (x, y);
            (bras.Re(j), bras.Im(j)) = (u, v);
        }
        return slope;
    }

    private static Vector<T> UndoPlanes<TOne>(StateLanes<T> ket, StateLanes<T> bra, in LaneRotation<T> one, int size)
        where TOne : IPlaneRotation
    {
        Amplitudes<T> kets = ket.Amplitudes;
        Amplitudes<T> bras = bra.Amplitudes;
        (SignedLanes<T> sin, SignedLanes<T> sign) = (one.SignedSin, one.Sign);
        (int flip, int mask) = (one.P.Flip, one.P.SignMask);
        Vector<T> cos = one.Cos;
        int bit = FlippedStates.HighestBit(flip);
        Vector<T> slope = Vector<T>.Zero;
        for (int i = 0; i < size / 2; i++)
        {
            int a = FlippedStates.WithZeroAt(bit, i);
            int b = a ^ flip;
            (Vector<T> xa, Vector<T> ya) = (kets.Re(a), kets.Im(a));
            (Vector<T> xb, Vector<T> yb) = (kets.Re(b), kets.Im(b));
            (Vector<T> ua, Vector<T> va) = (bras.Re(a), bras.Im(a));
            (Vector<T> ub, Vector<T> vb) = (bras.Re(b), bras.Im(b));
            int parity = FlippedStates.ParityOf(a & mask);
            slope = Lane.MultiplyAdd(sign.At(parity), TOne.Slope(xa, ya, xb, yb, ua, va, ub, vb), slope);
            Vector<T> s = sin.At(parity ^ 1);
            TOne.Turn(ref xa, ref ya, ref xb, ref yb, cos, s);
            TOne.Turn(ref ua, ref va, ref ub, ref vb, cos, s);
            (kets.Re(a), kets.Im(a)) = (xa, ya);
            (kets.Re(b), kets.Im(b)) = (xb, yb);
            (bras.Re(a), bras.Im(a)) = (ua, va);
            (bras.Re(b), bras.Im(b)) = (ub, vb);
        }
        return slope;
    }

    private static (Vector<T> One, Vector<T> Two) UndoPlanes<TOne, TTwo>(
        StateLanes<T> ket,
        StateLanes<T> bra,
        in LaneRotation<T> one,
        in LaneRotation<T> two,
        int size
    )
        where TOne : IPlaneRotation
        where TTwo : IPlaneRotation
    {
        Amplitudes<T> kets = ket.Amplitudes;
        Amplitudes<T> bras = bra.Amplitudes;
        var four = new FourStates(one.P, two.P);
        (SignedLanes<T> sin1, SignedLanes<T> sin2) = (one.SignedSin, two.SignedSin);
        (SignedLanes<T> sign1, SignedLanes<T> sign2) = (one.Sign, two.Sign);
        (Vector<T> cos1, Vector<T> cos2) = (one.Cos, two.Cos);
        (Vector<T> slope1, Vector<T> slope2) = (Vector<T>.Zero, Vector<T>.Zero);
        for (int i = 0; i < size / 4; i++)
        {
            int a = four.First(i);
            (int b, int c) = (a ^ four.Flip1, a ^ four.Flip2);
            int d = b ^ four.Flip2;
            (Vector<T> xa, Vector<T> ya) = (kets.Re(a), kets.Im(a));
            (Vector<T> xb, Vector<T> yb) = (kets.Re(b), kets.Im(b));
            (Vector<T> xc, Vector<T> yc) = (kets.Re(c), kets.Im(c));
            (Vector<T> xd, Vector<T> yd) = (kets.Re(d), kets.Im(d));
            (Vector<T> ua, Vector<T> va) = (bras.Re(a), bras.Im(a));
            (Vector<T> ub, Vector<T> vb) = (bras.Re(b), bras.Im(b));
            (Vector<T> uc, Vector<T> vc) = (bras.Re(c), bras.Im(c));
            (Vector<T> ud, Vector<T> vd) = (bras.Re(d), bras.Im(d));

            int atA = FlippedStates.ParityOf(a & four.Mask2);
            int atB = atA ^ four.Parity2AtB;
            slope2 = Lane.MultiplyAdd(sign2.At(atA), TTwo.Slope(xa, ya, xc, yc, ua, va, uc, vc), slope2);
            slope2 = Lane.MultiplyAdd(sign2.At(atB), TTwo.Slope(xb, yb, xd, yd, ub, vb, ud, vd), slope2);
            TTwo.Turn(ref xa, ref ya, ref xc, ref yc, cos2, sin2.At(atA ^ 1));
            TTwo.Turn(ref ua, ref va, ref uc, ref vc, cos2, sin2.At(atA ^ 1));
            TTwo.Turn(ref xb, ref yb, ref xd, ref yd, cos2, sin2.At(atB ^ 1));
            TTwo.Turn(ref ub, ref vb, ref ud, ref vd, cos2, sin2.At(atB ^ 1));

            atA = FlippedStates.ParityOf(a & four.Mask1);
            int atC = atA ^ four.Parity1AtC;
            slope1 = Lane.MultiplyAdd(sign1.At(atA), TOne.Slope(xa, ya, xb, yb, ua, va, ub, vb), slope1);
            slope1 = Lane.MultiplyAdd(sign1.At(atC), TOne.Slope(xc, yc, xd, yd, uc, vc, ud, vd), slope1);
            TOne.Turn(ref xa, ref ya, ref xb, ref yb, cos1, sin1.At(atA ^ 1));
            TOne.Turn(ref ua, ref va, ref ub, ref vb, cos1, sin1.At(atA ^ 1));
            TOne.Turn(ref xc, ref yc, ref xd, ref yd, cos1, sin1.At(atC ^ 1));
            TOne.Turn(ref uc, ref vc, ref ud, ref vd, cos1, sin1.At(atC ^ 1));

            (kets.Re(a), kets.Im(a)) = (xa, ya);
            (kets.Re(b), kets.Im(b)) = (xb, yb);
            (kets.Re(c), kets.Im(c)) = (xc, yc);
            (kets.Re(d), kets.Im(d)) = (xd, yd);
            (bras.Re(a), bras.Im(a)) = (ua, va);
            (bras.Re(b), bras.Im(b)) = (ub, vb);
            (bras.Re(c), bras.Im(c)) = (uc, vc);
            (bras.Re(d), bras.Im(d)) = (ud, vd);
        }
        return (slope1, slope2);
    }
}
