using System.Numerics;
using System.Runtime.InteropServices;

namespace QImpact.Quantum.Compilation.States;

/// <summary>Which steps a table of phases can hold.</summary>
internal static class StatePhases
{
    /// <summary>A rotation about a string of Z that no input decides.</summary>
    public static bool CanHold(StateStep step) => step.Generator.Flip == 0 && step.Angle.Kind != AngleKind.Input;
}

/// <summary>
/// Rotations about strings of Z as one table: they multiply amplitude j by <c>exp(i phase_j)</c>, and the phases of all j are the Walsh-Hadamard transform of
/// the half angles at their strings' masks. The same transform leads back: <c>Im &lt;bra|Z^m|ket> = sum_j (-1)^parity(j and m) Im(conj(bra_j) ket_j)</c>.
/// </summary>
internal sealed class StatePhases<T> : StateOperator<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly StateStep[] _steps;
    private readonly int _size;

    // exp(i phase_j), [states]
    private readonly T[] _re;
    private readonly T[] _im;

    // sum over the samples of Im(conj(bra_j) ket_j), [states], one lane per sample modulo the lanes
    private readonly AlignedLanes<T> _gradient;

    // [states], and room up to a whole vector
    private readonly double[] _transform;
    private readonly double[] _sines;

    /// <param name="steps">Rotations that <see cref="StatePhases.CanHold"/>, on the same bits.</param>
    public StatePhases(ReadOnlySpan<StateStep> steps)
    {
        _steps = steps.ToArray();
        _size = 1 << steps[0].Bits;
        _re = new T[_size];
        _im = new T[_size];
        _gradient = new AlignedLanes<T>(_size);
        _transform = new double[Math.Max(_size, Vector<double>.Count)];
        _sines = new double[_transform.Length];
    }

    /// <inheritdoc/>
    public override void Update(StateWeights<T> weights)
    {
        Array.Clear(_transform);
        foreach (ref readonly StateStep step in _steps.AsSpan())
        {
            (double cos, double sin) = weights.HalfAngle(step.Angle);
            _transform[MaskOf(step)] -= step.Generator.Sign * Math.Atan2(sin, cos);
        }
        WalshHadamard.Transform(_transform.AsSpan(0, _size));
        Span<Vector<double>> phases = MemoryMarshal.Cast<double, Vector<double>>(_transform.AsSpan());
        Span<Vector<double>> sines = MemoryMarshal.Cast<double, Vector<double>>(_sines.AsSpan());
        for (int i = 0; i < phases.Length; i++)
            (sines[i], phases[i]) = Lane.SinCos(phases[i]);
        for (int j = 0; j < _re.Length; j++)
        {
            _re[j] = T.CreateTruncating(_transform[j]);
            _im[j] = T.CreateTruncating(_sines[j]);
        }
    }

    /// <inheritdoc/>
    public override void Apply(StateLanes<T> ket)
    {
        Amplitudes<T> kets = ket.Amplitudes;
        (T[] re, T[] im) = (_re, _im);
        for (int j = 0; j < re.Length; j++)
        {
            (Vector<T> x, Vector<T> y) = (kets.Re(j), kets.Im(j));
            (y, x) = Plane.Turn(y, x, new Vector<T>(re[j]), new Vector<T>(-im[j]));
            (kets.Re(j), kets.Im(j)) = (x, y);
        }
    }

    /// <inheritdoc/>
    public override void ClearGradient() => _gradient.Span.Clear();

    /// <inheritdoc/>
    public override void GoBack(StateLanes<T> ket, StateLanes<T> bra)
    {
        Amplitudes<T> kets = ket.Amplitudes;
        Amplitudes<T> bras = bra.Amplitudes;
        (T[] re, T[] im) = (_re, _im);
        Span<Vector<T>> gradient = _gradient.Span;
        for (int j = 0; j < re.Length; j++)
        {
            (Vector<T> x, Vector<T> y) = (kets.Re(j), kets.Im(j));
            (Vector<T> u, Vector<T> v) = (bras.Re(j), bras.Im(j));
            gradient[j] += Plane.Slope(y, x, v, u);
            (Vector<T> cos, Vector<T> sin) = (new Vector<T>(re[j]), new Vector<T>(im[j]));
            (y, x) = Plane.Turn(y, x, cos, sin);
            (v, u) = Plane.Turn(v, u, cos, sin);
            (kets.Re(j), kets.Im(j)) = (x, y);
            (bras.Re(j), bras.Im(j)) = (u, v);
        }
    }

    /// <inheritdoc/>
    public override void Backpropagate(StateWeights<T> weights, Span<double> gradAngles)
    {
        for (int j = 0; j < _size; j++)
            _transform[j] = double.CreateChecked(Vector.Sum(_gradient.At(j)));
        WalshHadamard.Transform(_transform.AsSpan(0, _size));
        foreach (ref readonly StateStep step in _steps.AsSpan())
        {
            if (step.Angle.Kind == AngleKind.Weight)
                gradAngles[step.Angle.Index] += step.Angle.Sign * step.Generator.Sign * _transform[MaskOf(step)];
        }
    }

    /// <summary>What the string's mask is on the states that are reached by now.</summary>
    private int MaskOf(in StateStep step) => step.Generator.SignMask & (_size - 1);
}
