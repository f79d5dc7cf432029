using System.Numerics;
using System.Runtime.InteropServices;

namespace QImpact.Quantum.Compilation.States;

/// <summary>Computes the outputs from the states of one SIMD vector of samples, and starts the way back.</summary>
internal sealed class StateReadout<T>(StateProgram program)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly StateObservables _observables = program.Observables;
    private readonly AlignedLanes<T> _transform = new(1 << program.Bits);

    /// <summary>outputs[k] = &lt;ket|O_k|ket></summary>
    public void Measure(StateLanes<T> ket, Span<Vector<T>> outputs)
    {
        Amplitudes<T> kets = ket.Amplitudes;
        outputs.Clear();
        for (int j = 0; j < _transform.Count; j++)
            _transform.At(j) = Lane.MultiplyAdd(kets.Re(j), kets.Re(j), kets.Im(j) * kets.Im(j));
        foreach ((int output, int state) in _observables.Probabilities.AsSpan())
            outputs[output] += _transform.At(state);
        if (_observables.Diagonal.Count > 0)
        {
            Transform();
            foreach ((int output, int mask, double coefficient) in _observables.Diagonal.AsSpan())
                outputs[output] += T.CreateTruncating(coefficient) * _transform.At(mask);
        }
        foreach ((int output, StateString p, double coefficient) in _observables.Flipping.AsSpan())
            outputs[output] += T.CreateTruncating(coefficient) * StateLanes<T>.Overlap(ket, p);
    }

    /// <summary>bra = sum_k gradOutputs[k] O_k ket</summary>
    public void Start(StateLanes<T> ket, ReadOnlySpan<Vector<T>> gradOutputs, StateLanes<T> bra)
    {
        Amplitudes<T> kets = ket.Amplitudes;
        Amplitudes<T> bras = bra.Amplitudes;
        _transform.Span.Clear();
        if (_observables.Diagonal.Count > 0)
        {
            foreach ((int output, int mask, double coefficient) in _observables.Diagonal.AsSpan())
                _transform.At(mask) += T.CreateTruncating(coefficient) * gradOutputs[output];
            Transform();
        }
        foreach ((int output, int state) in _observables.Probabilities.AsSpan())
            _transform.At(state) += gradOutputs[output];
        for (int j = 0; j < _transform.Count; j++)
        {
            bras.Re(j) = _transform.At(j) * kets.Re(j);
            bras.Im(j) = _transform.At(j) * kets.Im(j);
        }
        foreach ((int output, StateString p, double coefficient) in _observables.Flipping.AsSpan())
            StateLanes<T>.AddApplied(T.CreateTruncating(coefficient) * gradOutputs[output], p, ket, bra);
    }

    private void Transform() =>
        WalshHadamard.Transform(MemoryMarshal.Cast<Vector<T>, T>(_transform.Span), Vector<T>.Count);
}
