using System.Numerics;
using System.Runtime.InteropServices;

namespace QImpact.Quantum.Compilation.States;

/// <summary>Sums with the signs of every string of Z at once. The transform is its own transpose, and its own inverse up to a factor.</summary>
internal static class WalshHadamard
{
    /// <summary>In place, in each column: <c>v_m = sum_j (-1)^parity(j and m) v_j</c>.</summary>
    /// <param name="values">[rows, columns]; the number of rows is a power of two</param>
    /// <param name="columns">The number of columns.</param>
    public static void Transform<T>(Span<T> values, int columns = 1)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int half = columns; half < values.Length; half *= 2)
        for (int block = 0; block < values.Length; block += 2 * half)
            ToSumAndDifference(values.Slice(block, half), values.Slice(block + half, half));
    }

    private static void ToSumAndDifference<T>(Span<T> one, Span<T> two)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Span<Vector<T>> ones = MemoryMarshal.Cast<T, Vector<T>>(one);
        Span<Vector<T>> twos = MemoryMarshal.Cast<T, Vector<T>>(two);
        for (int i = 0; i < ones.Length; i++)
            (ones[i], twos[i]) = (ones[i] + twos[i], ones[i] - twos[i]);
        for (int i = ones.Length * Vector<T>.Count; i < one.Length; i++)
            (one[i], two[i]) = (one[i] + two[i], one[i] - two[i]);
    }
}
