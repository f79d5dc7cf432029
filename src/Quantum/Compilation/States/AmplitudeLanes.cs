using System.Numerics;
using QImpact.Quantum.Templates;

namespace QImpact.Quantum.Compilation.States;

/// <summary>
/// The initial state of an <see cref="AmplitudeEmbedding"/> for one SIMD vector of samples: the vector v of features and padding, divided by
/// its norm where it is normalised.
/// </summary>
internal sealed class AmplitudeLanes<T>(AmplitudeEmbedding embedding)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly int _size = 1 << embedding.Wires.Count;
    private readonly Vector<T> _padding = new(T.CreateTruncating(embedding.PadWith ?? 0));
    private readonly Vector<T>[] _amplitudes = new Vector<T>[1 << embedding.Wires.Count];
    private Vector<T> _inverseNorm;

    /// <summary>Sets the first amplitudes of the ket; a lane beyond the count of samples gets the norm 1.</summary>
    /// <exception cref="ArgumentException">A sample can't be normalised, or isn't normalised where it has to be.</exception>
    public void Prepare(ReadOnlySpan<Vector<T>> inputs, int count, StateLanes<T> ket)
    {
        Vector<T> squaredNorm = Vector<T>.Zero;
        for (int j = 0; j < _size; j++)
        {
            _amplitudes[j] = j < embedding.Features ? inputs[embedding.FirstInput + j] : _padding;
            squaredNorm = Lane.MultiplyAdd(_amplitudes[j], _amplitudes[j], squaredNorm);
        }
        for (int lane = 0; lane < Vector<T>.Count; lane++)
        {
            if (lane < count)
                embedding.CheckNorm(double.CreateChecked(squaredNorm[lane]), nameof(inputs));
            else
                squaredNorm = squaredNorm.WithElement(lane, T.One);
        }
        _inverseNorm = embedding.Normalize ? Vector<T>.One / Lane.Sqrt(squaredNorm) : Vector<T>.One;
        for (int j = 0; j < _size; j++)
        {
            _amplitudes[j] *= _inverseNorm;
            (ket.Re(j), ket.Im(j)) = (_amplitudes[j], Vector<T>.Zero);
        }
    }

    /// <summary>
    /// Adds to the inputs' gradient. In the amplitudes psi it is 2 Re bra; through psi = v/|v| it becomes
    /// <c>(g - psi (psi . g)) / |v|</c>.
    /// </summary>
    public void Backpropagate(StateLanes<T> bra, Span<Vector<T>> gradInputs)
    {
        Vector<T> two = new(T.CreateTruncating(2));
        Vector<T> along = Vector<T>.Zero;
        for (int j = 0; j < _size && embedding.Normalize; j++)
            along = Lane.MultiplyAdd(_amplitudes[j], bra.Re(j), along);
        for (int j = 0; j < embedding.Features; j++)
            gradInputs[embedding.FirstInput + j] += two * _inverseNorm * (bra.Re(j) - _amplitudes[j] * along);
    }
}
