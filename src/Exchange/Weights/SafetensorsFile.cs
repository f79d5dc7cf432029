using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text.Json;

namespace QImpact.Exchange.Weights;

/// <summary>
/// Reads safetensors (https://huggingface.co/docs/safetensors): the length of a header in 8 bytes, the header in JSON (name to dtype, shape and
/// place), and the numbers.
/// </summary>
internal static class SafetensorsFile
{
    private const string Metadata = "__metadata__";

    // The format's own limit.
    private const int MaximumHeader = 100_000_000;

    private static readonly JsonDocumentOptions Options = new() { AllowDuplicateProperties = false };

    /// <summary>The tensors in a file.</summary>
    /// <exception cref="InvalidDataException">It is none, or damaged.</exception>
    public static IReadOnlyList<WeightArray> Read(string path)
    {
        using FileStream stream = File.OpenRead(path);
        byte[] start = new byte[8];
        if (stream.ReadAtLeast(start, 8, throwOnEndOfStream: false) < 8)
            throw new InvalidDataException("is cut off within its first 8 bytes; expected a safetensors file");
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(start);
        if (length > (ulong)Math.Min(stream.Length - 8, MaximumHeader))
            throw new InvalidDataException(
                $"claims a header of {length} bytes, and has {stream.Length} in all; it is no safetensors file, or cut off"
            );
        byte[] header = new byte[length];
        stream.ReadExactly(header);
        long first = 8 + (long)length;
        try
        {
            using JsonDocument document = JsonDocument.Parse(header, Options);
            return
            [
                .. document
                    .RootElement.EnumerateObject()
                    .Where(tensor => tensor.Name != Metadata)
                    .Select(tensor => Tensor(path, tensor.Name, tensor.Value, first, stream.Length)),
            ];
        }
        catch (Exception exception)
            when (exception is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            throw new InvalidDataException(
                $"has a header that is not what was expected ({exception.Message.Split('\n')[0].TrimEnd('.')}); expected dtype, shape and data_offsets of each tensor",
                exception
            );
        }
    }

    private static WeightArray Tensor(string path, string name, JsonElement tensor, long first, long length)
    {
        string type = tensor.GetProperty("dtype").GetString() ?? "";
        ImmutableArray<long> shape = [.. tensor.GetProperty("shape").EnumerateArray().Select(axis => axis.GetInt64())];
        long[] offsets = [.. tensor.GetProperty("data_offsets").EnumerateArray().Select(offset => offset.GetInt64())];
        if (offsets is not [long begin, long end] || begin < 0 || end < begin || end > length - first)
            throw new InvalidDataException($"has the tensor '{name}' outside of the file: it is cut off or damaged");
        return new WeightArray(name, shape, Elements);

        double[] Elements()
        {
            if (!RawNumbers.ByName.TryGetValue(type, out RawNumbers? numbers))
                throw new InvalidDataException(
                    $"has the tensor '{name}' of dtype {type}; expected one of {string.Join(", ", RawNumbers.ByName.Keys)}"
                );
            long count = shape.Aggregate(1L, (product, axis) => checked(product * axis));
            if (end - begin != checked(count * numbers.Size))
                throw new InvalidDataException(
                    $"has {end - begin} bytes for the tensor '{name}'; its shape and dtype call for {count * numbers.Size}"
                );
            using FileStream stream = File.OpenRead(path);
            stream.Position = first + begin;
            byte[] bytes = new byte[end - begin];
            stream.ReadExactly(bytes);
            return numbers.Read(bytes);
        }
    }
}
