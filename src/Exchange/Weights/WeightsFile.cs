using System.Collections.Immutable;
using System.Globalization;
using QImpact.Data;
using QImpact.Data.Archives;

namespace QImpact.Exchange.Weights;

/// <summary>The arrays in a file of weights, by its extension.</summary>
internal static class WeightsFile
{
    private static readonly Dictionary<string, Func<string, IReadOnlyList<WeightArray>>> Readers = new(
        StringComparer.OrdinalIgnoreCase
    )
    {
        [".npy"] = Npy,
        [".npz"] = Npz,
        [".json"] = JsonWeights.Read,
        [".csv"] = Csv,
        [".safetensors"] = SafetensorsFile.Read,
        [".pt"] = TorchFile.Read,
        [".pth"] = TorchFile.Read,
    };

    /// <summary>Its arrays; nothing larger than what stands before their elements is read yet.</summary>
    /// <exception cref="BadInputException">The file can't be read, is damaged, or is none of the forms.</exception>
    public static IReadOnlyList<WeightArray> Read(string path)
    {
        string extension = Path.GetExtension(path);
        if (!Readers.TryGetValue(extension, out Func<string, IReadOnlyList<WeightArray>>? read))
            throw new BadInputException(
                $"{path} is no file of weights by its name; expected one of {string.Join(", ", Readers.Keys)}"
            );
        if (FileKind.Of(path) is not FileKind.Kind.Ordinary && File.Exists(path))
            throw new BadInputException($"{path} is a pipe or a device; expected a file");
        try
        {
            return InputFile.Read(path, () => read(path));
        }
        catch (InvalidDataException damage)
        {
            throw new BadInputException($"{path} {damage.AsReason()}", damage);
        }
    }

    private static IReadOnlyList<WeightArray> Npy(string path)
    {
        using FileStream stream = File.OpenRead(path);
        NpyHeader header = NpyReader.ReadHeader(stream, stream.Length);
        return [new WeightArray("", Shape(header), Elements)];

        double[] Elements()
        {
            using FileStream again = File.OpenRead(path);
            return NpyNumbers.ToDoubles(NpyReader.Read(again, again.Length));
        }
    }

    private static IReadOnlyList<WeightArray> Npz(string path)
    {
        using NpzArchive archive = NpzArchive.Open(path);
        return [.. archive.Keys.Select(key => new WeightArray(key, Shape(archive.Header(key)), () => Elements(key)))];

        double[] Elements(string key)
        {
            using NpzArchive again = NpzArchive.Open(path);
            return NpyNumbers.ToDoubles(again.Read(key));
        }
    }

    private static ImmutableArray<long> Shape(NpyHeader header) => [.. header.Shape.Select(length => (long)length)];

    // A table of numbers, with or without a line of names above them.
    private static IReadOnlyList<WeightArray> Csv(string path)
    {
        CsvText table = CsvReader.Read(path);
        bool hasNames = table.Header.All(cell => !TryNumber(cell, out _));
        CsvRow[] rows = hasNames ? [.. table.Rows] : [new CsvRow(1, [.. table.Header]), .. table.Rows];
        double[] values =
        [
            .. rows.SelectMany(row =>
                row.Cells.Select(
                    (cell, column) =>
                        TryNumber(cell, out double value)
                            ? value
                            : throw new BadInputException(
                                $"{path}, line {row.Line}: cell {column + 1} is '{cell}'; expected a number"
                            )
                )
            ),
        ];
        return [new WeightArray("", [rows.Length, table.Header.Length], () => values)];
    }

    private static bool TryNumber(string text, out double value) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
}
