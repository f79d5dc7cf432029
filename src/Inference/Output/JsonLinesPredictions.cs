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
            Write(column, context, row);
        }
        _writer.WriteEndObject();
        _writer.Flush();
        _writer.Reset();
        stream.WriteByte((byte)'\n');
    }

    public override void Finish() => stream.Flush();

    public override void Dispose() => _writer.Dispose();

    private void Write(PredictionColumn column, PredictionContext context, Prediction row)
    {
        switch (column)
        {
            case PredictionColumn.Text text when text.Cell(context, row) is { } value:
                _writer.WriteStringValue(value);
                break;
            case PredictionColumn.Whole whole when whole.Cell(context, row) is { } value:
                _writer.WriteNumberValue(value);
                break;
            case PredictionColumn.Output output when output.Cell(context, row) is { } value:
                _writer.WriteNumberValue(value);
                break;
            case PredictionColumn.Real real when real.Cell(context, row) is { } value:
                _writer.WriteNumberValue(value);
                break;
            default:
                _writer.WriteNullValue();
                break;
        }
    }
}
