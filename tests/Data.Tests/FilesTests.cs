using System.Collections.Immutable;
using QImpact.Data.Predictions;
using QImpact.Data.Runs;
using QImpact.Tests;
using Shouldly;
using Xunit;

namespace QImpact.Data.Tests;

public sealed class FilesTests : IDisposable
{
    private static readonly PredictionContext Hybrid = new(
        "breastmnist",
        "test",
        "m, \"x\"",
        3,
        ["malignant", "normal/benign"],
        0,
        0.5,
        "abc"
    );
    private static readonly ImmutableArray<PredictionColumn> Columns = PredictionTable.Columns(
        classes: 2,
        observables: 2
    );

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_prediction_table_has_the_columns_of_its_contract()
    {
        PredictionTable
            .Header(Columns)
            .ShouldBe(
                "dataset,split,sample_id,label,model,seed,score_0,score_1,expectation_0,expectation_1,decision,decision_name,positive_class,threshold,model_checksum,error"
            );
    }

    [Fact]
    public void Cells_are_quoted_where_needed_and_numbers_come_back_bit_by_bit()
    {
        Prediction row = new("7", 1, [0.1f, 0.9f], [-1f / 3, float.Epsilon], 1, null);
        string line = PredictionTable.Line(Columns, Hybrid, row);
        line.ShouldBe("breastmnist,test,7,1,\"m, \"\"x\"\"\",3,0.1,0.9,-0.33333334,1E-45,1,normal/benign,0,0.5,abc,");
        float.Parse("-0.33333334", System.Globalization.CultureInfo.InvariantCulture).ShouldBe(-1f / 3);
    }

    [Fact]
    public void A_broken_row_keeps_its_place_and_says_why()
    {
        Prediction row = new("a.png", null, [], [], null, "not an image");
        PredictionTable
            .Line(Columns, Hybrid, row)
            .ShouldBe("breastmnist,test,a.png,,\"m, \"\"x\"\"\",3,,,,,,,0,0.5,abc,not an image");
    }

    [Fact]
    public void A_table_never_holds_NaN()
    {
        Should
            .Throw<ArgumentException>(() => CsvTable.Cell(double.NaN))
            .Message.ShouldContain("expected a finite number");
        Should.Throw<ArgumentException>(() => CsvTable.Cell(float.PositiveInfinity));
    }

    [Fact]
    public void When_writing_fails_halfway_neither_the_file_nor_a_temporary_one_is_left()
    {
        string path = _folder.File("table.csv");
        Should.Throw<InvalidOperationException>(() =>
            AtomicFile.WriteText(
                path,
                writer =>
                {
                    writer.WriteLine("half");
                    throw new InvalidOperationException();
                }
            )
        );
        Directory.GetFiles(_folder.Path).ShouldBeEmpty();
    }

    [Fact]
    public void A_file_that_was_there_stays_as_it_was_when_writing_fails()
    {
        string path = _folder.File("table.csv");
        AtomicFile.WriteText(path, writer => writer.WriteLine("old"));
        Should.Throw<InvalidOperationException>(() =>
            AtomicFile.Write(path, _ => throw new InvalidOperationException())
        );
        File.ReadAllText(path).ShouldBe("old\n");
    }

    [Fact]
    public void A_folder_that_can_not_be_made_is_one_clear_line()
    {
        string file = _folder.File("file");
        File.WriteAllText(file, "");
        string message = Should
            .Throw<BadInputException>(() => AtomicFile.RequireWritableFolder(Path.Combine(file, "x")))
            .Message;
        message.ShouldContain("can't be written to");
        message.ShouldNotContain("\n");
    }

    [Fact]
    public void A_run_config_comes_back_as_it_was_written()
    {
        RunFolder run = new(_folder.Path);
        RunConfig config = Config();
        Json.WriteFile(run.ConfigFile, config);
        RunConfig read = run.ReadConfig();
        read.Dataset.Description.ClassNames.ShouldBe(config.Dataset.Description.ClassNames);
        read.Settings.LearningRateMilestones.ShouldBe(config.Settings.LearningRateMilestones);
        (read with { Dataset = config.Dataset, Settings = config.Settings }).ShouldBe(config);
        File.ReadAllText(run.ConfigFile).ShouldContain("\"learning_rate\": 0.0001");
    }

    [Fact]
    public void A_config_of_another_form_is_refused()
    {
        RunFolder run = new(_folder.Path);
        Json.WriteFile(run.ConfigFile, Config() with { Schema = "other/9" });
        Should
            .Throw<BadInputException>(() => run.ReadConfig())
            .Message.ShouldContain("has the schema other/9; expected qimpact-run/1");
        File.WriteAllText(run.ConfigFile, "{}");
        Should.Throw<BadInputException>(() => run.ReadConfig()).Message.ShouldContain("is not what was expected");
        File.Delete(run.ConfigFile);
        Should.Throw<BadInputException>(() => run.ReadConfig()).Message.ShouldContain("is no run folder");
    }

    [Fact]
    public void A_run_that_has_not_ended_says_so()
    {
        Should
            .Throw<BadInputException>(() => new RunFolder(_folder.Path).ReadResult())
            .Message.ShouldContain("the run has not ended");
    }

    [Fact]
    public void Undefined_metrics_are_empty_cells_of_the_history()
    {
        new HistoryRow(1, 1e-4, 0.7, 0.5, 0.6, 0.25, null, 0.75).ToCsv().ShouldBe("1,0.0001,0.7,0.5,0.6,0.25,,0.75");
        HistoryRow.Header.Split(',').Length.ShouldBe(8);
    }

    private static RunConfig Config() =>
        new(
            RunConfig.CurrentSchema,
            "n",
            new RunDataset(new("d", "s", "0", false, 28, 1, ImmutableArray.Create("a", "b"), 0), 2, 3, 4),
            "baseline",
            "paper",
            new(Stem.Small, 0.5, 0.5, true, 1e-4, [0.5], 32, 30, Selection.Gmean, false),
            0,
            2,
            null,
            11,
            null,
            "0"
        );
}
