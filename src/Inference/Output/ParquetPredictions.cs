using Parquet;
using Parquet.Schema;
using QImpact.Data.Predictions;

namespace QImpact.Inference.Output;

/// <summary>Writes Parquet in row groups of 10,000 rows, so that memory does not grow with the table.</summary>
internal sealed class ParquetPredictions : PredictionWriter
{
    private const int RowsPerGroup = 10_000;

    private readonly ParquetWriter _writer;
    private readonly ParquetSchema _schema;
    private readonly int _classes;
    private readonly int _observables;
    private readonly List<(PredictionContext Context, Prediction Row)> _rows = new(RowsPerGroup);

    public ParquetPredictions(Stream stream, int classes, int observables)
    {
        _classes = classes;
        _observables = observables;
        _schema = new ParquetSchema(PredictionTable.Columns(classes, observables).Select(Column));
        _writer = ParquetWriter.CreateAsync(_schema, stream).GetAwaiter().GetResult();
    }

    public override void Write(PredictionContext context, Prediction row)
    {
        _rows.Add((context, row));
        if (_rows.Count == RowsPerGroup)
            WriteGroup();
    }

    public override void Dispose() => _writer.DisposeAsync().AsTask().GetAwaiter().GetResult();

    public override void Finish()
    {
        if (_rows.Count > 0)
            WriteGroup();
    }

    // Texts are never null but for the error; scores and decisions are null where there is an error.
    private static Field Column(string name) =>
        name switch
        {
            "dataset" or "split" or "sample_id" or "model" or "model_checksum" => new DataField(
                name,
                typeof(string),
                isNullable: false
            ),
            "error" => new DataField(name, typeof(string), isNullable: true),
            "label" or "seed" or "decision" => new DataField(name, typeof(int), isNullable: true),
            "threshold" => new DataField(name, typeof(double), isNullable: true),
            _ => new DataField(name, typeof(float), isNullable: true),
        };

    private void WriteGroup()
    {
        using ParquetRowGroupWriter group = _writer.CreateRowGroup();
        Queue<DataField> fields = new(_schema.DataFields);
        Texts(at => at.Context.Dataset);
        Texts(at => at.Context.Split);
        Texts(at => at.Row.SampleId);
        Numbers(at => at.Row.Label);
        Texts(at => at.Context.Model);
        Numbers(at => at.Context.Seed);
        for (int column = 0; column < _classes; column++)
            Numbers(at => Value(at.Row.Scores, column));
        for (int column = 0; column < _observables; column++)
            Numbers(at => Value(at.Row.Expectations, column));
        Numbers(at => at.Row.Decision);
        Numbers(at => at.Context.Threshold);
        Texts(at => at.Context.ModelChecksum);
        Texts(at => at.Row.Error);
        group.CompleteValidate();
        _rows.Clear();

        void Texts(Func<(PredictionContext Context, Prediction Row), string?> cell) =>
            group.WriteAsync(fields.Dequeue(), _rows.ConvertAll(at => cell(at)!)).GetAwaiter().GetResult();

        void Numbers<T>(Func<(PredictionContext Context, Prediction Row), T?> cell)
            where T : struct =>
            group
                .WriteAsync<T>(fields.Dequeue(), _rows.ConvertAll(at => cell(at)).ToArray().AsMemory())
                .GetAwaiter()
                .GetResult();
    }
}
