using System.Buffers.Binary;

namespace QImpact.Data.Archives;

/// <summary>The elements of an array of numbers as float64.</summary>
public static class NpyNumbers
{
    /// <summary>Whether elements of a type are numbers that float64 holds: f2, f4, f8 and whole numbers.</summary>
    public static bool CanRead(NpyType type) => type.IsInteger || type.Code is "f2" or "f4" or "f8";

    /// <summary>The elements in C order; whole numbers above 2^53 are rounded.</summary>
    /// <exception cref="InvalidDataException">They are no numbers.</exception>
    public static double[] ToDoubles(NpyArray array)
    {
        NpyType type = array.Header.Type;
        if (!CanRead(type))
            throw new InvalidDataException($"has type {type}; expected numbers: f2, f4, f8 or whole ones");
        int size = type.Size!.Value;
        byte[] bytes = array.Bytes;
        if (!type.BigEndian)
            return Read(bytes, size, type);
        byte[] reversed = [.. bytes];
        for (int at = 0; at < reversed.Length; at += size)
            reversed.AsSpan(at, size).Reverse();
        return Read(reversed, size, type);
    }

    private static double[] Read(ReadOnlySpan<byte> bytes, int size, NpyType type)
    {
        double[] values = new double[bytes.Length / size];
        for (int i = 0; i < values.Length; i++)
            values[i] = Element(bytes.Slice(i * size, size), type);
        return values;
    }

    private static double Element(ReadOnlySpan<byte> bytes, NpyType type) =>
        type.Code switch
        {
            "f2" => (double)BinaryPrimitives.ReadHalfLittleEndian(bytes),
            "f4" => BinaryPrimitives.ReadSingleLittleEndian(bytes),
            "f8" => BinaryPrimitives.ReadDoubleLittleEndian(bytes),
            "b1" or "u1" => bytes[0],
            "u2" => BinaryPrimitives.ReadUInt16LittleEndian(bytes),
            "u4" => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
            "u8" => BinaryPrimitives.ReadUInt64LittleEndian(bytes),
            "i1" => (sbyte)bytes[0],
            "i2" => BinaryPrimitives.ReadInt16LittleEndian(bytes),
            "i4" => BinaryPrimitives.ReadInt32LittleEndian(bytes),
            _ => BinaryPrimitives.ReadInt64LittleEndian(bytes),
        };
}
