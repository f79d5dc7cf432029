using System.Collections.Immutable;
using System.Text;
using QImpact.Data.Predictions;

namespace QImpact.Inference.Output;

/// <summary>Writes comma-separated values.</summary>
internal sealed class CsvPredictions : PredictionWriter
{
    private readonly StreamWriter _writer;
    private readonly ImmutableArray<PredictionColumn> _columns;

    public CsvPredictions(Stream stream, ImmutableArray<PredictionColumn> columns)
    {
        _writer = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
        _columns = columns;
        _writer.WriteLine(PredictionTable.Header(columns));
    }

    public override void Write(PredictionContext context, Prediction row) =>
        _writer.WriteLine(PredictionTable.Line(_columns, context, row));

    public override void Finish() => _writer.Flush();

    public override void Dispose() => _writer.Dispose();
}
