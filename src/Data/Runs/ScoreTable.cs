using System.Collections.Immutable;
using System.Globalization;

namespace QImpact.Data.Runs;

/// <summary>What a trained network gives for an image.</summary>
/// <param name="Split"><c>val</c> or <c>test</c>.</param>
/// <param name="SampleId">The image's id in its split.</param>
/// <param name="Label">Its class, from 0.</param>
/// <param name="Scores">The probability of each class.</param>
/// <param name="CircuitInputs">The inputs of the quantum layer, radians; empty where there is none.</param>
/// <param name="Expectations">Its outputs.</param>
public sealed record ScoreRow(
    string Split,
    string SampleId,
    int Label,
    ImmutableArray<float> Scores,
    ImmutableArray<float> CircuitInputs,
    ImmutableArray<float> Expectations
);

/// <summary>
/// <c>scores.csv</c> of a finished run: how the weights of the chosen epoch score the validation and the test images, as <c>result.json</c>
/// measures them. Single precision, in the shortest form that gives the same number back.
/// </summary>
public static class ScoreTable
{
    private const string Score = "score_";
    private const string CircuitInput = "circuit_input_";
    private const string Expectation = "expectation_";
    private static readonly string[] First = ["split", "sample_id", "label"];

    /// <summary>Writes the rows, of which there is at least one, all of one form.</summary>
    /// <exception cref="BadInputException">The file can't be written, or a score is not finite.</exception>
    public static void Write(string file, IReadOnlyList<ScoreRow> rows)
    {
        if (rows.FirstOrDefault(row => Values(row).Any(value => !float.IsFinite(value))) is { } bad)
            throw new BadInputException(
                $"the network gives no finite number for image {bad.SampleId} of {bad.Split}: training diverged; try a lower learning rate"
            );
        AtomicFile.WriteText(
            file,
            writer =>
            {
                writer.WriteLine(
                    CsvTable.Line([
                        .. First,
                        .. Numbered(Score, rows[0].Scores.Length),
                        .. Numbered(CircuitInput, rows[0].CircuitInputs.Length),
                        .. Numbered(Expectation, rows[0].Expectations.Length),
                    ])
                );
                foreach (ScoreRow row in rows)
                    writer.WriteLine(
                        CsvTable.Line([
                            row.Split,
                            row.SampleId,
                            CsvTable.Cell(row.Label),
                            .. Values(row).Select(CsvTable.Cell),
                        ])
                    );
            }
        );
    }

    /// <summary>Reads the rows, in their order.</summary>
    /// <param name="table">The table.</param>
    /// <param name="file">What messages call it.</param>
    /// <exception cref="BadInputException">It is not of this form, or a number is not finite; the message names line and column.</exception>
    public static ImmutableArray<ScoreRow> Parse(CsvText table, string file)
    {
        int scores = Count(Score);
        int inputs = Count(CircuitInput);
        int expectations = Count(Expectation);
        CsvNumbers numbers = new(table, file);
        numbers.RequireHeader(
            string.Join(
                ',',
                [
                    .. First,
                    .. Numbered(Score, scores),
                    .. Numbered(CircuitInput, inputs),
                    .. Numbered(Expectation, expectations),
                ]
            )
        );
        return
        [
            .. table.Rows.Select(row => new ScoreRow(
                row.Cells[0],
                row.Cells[1],
                numbers.Whole(row, "label"),
                Floats(row, Score, scores),
                Floats(row, CircuitInput, inputs),
                Floats(row, Expectation, expectations)
            )),
        ];

        int Count(string name) => table.Header.Count(column => column.StartsWith(name, StringComparison.Ordinal));

        ImmutableArray<float> Floats(CsvRow row, string name, int count) =>
            [.. Numbered(name, count).Select(column => (float)numbers.Real(row, column))];
    }

    private static IEnumerable<float> Values(ScoreRow row) =>
        row.Scores.Concat(row.CircuitInputs).Concat(row.Expectations);

    private static IEnumerable<string> Numbered(string name, int count) =>
        Enumerable.Range(0, count).Select(place => name + place.ToString(CultureInfo.InvariantCulture));
}
