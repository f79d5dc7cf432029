using System.Collections.Immutable;

namespace QImpact.Data.Predictions;

/// <summary>
/// The prediction table: <c>dataset, split, sample_id, label, model, seed, score_0.., expectation_0.., decision, decision_name,
/// positive_class, threshold, model_checksum, error</c>. Every form of it (CSV, JSON lines, Parquet) and every reader takes its columns from here.
/// </summary>
public static class PredictionTable
{
    /// <summary>The columns in their order, with the most observables of any model: cells that a model has no value for stay empty.</summary>
    public static ImmutableArray<PredictionColumn> Columns(int classes, int observables) =>
        [
            new PredictionColumn.Text("dataset", (context, _) => context.Dataset),
            new PredictionColumn.Text("split", (context, _) => context.Split),
            new PredictionColumn.Text("sample_id", (_, row) => row.SampleId),
            new PredictionColumn.Whole("label", (_, row) => row.Label),
            new PredictionColumn.Text("model", (context, _) => context.Model),
            new PredictionColumn.Whole("seed", (context, _) => context.Seed),
            .. Numbered("score", classes, row => row.Scores),
            .. Numbered("expectation", observables, row => row.Expectations),
            new PredictionColumn.Whole("decision", (_, row) => row.Decision),
            new PredictionColumn.Text(
                "decision_name",
                (context, row) => row.Decision is { } decision ? context.ClassNames[decision] : null,
                MayBeEmpty: true
            ),
            new PredictionColumn.Whole("positive_class", (context, _) => context.PositiveClass),
            new PredictionColumn.Real("threshold", (context, _) => context.Threshold),
            new PredictionColumn.Text("model_checksum", (context, _) => context.ModelChecksum),
            new PredictionColumn.Text("error", (_, row) => row.Error, MayBeEmpty: true),
        ];

    /// <summary>The header line of a table in CSV.</summary>
    public static string Header(ImmutableArray<PredictionColumn> columns) =>
        CsvTable.Line(columns.Select(column => column.Name));

    /// <summary>A row of a table in CSV.</summary>
    public static string Line(ImmutableArray<PredictionColumn> columns, PredictionContext context, Prediction row) =>
        CsvTable.Line(columns.Select(column => column.Csv(context, row)));

    private static IEnumerable<PredictionColumn> Numbered(
        string name,
        int count,
        Func<Prediction, ImmutableArray<float>> values
    ) =>
        Enumerable
            .Range(0, count)
            .Select(i => new PredictionColumn.Output(
                $"{name}_{i}",
                (_, row) => i < values(row).Length ? values(row)[i] : null
            ));
}
