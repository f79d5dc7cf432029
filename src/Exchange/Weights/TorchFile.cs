using System.IO.Compression;
using System.Text;

namespace QImpact.Exchange.Weights;

/// <summary>
/// Reads the tensors of a file that PyTorch's <c>torch.save(model.state_dict(), FILE)</c> wrote: a zip archive with a pickle, <c>data.pkl</c>, and
/// one member per storage. Nothing of the pickle is executed (see <see cref="Pickle"/>).
/// </summary>
internal static class TorchFile
{
    private const int MaximumPickle = 64 << 20;
    private const string Anew = "save it anew with torch.save(model.state_dict(), FILE)";

    private static readonly Dictionary<string, string> Types = new()
    {
        ["torch.DoubleStorage"] = "F64",
        ["torch.FloatStorage"] = "F32",
        ["torch.HalfStorage"] = "F16",
        ["torch.BFloat16Storage"] = "BF16",
        ["torch.LongStorage"] = "I64",
        ["torch.IntStorage"] = "I32",
        ["torch.ShortStorage"] = "I16",
        ["torch.CharStorage"] = "I8",
        ["torch.ByteStorage"] = "U8",
        ["torch.BoolStorage"] = "BOOL",
    };

    /// <summary>The tensors in a file, those in dictionaries within it by names with dots.</summary>
    /// <exception cref="InvalidDataException">It is none, damaged, or holds more than tensors.</exception>
    public static IReadOnlyList<WeightArray> Read(string path)
    {
        using ZipArchive zip = Open(path);
        ZipArchiveEntry[] pickles =
        [
            .. zip.Entries.Where(entry => entry.FullName.EndsWith("/data.pkl", StringComparison.Ordinal)),
        ];
        if (pickles is not [ZipArchiveEntry pickle])
            throw new InvalidDataException(
                $"has {pickles.Length} members data.pkl; expected one, as PyTorch writes it"
            );
        if (pickle.Length > MaximumPickle)
            throw new InvalidDataException(
                $"has a data.pkl of {pickle.Length} bytes; expected at most {MaximumPickle}"
            );
        string folder = pickle.FullName[..^"data.pkl".Length];
        if (Text(zip, folder + "byteorder") is { } order && order != "little")
            throw new InvalidDataException($"has the byte order {order}; expected little");
        List<WeightArray> tensors = [];
        Collect("", Pickle.Read(Bytes(pickle, pickle.Length)), tensors, path, folder);
        if (tensors.DistinctBy(tensor => tensor.Name).Count() < tensors.Count)
            throw new InvalidDataException("has two tensors of one name; expected different names");
        return tensors;
    }

    private static ZipArchive Open(string path)
    {
        try
        {
            return ZipFile.OpenRead(path);
        }
        catch (InvalidDataException exception)
        {
            throw new InvalidDataException(
                $"is no zip archive: PyTorch wrote it before version 1.6 or with _use_new_zipfile_serialization=False, or it is cut off; {Anew}",
                exception
            );
        }
    }

    private static void Collect(string name, object? value, List<WeightArray> tensors, string path, string folder)
    {
        switch (value)
        {
            case PickledTensor tensor:
                tensors.Add(new WeightArray(name, tensor.Shape, () => Elements(name, tensor, path, folder)));
                break;
            case PickledDictionary dictionary:
                foreach ((object? key, object? item) in dictionary.Items)
                    Collect(name.Length == 0 ? $"{key}" : $"{name}.{key}", item, tensors, path, folder);
                break;
        }
    }

    private static double[] Elements(string name, PickledTensor tensor, string path, string folder)
    {
        if (!Types.TryGetValue(tensor.Storage.Type, out string? type))
            throw new InvalidDataException(
                $"has the tensor '{name}' in a {tensor.Storage.Type}; expected one of {string.Join(", ", Types.Keys)}"
            );
        RawNumbers numbers = RawNumbers.ByName[type];
        using ZipArchive zip = Open(path);
        string member = folder + "data/" + tensor.Storage.Key;
        ZipArchiveEntry[] entries = [.. zip.Entries.Where(entry => entry.FullName == member)];
        if (entries is not [ZipArchiveEntry entry])
            throw new InvalidDataException($"has {entries.Length} members {member}; expected one");
        // Of a storage that several tensors share, this one's part.
        long last = tensor.Offset;
        for (int axis = 0; axis < tensor.Shape.Length; axis++)
            last = checked(last + Math.Max(tensor.Shape[axis] - 1, 0) * tensor.Strides[axis]);
        long count = tensor.Shape.Aggregate(1L, (product, length) => checked(product * length));
        if (tensor.Offset < 0 || tensor.Strides.Any(stride => stride < 0) || last >= tensor.Storage.Count)
            throw new InvalidDataException($"has the tensor '{name}' outside of its storage: it is damaged");
        if (entry.Length != checked(tensor.Storage.Count * numbers.Size))
            throw new InvalidDataException(
                $"has {entry.Length} bytes in {member}; {tensor.Storage.Count} numbers of {tensor.Storage.Type} call for {tensor.Storage.Count * numbers.Size}"
            );
        ReadOnlySpan<byte> bytes = Bytes(entry, checked((last + 1) * numbers.Size));
        double[] values = new double[count];
        long[] index = new long[tensor.Shape.Length];
        for (int i = 0; i < values.Length; i++)
        {
            long at = tensor.Offset;
            for (int axis = 0; axis < index.Length; axis++)
                at += index[axis] * tensor.Strides[axis];
            values[i] = numbers.Element(bytes.Slice((int)at * numbers.Size, numbers.Size));
            for (int axis = index.Length - 1; axis >= 0 && ++index[axis] == tensor.Shape[axis]; axis--)
                index[axis] = 0;
        }
        return values;
    }

    // The first bytes of a member, which may be compressed.
    private static byte[] Bytes(ZipArchiveEntry entry, long length)
    {
        if (length > Array.MaxLength)
            throw new InvalidDataException(
                $"has {length} bytes in {entry.FullName}; expected at most {Array.MaxLength}"
            );
        using Stream stream = entry.Open();
        using MemoryStream bytes = new();
        byte[] buffer = new byte[1 << 16];
        while (bytes.Length < length)
        {
            int read = stream.Read(buffer, 0, (int)Math.Min(buffer.Length, length - bytes.Length));
            if (read == 0)
                throw new InvalidDataException($"ends within {entry.FullName}: it is cut off");
            bytes.Write(buffer, 0, read);
        }
        return bytes.ToArray();
    }

    private static string? Text(ZipArchive zip, string name) =>
        zip.GetEntry(name) is { Length: < 100 } entry
            ? Encoding.ASCII.GetString(Bytes(entry, entry.Length)).Trim()
            : null;
}
