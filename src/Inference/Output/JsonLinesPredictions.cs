using System.Text.Json;
using QImpact.Data;
using QImpact.Data.Predictions;

namespace QImpact.Inference.Output;

/// <summary>Writes one JSON object per line.</summary>
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
