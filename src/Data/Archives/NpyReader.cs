using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Numerics;
using System.Text;

namespace QImpact.Data.Archives;

/// <summary>
/// Reads the .npy format, versions 1 to 3 (NumPy enhancement proposal 1 and <c>numpy.lib.format</c>): a magic string, a
/// Python dictionary with type, order and shape, then the elements.
/// </summary>
public static class NpyReader
{
    // NumPy's own reader stops at 10,000 unless it is told otherwise.
    private const int MaximumHeader = 1 << 16;
    private const int BufferLength = 1 << 16;

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Reads one array from the content of a file of <paramref name="length"/> bytes, to its end.</summary>
    /// <exception cref="InvalidDataException">The content is no array of format 1 to 3, or is cut off.</exception>
    public static NpyArray Read(Stream stream, long length)
    {
        NpyHeader header = ReadHeader(stream, length);
        return new NpyArray(header, ReadElements(header, buffer => Fill(stream, buffer, "its data")));
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
        if (parsed.Bytes is { } expected && present != expected)
            throw new InvalidDataException(
                $"holds {present} bytes of data; its shape and type call for {expected}: the file is cut off or damaged"
            );
        return parsed;
    }

    /// <summary>The elements in C order, read once and held once; <paramref name="read"/> fills a buffer with the next bytes of the file.</summary>
    /// <exception cref="InvalidDataException">There are more bytes than an array holds, or the elements have no fixed size.</exception>
    internal static byte[] ReadElements(NpyHeader header, ReadBytes read)
    {
        if (header.Type.Size is not { } size || header.Bytes is not { } bytes)
            throw new InvalidDataException($"has type {header.Type}, which can't be read");
        if (bytes > Array.MaxLength)
            throw new InvalidDataException($"holds {bytes} bytes; expected at most {Array.MaxLength}");
        byte[] data = new byte[bytes];
        if (!header.FortranOrder || bytes == 0)
            read(data);
        else
            ReadFortran(data, header.Shape, size, read);
        return data;
    }

    // The first axis is the fastest in the file: every element goes to its place as it comes.
    private static void ReadFortran(byte[] data, ImmutableArray<int> shape, int size, ReadBytes read)
    {
        int[] steps = new int[shape.Length];
        int step = size;
        for (int axis = shape.Length - 1; axis >= 0; axis--)
        {
            steps[axis] = step;
            step *= shape[axis];
        }
        int[] index = new int[shape.Length];
        int target = 0;
        byte[] buffer = new byte[Math.Min(data.Length, Math.Max(BufferLength / size, 1) * size)];
        for (int left = data.Length; left > 0; )
        {
            Span<byte> chunk = buffer.AsSpan(0, Math.Min(buffer.Length, left));
            read(chunk);
            left -= chunk.Length;
            for (int source = 0; source < chunk.Length; source += size)
            {
                chunk.Slice(source, size).CopyTo(data.AsSpan(target));
                for (int axis = 0; axis < index.Length; axis++)
                {
                    target += steps[axis];
                    if (++index[axis] < shape[axis])
                        break;
                    target -= steps[axis] * shape[axis];
                    index[axis] = 0;
                }
            }
        }
    }

    private static NpyHeader Parse(string text)
    {
        if (
            Literal(text) is not PythonLiteral.Dictionary header
            || !header.TryGet("descr", out object? description)
            || !header.TryGet("fortran_order", out object? order)
            || !header.TryGet("shape", out object? shape)
        )
            throw new InvalidDataException($"has the header {Shown(text)}; expected descr, fortran_order and shape");
        NpyType type =
            NpyType.Parse(description)
            ?? throw new InvalidDataException($"has the header {Shown(text)}, whose descr is no type of NumPy");
        if (order is not bool fortran)
            throw new InvalidDataException($"has the header {Shown(text)}; expected True or False as fortran_order");
        if (shape is not PythonLiteral.Tuple axes)
            throw new InvalidDataException($"has the header {Shown(text)}; expected a tuple of lengths as shape");
        ImmutableArray<int> lengths = [.. axes.Items.Select(axis => Length(axis, text))];
        return new NpyHeader(type, fortran, lengths, type.Size is { } size ? Bytes(lengths, size) : null);
    }

    private static object? Literal(string text)
    {
        try
        {
            return PythonLiteral.Parse(text);
        }
        catch (FormatException exception)
        {
            throw new InvalidDataException(
                $"has the header {Shown(text)}, which {exception.Message}; expected descr, fortran_order and shape",
                exception
            );
        }
    }

    private static int Length(object? axis, string text) =>
        axis switch
        {
            BigInteger length when length >= 0 && length <= int.MaxValue => (int)length,
            BigInteger length when length > 0 => throw new InvalidDataException(
                $"has the header {Shown(text)}; {length} is too large"
            ),
            _ => throw new InvalidDataException($"has the header {Shown(text)}; expected whole numbers as shape"),
        };

    private static long Bytes(ImmutableArray<int> shape, int size)
    {
        try
        {
            return shape.Aggregate((long)size, (product, axis) => checked(product * axis));
        }
        catch (OverflowException)
        {
            throw new InvalidDataException($"has the shape ({string.Join(", ", shape)}), which no file can hold");
        }
    }

    private static string Shown(string header)
    {
        string line = header.ReplaceLineEndings(" ").Trim();
        return line.Length <= 200 ? line : line[..200] + "...";
    }

    private static void Fill(Stream stream, Span<byte> buffer, string what)
    {
        if (stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false) < buffer.Length)
            throw new InvalidDataException($"ends within {what}: the file is cut off");
    }

    /// <summary>Fills a buffer with the next bytes.</summary>
    internal delegate void ReadBytes(Span<byte> buffer);
}
