using System.Collections.Immutable;
using QImpact.Data;
using QImpact.Data.Predictions;
using QImpact.Terminal;

namespace QImpact.Inference.Output;

/// <summary>The forms of a prediction table.</summary>
public enum TableFormat
{
    /// <summary>Comma-separated values; what <c>analyze</c> and <c>compare</c> read.</summary>
    Csv,

    /// <summary>JSON lines: one object per row.</summary>
    Jsonl,

    /// <summary>Apache Parquet.</summary>
    Parquet,
}

/// <summary>Receives the rows of a prediction table, the same columns in every form.</summary>
internal abstract class PredictionWriter : IDisposable
{
    /// <summary>Writes a row.</summary>
    public abstract void Write(PredictionContext context, Prediction row);

    /// <summary>Writes what is still to be written.</summary>
    public abstract void Finish();

    public abstract void Dispose();

    /// <summary>A writer of a form, with a score column for each class and an expectation column for each observable.</summary>
    public static PredictionWriter Create(TableFormat format, Stream stream, int classes, int observables)
    {
        ImmutableArray<PredictionColumn> columns = PredictionTable.Columns(classes, observables);
        return format switch
        {
            TableFormat.Csv => new CsvPredictions(stream, columns),
            TableFormat.Jsonl => new JsonLinesPredictions(stream, columns),
            _ => new ParquetPredictions(stream, columns),
        };
    }

    /// <summary>The form that a file's name asks for.</summary>
    /// <exception cref="BadInputException">Its ending is none of a known form.</exception>
    public static TableFormat FormatOf(string path) =>
        Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".csv" => TableFormat.Csv,
            ".jsonl" or ".ndjson" => TableFormat.Jsonl,
            ".parquet" => TableFormat.Parquet,
            var other => throw new BadInputException(
                $"--out={path}: '{other}' is no known form; expected .csv, .jsonl or .parquet, or --format{Choice.Nearest(other, [".csv", ".jsonl", ".parquet"])}"
            ),
        };
}
