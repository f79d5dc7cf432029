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
        // Two bits of j at a time: the values are read and written half as often.
        int width = columns;
        for (; 4 * width <= values.Length; width *= 4)
        for (int block = 0; block < values.Length; block += 4 * width)
            Four(values.Slice(block, 4 * width), width);
        if (width < values.Length)
            Two(values[..width], values[width..]);
    }

    private static void Two<T>(Span<T> a, Span<T> b)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Span<Vector<T>> va = MemoryMarshal.Cast<T, Vector<T>>(a);
        Span<Vector<T>> vb = MemoryMarshal.Cast<T, Vector<T>>(b);
        for (int i = 0; i < va.Length; i++)
            (va[i], vb[i]) = (va[i] + vb[i], va[i] - vb[i]);
        for (int i = va.Length * Vector<T>.Count; i < a.Length; i++)
            (a[i], b[i]) = (a[i] + b[i], a[i] - b[i]);
    }

    private static void Four<T>(Span<T> values, int width)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Span<T> a = values[..width];
        Span<T> b = values.Slice(width, width);
        Span<T> c = values.Slice(2 * width, width);
        Span<T> d = values.Slice(3 * width, width);
        Span<Vector<T>> va = MemoryMarshal.Cast<T, Vector<T>>(a);
        Span<Vector<T>> vb = MemoryMarshal.Cast<T, Vector<T>>(b);
        Span<Vector<T>> vc = MemoryMarshal.Cast<T, Vector<T>>(c);
        Span<Vector<T>> vd = MemoryMarshal.Cast<T, Vector<T>>(d);
        for (int i = 0; i < va.Length; i++)
        {
            (Vector<T> ab, Vector<T> cd) = (va[i] + vb[i], vc[i] + vd[i]);
            (Vector<T> aMinusB, Vector<T> cMinusD) = (va[i] - vb[i], vc[i] - vd[i]);
            (va[i], vb[i], vc[i], vd[i]) = (ab + cd, aMinusB + cMinusD, ab - cd, aMinusB - cMinusD);
        }
        for (int i = va.Length * Vector<T>.Count; i < a.Length; i++)
        {
            (T ab, T cd) = (a[i] + b[i], c[i] + d[i]);
            (T aMinusB, T cMinusD) = (a[i] - b[i], c[i] - d[i]);
            (a[i], b[i], c[i], d[i]) = (ab + cd, aMinusB + cMinusD, ab - cd, aMinusB - cMinusD);
        }
    }
}
