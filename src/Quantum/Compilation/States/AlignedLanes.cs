using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace QImpact.Quantum.Compilation.States;

/// <summary>Vectors of samples that begin with a cache line, at first 0: none of them lies in two.</summary>
internal sealed class AlignedLanes<T>
    where T : unmanaged
{
    private const int CacheLine = 64;

    // Pinned, so that it stays where it begins.
    private readonly Vector<T>[] _memory;
    private readonly nint _start;

    public AlignedLanes(int count)
    {
        Count = count;
        _memory = GC.AllocateArray<Vector<T>>(count + CacheLine / Unsafe.SizeOf<Vector<T>>(), pinned: true);
        _start = -Marshal.UnsafeAddrOfPinnedArrayElement(_memory, 0) & (CacheLine - 1);
    }

    public int Count { get; }

    /// <summary>All of them.</summary>
    public Span<Vector<T>> Span => MemoryMarshal.CreateSpan(ref At(0), Count);

    /// <summary>One of them; bounds are not checked.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref Vector<T> At(int index) =>
        ref Unsafe.Add(ref Unsafe.AddByteOffset(ref MemoryMarshal.GetArrayDataReference(_memory), _start), index);
}
