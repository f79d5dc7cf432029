using System.Numerics;

namespace QImpact.Quantum.Compilation.States;

/// <summary>Computes the outputs from the states of one SIMD vector of samples, and starts the way back.</summary>
internal sealed class StateReadout<T>(StateProgram program)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly StateObservables _observables = program.Observables;
    private readonly Vector<T>[] _transform = new Vector<T>[1 << program.Bits];

    /// <summary>outputs[k] = &lt;ket|O_k|ket></summary>
    public void Measure(StateLanes<T> ket, Span<Vector<T>> outputs)
    {
        outputs.Clear();
        for (int j = 0; j < _transform.Length; j++)
            _transform[j] = Lane.MultiplyAdd(ket.Re[j], ket.Re[j], ket.Im[j] * ket.Im[j]);
        foreach ((int output, int state) in _observables.Probabilities.AsSpan())
            outputs[output] += _transform[state];
        if (_observables.Diagonal.Count > 0)
        {
            WalshHadamard(_transform);
            foreach ((int output, int mask, double coefficient) in _observables.Diagonal.AsSpan())
                outputs[output] += T.CreateTruncating(coefficient) * _transform[mask];
        }
        foreach ((int output, StateString p, double coefficient) in _observables.Flipping.AsSpan())
            outputs[output] += T.CreateTruncating(coefficient) * StateLanes<T>.Overlap(ket, p);
    }

    /// <summary>bra = sum_k gradOutputs[k] O_k ket</summary>
    public void Start(StateLanes<T> ket, ReadOnlySpan<Vector<T>> gradOutputs, StateLanes<T> bra)
    {
        Array.Clear(_transform);
        if (_observables.Diagonal.Count > 0)
        {
            foreach ((int output, int mask, double coefficient) in _observables.Diagonal.AsSpan())
                _transform[mask] += T.CreateTruncating(coefficient) * gradOutputs[output];
            WalshHadamard(_transform);
        }
        foreach ((int output, int state) in _observables.Probabilities.AsSpan())
            _transform[state] += gradOutputs[output];
        for (int j = 0; j < _transform.Length; j++)
        {
            bra.Re[j] = _transform[j] * ket.Re[j];
            bra.Im[j] = _transform[j] * ket.Im[j];
        }
        foreach ((int output, StateString p, double coefficient) in _observables.Flipping.AsSpan())
            StateLanes<T>.AddApplied(T.CreateTruncating(coefficient) * gradOutputs[output], p, ket, bra);
    }

    /// <summary>In place: <c>v_m = sum_j (-1)^parity(j and m) v_j</c>.</summary>
    private static void WalshHadamard(Vector<T>[] values)
    {
        for (int half = 1; half < values.Length; half *= 2)
        for (int block = 0; block < values.Length; block += 2 * half)
        for (int a = block; a < block + half; a++)
            (values[a], values[a + half]) = (values[a] + values[a + half], values[a] - values[a + half]);
    }
}
