using System.Buffers.Binary;

namespace QImpact.Exchange.Weights;

/// <summary>The type of numbers that tensor files hold, little endian: how many bytes one has, and what it is.</summary>
internal sealed record RawNumbers(int Size, Func<ReadOnlySpan<byte>, double> Element)
{
    /// <summary>By the names that safetensors has for them.</summary>
    public static IReadOnlyDictionary<string, RawNumbers> ByName { get; } =
        new Dictionary<string, RawNumbers>
        {
            ["F64"] = new(8, BinaryPrimitives.ReadDoubleLittleEndian),
            ["F32"] = new(4, bytes => BinaryPrimitives.ReadSingleLittleEndian(bytes)),
            ["F16"] = new(2, bytes => (double)BinaryPrimitives.ReadHalfLittleEndian(bytes)),
            ["BF16"] = new(
                2,
                bytes => BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadUInt16LittleEndian(bytes) << 16)
            ),
            ["I64"] = new(8, bytes => BinaryPrimitives.ReadInt64LittleEndian(bytes)),
            ["I32"] = new(4, bytes => BinaryPrimitives.ReadInt32LittleEndian(bytes)),
            ["I16"] = new(2, bytes => BinaryPrimitives.ReadInt16LittleEndian(bytes)),
            ["I8"] = new(1, bytes => (sbyte)bytes[0]),
            ["U8"] = new(1, bytes => bytes[0]),
            ["BOOL"] = new(1, bytes => bytes[0]),
        };

    /// <summary>So many numbers that stand in a row.</summary>
    public double[] Read(ReadOnlySpan<byte> bytes)
    {
        double[] values = new double[bytes.Length / Size];
        for (int i = 0; i < values.Length; i++)
            values[i] = Element(bytes.Slice(i * Size, Size));
        return values;
    }
}
