using System.Text;
using System.Text.Json;
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
    /// <param name="context">What it shares with the other rows of its model.</param>
    /// <param name="row">The image's prediction.</param>
    public abstract void Write(PredictionContext context, Prediction row);

    /// <summary>Writes what is still to be written.</summary>
    public abstract void Finish();

    /// <inheritdoc/>
    public abstract void Dispose();

    /// <summary>A writer of a form.</summary>
    /// <param name="format">The form.</param>
    /// <param name="stream">Where to.</param>
    /// <param name="classes">Number of score columns.</param>
    /// <param name="observables">Number of expectation columns.</param>
    public static PredictionWriter Create(TableFormat format, Stream stream, int classes, int observables) =>
        format switch
        {
            TableFormat.Csv => new CsvPredictions(stream, classes, observables),
            TableFormat.Jsonl => new JsonLinesPredictions(stream, classes, observables),
            _ => new ParquetPredictions(stream, classes, observables),
        };

    /// <summary>The form that a file's name asks for.</summary>
    /// <exception cref="BadInputException">Its ending is none of a known form.</exception>
    public static TableFormat FormatOf(string path) =>
        Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".csv" => TableFormat.Csv,
            ".jsonl" or ".ndjson" => TableFormat.Jsonl,
            ".parquet" => TableFormat.Parquet,
            var other => throw new BadInputException(
                $"--out={path}: '{other}' is no known form; expected .csv, .jsonl or .parquet, or --format{Nearest.Hint(other, [".csv", ".jsonl", ".parquet"])}"
            ),
        };

    /// <summary>The value of a column; null for an empty cell.</summary>
    protected static float? Value(IReadOnlyList<float> values, int column) =>
        column < values.Count ? values[column] : null;
}

internal sealed class CsvPredictions : PredictionWriter
{
    private readonly StreamWriter _writer;
    private readonly int _observables;

    public CsvPredictions(Stream stream, int classes, int observables)
    {
        _writer = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
        _observables = observables;
        _writer.WriteLine(PredictionTable.Header(classes, observables));
    }

    public override void Write(PredictionContext context, Prediction row) =>
        _writer.WriteLine(PredictionTable.Line(context, row, _observables));

    public override void Finish() => _writer.Flush();

    public override void Dispose() => _writer.Dispose();
}

internal sealed class JsonLinesPredictions(Stream stream, int classes, int observables) : PredictionWriter
{
    private readonly Utf8JsonWriter _writer = new(
        stream,
        new JsonWriterOptions { Encoder = Json.Options.Encoder, Indented = false }
    );
    private readonly string[] _scores = Columns("score", classes);
    private readonly string[] _expectations = Columns("expectation", observables);

    public override void Write(PredictionContext context, Prediction row)
    {
        _writer.WriteStartObject();
        _writer.WriteString("dataset", context.Dataset);
        _writer.WriteString("split", context.Split);
        _writer.WriteString("sample_id", row.SampleId);
        Number("label", row.Label);
        _writer.WriteString("model", context.Model);
        Number("seed", context.Seed);
        for (int i = 0; i < classes; i++)
            Number(_scores[i], Value(row.Scores, i));
        for (int i = 0; i < observables; i++)
            Number(_expectations[i], Value(row.Expectations, i));
        Number("decision", row.Decision);
        if (context.Threshold is { } threshold)
            _writer.WriteNumber("threshold", threshold);
        else
            _writer.WriteNull("threshold");
        _writer.WriteString("model_checksum", context.ModelChecksum);
        _writer.WriteString("error", row.Error);
        _writer.WriteEndObject();
        _writer.Flush();
        _writer.Reset();
        stream.WriteByte((byte)'\n');
    }

    public override void Finish() => stream.Flush();

    public override void Dispose() => _writer.Dispose();

    private void Number(string name, int? value)
    {
        if (value is { } number)
            _writer.WriteNumber(name, number);
        else
            _writer.WriteNull(name);
    }

    private void Number(string name, float? value)
    {
        if (value is { } number)
            _writer.WriteNumber(name, number);
        else
            _writer.WriteNull(name);
    }

    private static string[] Columns(string name, int count) =>
        [.. Enumerable.Range(0, count).Select(i => $"{name}_{i}")];
}
