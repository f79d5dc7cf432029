using System.Globalization;
using System.Text.Json.Nodes;
using Parquet;
using Parquet.Schema;
using QImpact.Data.Predictions;
using QImpact.Inference.Infer;
using QImpact.Inference.Output;
using QImpact.Tests;
using Shouldly;
using Xunit;

namespace QImpact.Inference.Tests;

public sealed class TableFormatTests : IDisposable
{
    private readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public void JSON_lines_have_the_columns_and_values_of_the_CSV_table()
    {
        InferRequest request = Request();
        var rows = Workplace.Rows(request);
        string[] lines = Lines(request with { Output = _place.File("table.jsonl") });
        lines.Length.ShouldBe(rows.Count);
        foreach ((string line, var row) in lines.Zip(rows))
        {
            JsonObject json = JsonNode.Parse(line)!.AsObject();
            json.Select(member => member.Key).ShouldBe(row.Keys);
            foreach ((string key, JsonNode? value) in json)
                $"{value}".ShouldBe(row[key].Trim('"'), key);
        }
    }

    [Fact]
    public async Task Parquet_has_the_columns_and_values_of_the_CSV_table()
    {
        InferRequest request = Request();
        var rows = Workplace.Rows(request);
        InferJob.Execute(request with { Output = _place.File("table.parquet") }, CancellationToken.None);
        await using ParquetReader reader = await ParquetReader.CreateAsync(
            _place.File("table.parquet"),
            cancellationToken: TestContext.Current.CancellationToken
        );
        reader.Schema.DataFields.Select(field => field.Name).ShouldBe(rows[0].Keys);
        reader.RowGroupCount.ShouldBe(1);
        using ParquetRowGroupReader group = reader.OpenRowGroupReader(0);
        foreach (DataField field in reader.Schema.DataFields)
            (await Cells(group, field, rows.Count)).ShouldBe(rows.Select(row => row[field.Name].Trim('"')), field.Name);
    }

    [Fact]
    public async Task A_Parquet_table_of_more_rows_than_a_group_holds_has_them_all_in_order()
    {
        string path = _place.File("large.parquet");
        const int count = 25_000;
        await using (FileStream stream = File.Create(path))
        using (PredictionWriter writer = PredictionWriter.Create(TableFormat.Parquet, stream, 2, 0))
        {
            PredictionContext context = new("d", "s", "m", null, ["a", "b"], 0, 0.5, "c");
            for (int i = 0; i < count; i++)
                writer.Write(context, new Prediction($"{i}", null, [0.25f, 0.75f], [], 1, null));
            writer.Finish();
        }
        await using ParquetReader reader = await ParquetReader.CreateAsync(
            path,
            cancellationToken: TestContext.Current.CancellationToken
        );
        reader.RowGroupCount.ShouldBe(3);
        List<string> ids = [];
        for (int i = 0; i < reader.RowGroupCount; i++)
        {
            using ParquetRowGroupReader group = reader.OpenRowGroupReader(i);
            ids.AddRange(await Cells(group, reader.Schema.FindDataField("sample_id"), i < 2 ? 10_000 : 5_000));
        }
        ids.ShouldBe(Enumerable.Range(0, count).Select(i => $"{i}"));
    }

    [Fact]
    public void The_form_follows_the_name_unless_it_is_asked_for()
    {
        PredictionWriter.FormatOf("a.CSV").ShouldBe(TableFormat.Csv);
        PredictionWriter.FormatOf("a.b.ndjson").ShouldBe(TableFormat.Jsonl);
        PredictionWriter.FormatOf("a.parquet").ShouldBe(TableFormat.Parquet);
        Workplace
            .Problem(Request() with { Output = "table.parqet" })
            .ShouldBe(
                "--out=table.parqet: '.parqet' is no known form; expected .csv, .jsonl or .parquet, or --format; did you mean '.parquet'?"
            );
        Lines(Request() with { Output = _place.File("table.txt"), Format = TableFormat.Jsonl })[0].ShouldStartWith("{");
    }

    private static async Task<string[]> Cells(ParquetRowGroupReader group, DataField field, int count)
    {
        if (field.ClrType == typeof(float))
            return await Numbers<float>(group, field, count);
        if (field.ClrType == typeof(double))
            return await Numbers<double>(group, field, count);
        if (field.ClrType == typeof(int))
            return await Numbers<int>(group, field, count);
        string?[] texts = new string?[count];
        await group.ReadAsync(field, texts.AsMemory());
        return [.. texts.Select(text => text ?? "")];
    }

    private static async Task<string[]> Numbers<T>(ParquetRowGroupReader group, DataField field, int count)
        where T : struct
    {
        T?[] values = new T?[count];
        await group.ReadAsync<T>(field, values.AsMemory());
        return [.. values.Select(value => string.Create(CultureInfo.InvariantCulture, $"{value}"))];
    }

    private static string[] Lines(InferRequest request)
    {
        InferJob.Execute(request, CancellationToken.None);
        return File.ReadAllLines(request.Output);
    }

    private InferRequest Request()
    {
        _place.Write("scans/0.png", ImageFiles.Grey(28, 77));
        _place.Write("scans/1.png", []);
        _place.Write("scans/2.png", ImageFiles.Grey(28, 200));
        return _place.Request() with { Images = [_place.File("scans")] };
    }
}
