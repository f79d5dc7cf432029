using System.Numerics;

namespace QImpact.Data.Duplicates;

/// <summary>Sums over pixels in whole numbers, so that a correlation is the same on every machine.</summary>
internal static class PixelProducts
{
    // A lane adds at most four products of 255² a vector: so many vectors fit 32 bits.
    private const int MostVectors = 1 << 14;

    /// <summary>The sum of the products of two images of the same length.</summary>
    public static long Dot(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        int block = MostVectors * Vector<byte>.Count;
        long sum = 0;
        for (; first.Length > block; first = first[block..], second = second[block..])
            sum += Block(first[..block], second[..block]);
        return sum + Block(first, second);
    }

    /// <summary>The sum of the pixels.</summary>
    public static long Sum(ReadOnlySpan<byte> pixels)
    {
        long sum = 0;
        foreach (byte pixel in pixels)
            sum += pixel;
        return sum;
    }

    private static long Block(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        Vector<uint> sums = Vector<uint>.Zero;
        int at = 0;
        for (; at <= first.Length - Vector<byte>.Count; at += Vector<byte>.Count)
        {
            // A product of two bytes fits 16 bits.
            Vector.Widen(new Vector<byte>(first[at..]), out Vector<ushort> firstLow, out Vector<ushort> firstHigh);
            Vector.Widen(new Vector<byte>(second[at..]), out Vector<ushort> secondLow, out Vector<ushort> secondHigh);
            Vector.Widen(firstLow * secondLow, out Vector<uint> a, out Vector<uint> b);
            Vector.Widen(firstHigh * secondHigh, out Vector<uint> c, out Vector<uint> d);
            sums += (a + b) + (c + d);
        }
        long sum = 0;
        for (int lane = 0; lane < Vector<uint>.Count; lane++)
            sum += sums[lane];
        for (; at < first.Length; at++)
            sum += first[at] * second[at];
        return sum;
    }
}
