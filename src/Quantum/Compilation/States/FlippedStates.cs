using System.Numerics;
using System.Runtime.CompilerServices;

namespace QImpact.Quantum.Compilation.States;

/// <summary>The states in groups that flips lead among.</summary>
internal static class FlippedStates
{
    /// <summary>The value of the highest bit: a flip's pairs have one state each without it.</summary>
    public static int HighestBit(int flip) => 1 << BitOperations.Log2((uint)flip);

    /// <summary>The i-th number that has a 0 at the bit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int WithZeroAt(int bit, int i) => i + (i & -bit);

    /// <summary>1 where an odd number of bits is set, otherwise 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int ParityOf(int bits) => BitOperations.PopCount((uint)bits) & 1;
}

/// <summary>Groups of four states <c>a, b = a xor Flip1, c = a xor Flip2, d = b xor Flip2</c>, for two strings with different flips.</summary>
internal readonly struct FourStates
{
    private readonly int _low;
    private readonly int _high;

    public FourStates(StateString one, StateString two)
    {
        (Flip1, Mask1, Flip2, Mask2) = (one.Flip, one.SignMask, two.Flip, two.SignMask);
        Parity1AtC = FlippedStates.ParityOf(two.Flip & one.SignMask);
        Parity2AtB = FlippedStates.ParityOf(one.Flip & two.SignMask);
        int first = FlippedStates.HighestBit(one.Flip);
        int second = FlippedStates.HighestBit(two.Flip);
        if (first == second)
            second = FlippedStates.HighestBit(one.Flip ^ two.Flip);
        (_low, _high) = (Math.Min(first, second), Math.Max(first, second));
    }

    public int Flip1 { get; }

    public int Mask1 { get; }

    public int Flip2 { get; }

    public int Mask2 { get; }

    /// <summary>The parity that decides the first string's sign at c, beyond that at a; at d the same.</summary>
    public int Parity1AtC { get; }

    /// <summary>The parity that decides the second string's sign at b, beyond that at a; at d the same.</summary>
    public int Parity2AtB { get; }

    /// <summary>The state a of the i-th group.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int First(int i) => FlippedStates.WithZeroAt(_high, FlippedStates.WithZeroAt(_low, i));
}
