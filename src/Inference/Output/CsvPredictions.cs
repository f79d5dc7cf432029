using System.Text;
using QImpact.Data.Predictions;

namespace QImpact.Inference.Output;

/// <summary>Writes comma-separated values.</summary>
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
