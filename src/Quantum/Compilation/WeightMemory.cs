using System.Numerics;
using System.Runtime.InteropServices;

namespace QImpact.Quantum.Compilation;

/// <summary>The weights of the last call in float64, to compute what depends on them only when a bit of them has changed.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal sealed class WeightMemory<T>(int count)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T[] _last = new T[count];
    private readonly double[] _values = new double[count];
    private bool _hasLast;

    /// <summary>[weights], flat</summary>
    public ReadOnlySpan<double> Values => _values;

    /// <summary>Takes these weights; whether they differ from the last ones.</summary>
    /// <exception cref="ArgumentException">A wrong count, or a value that is not finite.</exception>
    public bool Update(ReadOnlySpan<T> weights)
    {
        if (_hasLast && MemoryMarshal.AsBytes(weights).SequenceEqual(MemoryMarshal.AsBytes<T>(_last)))
            return false;
        _hasLast = false;
        Arguments.CheckVector(nameof(weights), weights, _last.Length);
        for (int w = 0; w < weights.Length; w++)
            _values[w] = double.CreateChecked(weights[w]);
        weights.CopyTo(_last);
        _hasLast = true;
        return true;
    }
}
