using System.Collections.Immutable;
using System.Numerics;

namespace QImpact.Data.Archives;

/// <summary>
/// What stands in front of the elements of a .npy file: NumPy's type code without byte order, such as <c>u1</c> or <c>i8</c>, the bytes of an
/// element, whether the first axis is the fastest, the lengths of the axes, and the bytes of all elements.
/// </summary>
public sealed record NpyHeader(
    string Type,
    bool BigEndian,
    int ElementSize,
    bool FortranOrder,
    ImmutableArray<int> Shape,
    long Bytes
)
{
    /// <summary>The shape as NumPy writes it, such as <c>(546, 28, 28)</c>.</summary>
    public string ShapeText => Shape.Length == 1 ? $"({Shape[0]},)" : $"({string.Join(", ", Shape)})";

    /// <summary>Whether the elements are signed or unsigned integers.</summary>
    public bool IsInteger => Type is "u1" or "u2" or "u4" or "u8" or "i1" or "i2" or "i4" or "i8";
}

/// <summary>An array read from a .npy file: its elements in C order (last axis fastest).</summary>
public sealed record NpyArray(NpyHeader Header, byte[] Bytes)
{
    /// <summary>The elements of an integer array.</summary>
    /// <exception cref="InvalidDataException">The array holds no integers.</exception>
    public long[] ToIntegers()
    {
        if (!Header.IsInteger)
            throw new InvalidDataException($"has type {Header.Type}; expected integers");
        bool isUnsigned = Header.Type[0] == 'u';
        return
        [
            .. Bytes
                .Chunk(Header.ElementSize)
                .Select(element => unchecked((long)Integer<Int128>(element, isUnsigned, Header.BigEndian))),
        ];
    }

    private static T Integer<T>(byte[] element, bool isUnsigned, bool bigEndian)
        where T : IBinaryInteger<T> =>
        bigEndian ? T.ReadBigEndian(element, isUnsigned) : T.ReadLittleEndian(element, isUnsigned);
}
