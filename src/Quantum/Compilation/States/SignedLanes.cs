using System.Numerics;
using System.Runtime.CompilerServices;

namespace QImpact.Quantum.Compilation.States;

/// <summary>A value and its opposite, chosen without a branch.</summary>
[InlineArray(2)]
internal struct SignedLanes<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private Vector<T> _value;

    public SignedLanes(Vector<T> value)
    {
        _value = value;
        Unsafe.Add(ref _value, 1) = -value;
    }

    /// <summary>The value at 0, its opposite at 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<T> At(int parity) => Unsafe.Add(ref _value, parity);
}
