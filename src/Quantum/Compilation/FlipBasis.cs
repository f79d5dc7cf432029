using System.Numerics;

namespace QImpact.Quantum.Compilation;

/// <summary>
/// The flips of wires (X parts of Pauli strings) that a circuit's generators make, as a linear span over the field of two elements. They lead from the
/// initial state to the basis states that can be reached, which are numbered: the i-th independent flip is bit i of a reached state's number, so that a
/// rotation either adds one bit or stays among the states that are reached already.
/// </summary>
internal sealed class FlipBasis
{
    private readonly List<ulong> _vectors = [];

    /// <summary>At b, a combination of the vectors whose highest bit is b, and which vectors it combines.</summary>
    private readonly (ulong Vector, ulong Combination)[] _reduced = new (ulong, ulong)[PauliString.MaxWires];

    /// <summary>The number of bits.</summary>
    public int Rank => _vectors.Count;

    /// <summary>Adds a flip unless the flips before it make it.</summary>
    public void Add(ulong flip)
    {
        (ulong rest, ulong combination) = Reduce(flip);
        if (rest == 0)
            return;
        _reduced[BitOperations.Log2(rest)] = (rest, combination | 1UL << _vectors.Count);
        _vectors.Add(flip);
    }

    /// <summary>The flip as bits of a number, or null if some reached state leads out of the reached ones.</summary>
    public ulong? NumberOf(ulong flip)
    {
        (ulong rest, ulong combination) = Reduce(flip);
        return rest == 0 ? combination : null;
    }

    /// <summary>Whether the first so many independent flips make this one.</summary>
    public bool Contains(ulong flip, int rank) =>
        NumberOf(flip) is { } number && (rank == PauliString.MaxWires || number >> rank == 0);

    /// <summary>The Z part as a mask over a number's bits: the parity of the masked bits is the sign.</summary>
    public ulong SignMaskOf(ulong z)
    {
        ulong mask = 0;
        for (int i = 0; i < _vectors.Count; i++)
            mask |= (ulong)(BitOperations.PopCount(_vectors[i] & z) & 1) << i;
        return mask;
    }

    private (ulong Remainder, ulong Combination) Reduce(ulong flip)
    {
        ulong combination = 0;
        while (flip != 0)
        {
            (ulong vector, ulong parts) = _reduced[BitOperations.Log2(flip)];
            if (vector == 0)
                break;
            flip ^= vector;
            combination ^= parts;
        }
        return (flip, combination);
    }
}
