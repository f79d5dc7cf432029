using System.Collections.Immutable;
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
    private readonly ImmutableArray<PredictionColumn> _columns;
    private readonly List<(PredictionContext Context, Prediction Row)> _rows = new(RowsPerGroup);

    public ParquetPredictions(Stream stream, ImmutableArray<PredictionColumn> columns)
    {
        _columns = columns;
        _schema = new ParquetSchema(columns.Select(Field));
        _writer = ParquetWriter.CreateAsync(_schema, stream).GetAwaiter().GetResult();
    }

    public override void Write(PredictionContext context, Prediction row)
    {
        _rows.Add((context, row));
        if (_rows.Count == RowsPerGroup)
            WriteGroup().GetAwaiter().GetResult();
    }

    public override void Dispose() => _writer.DisposeAsync().AsTask().GetAwaiter().GetResult();

    public override void Finish()
    {
        if (_rows.Count > 0)
            WriteGroup().GetAwaiter().GetResult();
    }

    private static Field Field(PredictionColumn column) =>
        column switch
        {
            PredictionColumn.Text text => new DataField(text.Name, typeof(string), isNullable: text.MayBeEmpty),
            PredictionColumn.Whole => new DataField(column.Name, typeof(int), isNullable: true),
            PredictionColumn.Real => new DataField(column.Name, typeof(double), isNullable: true),
            _ => new DataField(column.Name, typeof(float), isNullable: true),
        };

    private async Task WriteGroup()
    {
        using ParquetRowGroupWriter group = _writer.CreateRowGroup();
        foreach ((PredictionColumn column, DataField field) in _columns.Zip(_schema.DataFields))
            await (
                column switch
                {
                    PredictionColumn.Text text => group.WriteAsync(
                        field,
                        _rows.ConvertAll(at => text.Cell(at.Context, at.Row)!)
                    ),
                    PredictionColumn.Whole whole => Numbers(group, field, whole.Cell),
                    PredictionColumn.Real real => Numbers(group, field, real.Cell),
                    _ => Numbers(group, field, ((PredictionColumn.Output)column).Cell),
                }
            ).ConfigureAwait(false);
        group.CompleteValidate();
        _rows.Clear();
    }

    private Task Numbers<T>(ParquetRowGroupWriter group, DataField field, PredictionCell<T?> cell)
        where T : struct =>
        group.WriteAsync<T>(field, _rows.ConvertAll(at => cell(at.Context, at.Row)).ToArray().AsMemory());
}
