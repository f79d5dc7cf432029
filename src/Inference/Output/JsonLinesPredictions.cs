using System.Collections.Immutable;
using System.Text.Json;
using QImpact.Data;
using QImpact.Data.Predictions;

namespace QImpact.Inference.Output;

/// <summary>Writes one JSON object per line.</summary>
internal sealed class JsonLinesPredictions(Stream stream, ImmutableArray<PredictionColumn> columns) : PredictionWriter
{
    private readonly Utf8JsonWriter _writer = new(
        stream,
        new JsonWriterOptions { Encoder = Json.Options.Encoder, Indented = false }
    );

    public override void Write(PredictionContext context, Prediction row)
    {
        _writer.WriteStartObject();
        foreach (PredictionColumn column in columns)
        {
            _writer.WritePropertyName(column.Name);
            JsonSerializer.Serialize(_writer, column.Value(context, row));
        }
        _writer.WriteEndObject();
        _writer.Flush();
        _writer.Reset();
        stream.WriteByte((byte)'\n');
    }

    public override void Finish() => stream.Flush();

    public override void Dispose() => _writer.Dispose();
}
