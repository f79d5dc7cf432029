using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace QImpact.Data.Archives;

/// <summary>
/// Reads the .npy format, versions 1 to 3 (NumPy enhancement proposal 1 and <c>numpy.lib.format</c>): a magic string, a
/// Python dictionary with type, order and shape, then the elements.
/// </summary>
public static partial class NpyReader
{
    private const int MaximumHeader = 1 << 20;

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Reads one array from the content of a file of <paramref name="length"/> bytes, to its end.</summary>
    /// <exception cref="InvalidDataException">The content is no array of format 1 to 3, or is cut off.</exception>
    public static NpyArray Read(Stream stream, long length)
    {
        NpyHeader header = ReadHeader(stream, length);
        if (header.Bytes > Array.MaxLength)
            throw new InvalidDataException($"holds {header.Bytes} bytes; expected at most {Array.MaxLength}");
        byte[] data = new byte[header.Bytes];
        Fill(stream, data, "its data");
        return new NpyArray(header, header.FortranOrder ? ToCOrder(data, header.Shape, header.ElementSize) : data);
    }

    /// <summary>Reads what stands in front of the elements, and checks that they are all there.</summary>
    /// <inheritdoc cref="Read"/>
    public static NpyHeader ReadHeader(Stream stream, long length)
    {
        Span<byte> start = stackalloc byte[8];
        Fill(stream, start, "its first 8 bytes");
        if (!start[..6].SequenceEqual(Magic))
            throw new InvalidDataException("does not start as a .npy file does");
        (int version, int headerLengthSize) = start[6] switch
        {
            1 => (1, 2),
            2 or 3 => (start[6], 4),
            byte other => throw new InvalidDataException($"has .npy format {other}; expected 1, 2 or 3"),
        };
        byte[] size = new byte[4];
        Fill(stream, size.AsSpan(0, headerLengthSize), "its header's length");
        uint headerLength = BinaryPrimitives.ReadUInt32LittleEndian(size);
        if (headerLength > MaximumHeader)
            throw new InvalidDataException(
                $"claims a header of {headerLength} bytes; expected at most {MaximumHeader}"
            );
        byte[] header = new byte[headerLength];
        Fill(stream, header, "its header");

        NpyHeader parsed = Parse((version == 3 ? Encoding.UTF8 : Encoding.Latin1).GetString(header));
        long present = length - 8 - headerLengthSize - headerLength;
        if (present != parsed.Bytes)
            throw new InvalidDataException(
                $"holds {present} bytes of data; its shape and type call for {parsed.Bytes}: the file is cut off or damaged"
            );
        return parsed;
    }

    private static NpyHeader Parse(string text)
    {
        Match description = DescriptionPattern().Match(text);
        Match order = OrderPattern().Match(text);
        Match shape = ShapePattern().Match(text);
        if (!description.Success || !order.Success || !shape.Success)
            throw new InvalidDataException($"has the header {text.Trim()}; expected descr, fortran_order and shape");
        ImmutableArray<int> lengths =
        [
            .. shape
                .Groups[1]
                .Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Select(number =>
                    int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int value)
                        ? value
                        : throw new InvalidDataException(
                            $"has the shape ({shape.Groups[1].Value}); {number} is too large"
                        )
                ),
        ];
        string type = description.Groups[2].Value;
        int elementSize = int.Parse(type[1..], CultureInfo.InvariantCulture);
        return new NpyHeader(
            type,
            description.Groups[1].Value == ">",
            elementSize,
            order.Groups[1].Value == "True",
            lengths,
            Elements(lengths) * elementSize
        );
    }

    private static long Elements(ImmutableArray<int> shape)
    {
        try
        {
            return shape.Aggregate(1L, (product, axis) => checked(product * axis));
        }
        catch (OverflowException)
        {
            throw new InvalidDataException($"has the shape ({string.Join(", ", shape)}), which no file can hold");
        }
    }

    private static byte[] ToCOrder(byte[] data, ImmutableArray<int> shape, int elementSize)
    {
        byte[] result = new byte[data.Length];
        int[] index = new int[shape.Length];
        for (int target = 0; target < data.Length; target += elementSize)
        {
            int source = 0;
            for (int axis = shape.Length - 1; axis >= 0; axis--)
                source = source * shape[axis] + index[axis];
            data.AsSpan(source * elementSize, elementSize).CopyTo(result.AsSpan(target));
            for (int axis = shape.Length - 1; axis >= 0 && ++index[axis] == shape[axis]; axis--)
                index[axis] = 0;
        }
        return result;
    }

    private static void Fill(Stream stream, Span<byte> buffer, string what)
    {
        if (stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false) < buffer.Length)
            throw new InvalidDataException($"ends within {what}: the file is cut off");
    }

    [GeneratedRegex(@"'descr'\s*:\s*'([<>|=])([a-zA-Z][0-9]{1,4})'")]
    private static partial Regex DescriptionPattern();

    [GeneratedRegex(@"'fortran_order'\s*:\s*(True|False)")]
    private static partial Regex OrderPattern();

    [GeneratedRegex(@"'shape'\s*:\s*\(([0-9,\s]*)\)")]
    private static partial Regex ShapePattern();
}
