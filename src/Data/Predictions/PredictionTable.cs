namespace QImpact.Data.Predictions;

/// <summary>
/// The prediction table as CSV: <c>dataset, split, sample_id, label, model, seed, score_0.., expectation_0.., decision,
/// threshold, model_checksum, error</c>.
/// </summary>
public static class PredictionTable
{
    /// <summary>The header line.</summary>
    /// <param name="classes">Number of score columns.</param>
    /// <param name="observables">Number of expectation columns; the most of any model.</param>
    public static string Header(int classes, int observables) => CsvTable.Line([.. Columns(classes, observables)]);

    /// <summary>The columns in their order.</summary>
    /// <inheritdoc cref="Header" path="/param"/>
    public static IEnumerable<string> Columns(int classes, int observables) =>
        [
            "dataset",
            "split",
            "sample_id",
            "label",
            "model",
            "seed",
            .. Enumerable.Range(0, classes).Select(i => $"score_{i}"),
            .. Enumerable.Range(0, observables).Select(i => $"expectation_{i}"),
            "decision",
            "threshold",
            "model_checksum",
            "error",
        ];

    /// <summary>One row.</summary>
    /// <param name="context">What it shares with the other rows of its model.</param>
    /// <param name="row">The image's prediction.</param>
    /// <param name="observables">Number of expectation columns; cells that the model has no value for stay empty.</param>
    public static string Line(PredictionContext context, Prediction row, int observables) =>
        CsvTable.Line([
            context.Dataset,
            context.Split,
            row.SampleId,
            CsvTable.Cell(row.Label),
            context.Model,
            CsvTable.Cell(context.Seed),
            .. Cells(row.Scores, context.Classes),
            .. Cells(row.Expectations, observables),
            CsvTable.Cell(row.Decision),
            CsvTable.Cell(context.Threshold),
            context.ModelChecksum,
            row.Error,
        ]);

    private static IEnumerable<string> Cells(IReadOnlyList<float> values, int columns) =>
        Enumerable.Range(0, columns).Select(i => i < values.Count ? CsvTable.Cell(values[i]) : "");
}
