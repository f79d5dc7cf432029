using System.Globalization;

namespace QImpact.Data.Models;

/// <summary>What the network that a file was exported from gives for one image.</summary>
/// <remarks>
/// Sample is the index in the split; logits and scores (probabilities) are one per class; expectations, and the reference in float64, are one
/// per output of the quantum layer, empty in a classical network.
/// </remarks>
public sealed record ParityRow(
    string Split,
    int Sample,
    int Label,
    float[] Expectations,
    float[] Logits,
    float[] Scores,
    double[] Reference
);

/// <summary>
/// NAME.parity.csv: the network's outputs for every validation and test image, <c>split, sample_id, label, expectation_0.., logit_0..,
/// score_0.., reference_0..</c>. Any consumer of the file can be checked with it.
/// </summary>
public static class ParityTable
{
    /// <summary>Where a model's table lies.</summary>
    public static string PathOf(string model) => Path.ChangeExtension(model, ".parity.csv");

    /// <summary>Writes a table, of at least one row.</summary>
    public static void Write(TextWriter writer, IEnumerable<ParityRow> rows)
    {
        ParityRow[] all = [.. rows];
        writer.WriteLine(
            CsvTable.Line(Header(all[0].Expectations.Length, all[0].Logits.Length, all[0].Reference.Length))
        );
        foreach (ParityRow row in all)
            writer.WriteLine(CsvTable.Line(Cells(row)));
    }

    /// <summary>Reads the table of a network with as many classes and observables; 0 observables in a classical one.</summary>
    /// <exception cref="BadInputException">The file can't be read, or is none of such a network; the message says where.</exception>
    public static IReadOnlyList<ParityRow> Read(string path, int classes, int observables)
    {
        CsvText table = CsvReader.Read(path);
        string expected = CsvTable.Line(Header(observables, classes, observables));
        if (CsvTable.Line(table.Header) is var header && header != expected)
            throw new BadInputException(
                $"{path}: line 1 is '{header}'; expected '{expected}', the columns that export writes"
            );
        if (table.Rows.IsEmpty)
            throw new BadInputException($"{path} has no rows; expected one per validation and test image");
        return [.. table.Rows.Select(row => Parse(path, row, classes, observables))];
    }

    private static ParityRow Parse(string path, CsvRow row, int classes, int observables)
    {
        double[] numbers = [.. row.Cells.Skip(3).Select(Number)];
        int next = 0;
        return new ParityRow(
            row.Cells[0],
            Whole(row.Cells[1]),
            Whole(row.Cells[2]),
            Singles(observables),
            Singles(classes),
            Singles(classes),
            [.. Take(observables)]
        );

        IEnumerable<double> Take(int count) => numbers.AsSpan((next += count) - count, count).ToArray();

        double Number(string cell) =>
            double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
            && double.IsFinite(number)
                ? number
                : throw Wrong(cell, "a finite number");

        int Whole(string cell) =>
            int.TryParse(cell, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
                ? number
                : throw Wrong(cell, "a whole number from 0");

        BadInputException Wrong(string cell, string wanted) =>
            new($"{path}, line {row.Line} has the cell '{cell}'; expected {wanted}");

        float[] Singles(int count) => [.. Take(count).Select(number => (float)number)];
    }

    private static IEnumerable<string> Header(int expectations, int classes, int reference) =>
        [
            "split",
            "sample_id",
            "label",
            .. Columns("expectation", expectations),
            .. Columns("logit", classes),
            .. Columns("score", classes),
            .. Columns("reference", reference),
        ];

    private static IEnumerable<string> Columns(string name, int count) =>
        Enumerable.Range(0, count).Select(i => $"{name}_{i}");

    private static IEnumerable<string> Cells(ParityRow row) =>
        [
            row.Split,
            CsvTable.Cell(row.Sample),
            CsvTable.Cell(row.Label),
            .. row.Expectations.Select(CsvTable.Cell),
            .. row.Logits.Select(CsvTable.Cell),
            .. row.Scores.Select(CsvTable.Cell),
            .. row.Reference.Select(value => CsvTable.Cell(value)),
        ];
}
