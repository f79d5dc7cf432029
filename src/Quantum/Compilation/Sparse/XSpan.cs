using System.Numerics;
using QImpact.Quantum.Circuits;

namespace QImpact.Quantum.Compilation.Sparse;

/// <summary>
/// Which flips (X parts of Pauli strings) the generators of the first rotations of a circuit can undo: the linear span of
/// their X parts over the field of two elements, as a basis with different leading bits.
/// </summary>
internal readonly struct XSpan
{
    /// <summary>At b, the basis vector whose highest bit is b, or 0.</summary>
    private readonly ulong[] _basis;

    private XSpan(ulong[] basis) => _basis = basis;

    /// <summary>The span of nothing: no flip at all.</summary>
    public static XSpan Empty { get; } = new(new ulong[PauliString.MaxWires]);

    /// <summary>The span with one more generator.</summary>
    public XSpan With(PauliString generator)
    {
        ulong rest = Reduce(generator.XMask);
        if (rest == 0)
            return this;
        var basis = (ulong[])_basis.Clone();
        basis[BitOperations.Log2(rest)] = rest;
        return new XSpan(basis);
    }

    /// <summary>Whether some of the generators together flip the same wires as the string.</summary>
    public bool Contains(PauliString p) => Reduce(p.XMask) == 0;

    private ulong Reduce(ulong x)
    {
        while (x != 0)
        {
            ulong vector = _basis[BitOperations.Log2(x)];
            if (vector == 0)
                return x;
            x ^= vector;
        }
        return 0;
    }
}
