using System.Buffers.Binary;
using System.Collections.Immutable;

namespace QImpact.Data.Archives;

/// <summary>What stands in front of the elements of a .npy file.</summary>
/// <param name="Type">NumPy's type code without byte order, such as <c>u1</c> or <c>i8</c>.</param>
/// <param name="BigEndian">Byte order of the elements.</param>
/// <param name="ElementSize">Bytes of an element.</param>
/// <param name="FortranOrder">Whether the first axis is the fastest.</param>
/// <param name="Shape">Lengths of the axes.</param>
/// <param name="Bytes">Bytes of all elements.</param>
public sealed record NpyHeader(
    string Type,
    bool BigEndian,
    int ElementSize,
    bool FortranOrder,
    ImmutableArray<int> Shape,
    long Bytes
);

/// <summary>An array read from a .npy file.</summary>
/// <param name="Type">NumPy's type code without byte order, such as <c>u1</c> or <c>i8</c>.</param>
/// <param name="BigEndian">Byte order of the elements.</param>
/// <param name="Shape">Lengths of the axes.</param>
/// <param name="Bytes">The elements in C order (last axis fastest).</param>
public sealed record NpyArray(string Type, bool BigEndian, ImmutableArray<int> Shape, byte[] Bytes)
{
    /// <summary>The shape as NumPy writes it, such as <c>(546, 28, 28)</c>.</summary>
    public string ShapeText => TextOf(Shape);

    /// <summary>Whether the elements are signed or unsigned integers.</summary>
    public bool IsInteger => Type is "u1" or "u2" or "u4" or "u8" or "i1" or "i2" or "i4" or "i8";

    /// <summary>The elements of an integer array.</summary>
    /// <exception cref="InvalidDataException">The array holds no integers.</exception>
    public long[] ToIntegers()
    {
        if (!IsInteger)
            throw new InvalidDataException($"has type {Type}; expected integers");
        int width = Type[1] - '0';
        long[] values = new long[Bytes.Length / width];
        for (int i = 0; i < values.Length; i++)
            values[i] = Integer(Bytes.AsSpan(i * width, width));
        return values;
    }

    /// <summary>A shape as NumPy writes it, such as <c>(546, 28, 28)</c>.</summary>
    public static string TextOf(ImmutableArray<int> shape) =>
        shape.Length == 1 ? $"({shape[0]},)" : $"({string.Join(", ", shape)})";

    private long Integer(ReadOnlySpan<byte> element)
    {
        Span<byte> littleEndian = stackalloc byte[8];
        element.CopyTo(littleEndian);
        if (BigEndian)
            littleEndian[..element.Length].Reverse();
        bool negative = Type[0] == 'i' && (littleEndian[element.Length - 1] & 0x80) != 0;
        if (negative)
            littleEndian[element.Length..].Fill(0xff);
        return BinaryPrimitives.ReadInt64LittleEndian(littleEndian);
    }
}
