using System.Numerics;
using System.Runtime.InteropServices;

namespace QImpact.Quantum.Compilation;

/// <summary>Samples side by side: as many as a SIMD register holds go through a kernel together, one lane each.</summary>
internal static class SampleLanes
{
    /// <summary>Rows of samples to one vector per column; lanes beyond the count are 0.</summary>
    public static void Gather<T>(ReadOnlySpan<T> rows, Span<Vector<T>> columns, int count)
        where T : unmanaged
    {
        Span<T> lanes = MemoryMarshal.Cast<Vector<T>, T>(columns);
        if (count < Vector<T>.Count)
            lanes.Clear();
        for (int column = 0; column < columns.Length; column++)
        for (int lane = 0; lane < count; lane++)
            lanes[column * Vector<T>.Count + lane] = rows[lane * columns.Length + column];
    }

    /// <summary>One vector per column to rows of samples.</summary>
    public static void Scatter<T>(ReadOnlySpan<Vector<T>> columns, Span<T> rows, int count)
        where T : unmanaged
    {
        ReadOnlySpan<T> lanes = MemoryMarshal.Cast<Vector<T>, T>(columns);
        for (int column = 0; column < columns.Length; column++)
        for (int lane = 0; lane < count; lane++)
            rows[lane * columns.Length + column] = lanes[column * Vector<T>.Count + lane];
    }

    /// <summary>Names the input that is not finite; where all are, an angle has overflowed.</summary>
    public static ArgumentException NotFinite<T>(ReadOnlySpan<T> inputs, int width)
        where T : INumberBase<T>
    {
        Arguments.CheckFinite(nameof(inputs), inputs, width);
        return new ArgumentException(
            "an angle is beyond the range of its number type; expected smaller inputs",
            nameof(inputs)
        );
    }
}
