namespace QImpact.Data.Predictions;

/// <summary>
/// The prediction table as CSV: <c>dataset, split, sample_id, label, model, seed, score_0.., expectation_0.., decision,
/// threshold, model_checksum, error</c>.
/// </summary>
public static class PredictionTable
{
    /// <summary>The header line.</summary>
    public static string Header(PredictionContext context) =>
        CsvTable.Line([
            "dataset",
            "split",
            "sample_id",
            "label",
            "model",
            "seed",
            .. Enumerable.Range(0, context.Classes).Select(i => $"score_{i}"),
            .. Enumerable.Range(0, context.Observables).Select(i => $"expectation_{i}"),
            "decision",
            "threshold",
            "model_checksum",
            "error",
        ]);

    /// <summary>One row.</summary>
    public static string Line(PredictionContext context, Prediction row) =>
        CsvTable.Line([
            context.Dataset,
            context.Split,
            row.SampleId,
            CsvTable.Cell(row.Label),
            context.Model,
            CsvTable.Cell(context.Seed),
            .. Cells(row.Scores, context.Classes),
            .. Cells(row.Expectations, context.Observables),
            CsvTable.Cell(row.Decision),
            CsvTable.Cell(context.Threshold),
            context.ModelChecksum,
            row.Error,
        ]);

    /// <summary>Writes a whole table, or nothing.</summary>
    /// <exception cref="BadInputException">The file can't be written.</exception>
    public static void Write(string path, PredictionContext context, IEnumerable<Prediction> rows) =>
        AtomicFile.WriteText(
            path,
            writer =>
            {
                writer.WriteLine(Header(context));
                foreach (Prediction row in rows)
                    writer.WriteLine(Line(context, row));
            }
        );

    private static IEnumerable<string> Cells(IReadOnlyList<float> values, int columns) =>
        Enumerable.Range(0, columns).Select(i => i < values.Count ? CsvTable.Cell(values[i]) : "");
}
