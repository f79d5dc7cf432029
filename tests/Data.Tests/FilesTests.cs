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
    public void Files_that_belong_together_are_all_written_or_none()
    {
        string first = _folder.File("first.csv");
        string second = _folder.File("second.csv");
        File.WriteAllText(first, "old");
        Should
            .Throw<BadInputException>(() =>
                AtomicFile.WriteAll(
                    (first, stream => stream.WriteByte(1)),
                    (second, _ => throw new IOException("No space left on device"))
                )
            )
            .Message.ShouldBe($"{second} can't be written: No space left on device");
        File.ReadAllText(first).ShouldBe("old");
        Directory.GetFiles(_folder.Path).ShouldBe([first]);
    }

    [Fact]
    public void What_a_killed_process_left_is_deleted_and_what_a_living_one_writes_is_not()
    {
        string left = _folder.File("weights.dat.0123abcd.qimpact.tmp");
        string others = _folder.File("notes.tmp");
        File.WriteAllText(left, "half");
        File.WriteAllText(others, "mine");
        using TemporaryFile living = TemporaryFile.Beside(_folder.File("model.onnx"));
        AtomicFile.WriteText(_folder.File("table.csv"), writer => writer.WriteLine("row"));
        File.Exists(left).ShouldBeFalse();
        File.Exists(others).ShouldBeTrue();
        File.Exists(living.Path).ShouldBeTrue();
        living.TakePlace();
        File.Exists(_folder.File("model.onnx")).ShouldBeTrue();
    }

    [Theory]
    [InlineData("../../X")]
    [InlineData("/tmp/x")]
    [InlineData("a\\b")]
    [InlineData("C:x")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("")]
    [InlineData("a\0b")]
    [InlineData("a\nb")]
    [InlineData("-x")]
    public void A_name_that_leads_elsewhere_is_refused_where_it_is_read(string name)
    {
        RunFolder run = new(_folder.Path);
        Json.WriteFile(run.ConfigFile, Config() with { Name = name });
        string message = Should.Throw<BadInputException>(() => run.ReadConfig()).Message;
        message.ShouldStartWith($"{run.ConfigFile}: name is '");
        message.ShouldContain("expected the name of a file without a folder");
        message.ShouldNotContain("\n");
        Should
            .Throw<BadInputException>(() => FileNamePart.Require(new string('a', 161), "x"))
            .Message.Length.ShouldBeLessThan(250);
        FileNamePart.Require("breastmnist-quantum-end-paper-c01234567-s0", "x").ShouldNotBeEmpty();
    }

    [Fact]
    public void A_config_with_a_value_that_no_run_has_is_refused_by_its_member()
    {
        RunFolder run = new(_folder.Path);
        Refusal(Config() with { Threads = -1 }).ShouldEndWith("config.json: threads is -1; expected 1 to 1024");
        Refusal(Config() with { Settings = Config().Settings with { BatchSize = 1 } })
            .ShouldContain("config.json: settings.batch_size is 1; expected at least 2");

        string Refusal(RunConfig config)
        {
            Json.WriteFile(run.ConfigFile, config);
            return Should.Throw<BadInputException>(() => run.ReadConfig()).Message;
        }
    }

    [Fact]
    public void A_file_of_a_finished_run_that_was_changed_is_named()
    {
        RunFolder run = new(_folder.Path);
        Json.WriteFile(run.ConfigFile, Config());
        SplitMetrics none = new(0, null, null, null, null, null, null, null, null, null, null, null);
        RunChecksums.Seal(run, new RunResult(1, 1, "done", none, none));
        RunChecksums.RequireAll(run);
        File.ReadAllLines(run.ChecksumsFile).Select(line => line[64..]).ShouldBe(["  config.json", "  result.json"]);
        File.AppendAllText(run.ConfigFile, " ");
        Should
            .Throw<BadInputException>(() => run.ReadConfig())
            .Message.ShouldStartWith(
                $"{run.ConfigFile} is not the file that training wrote: its SHA-256 is not the one in"
            );
    }

    [Fact]
    public void A_sealed_file_gives_its_content_back_and_finds_damage()
    {
        string path = _folder.File("state.dat");
        SealedFile.Write(path, writer => writer.Write("content"));
        SealedFile.Read(path, reader => reader.ReadString()).ShouldBe("content");
        byte[] whole = File.ReadAllBytes(path);
        for (int place = 0; place < whole.Length; place++)
        {
            byte[] bytes = [.. whole];
            bytes[place] ^= 0x10;
            File.WriteAllBytes(path, bytes);
            Should.Throw<InvalidDataException>(() => SealedFile.Read(path, reader => reader.ReadString()));
            File.WriteAllBytes(path, whole[..place]);
            Should.Throw<InvalidDataException>(() => SealedFile.Read(path, reader => reader.ReadString()));
        }
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
    public void Runs_are_found_once_in_folders_that_link_to_themselves()
    {
        string run = _folder.File("runs/below/run");
        Directory.CreateDirectory(run);
        File.WriteAllText(Path.Combine(run, "config.json"), "{}");
        foreach (string link in (string[])["runs/again", "runs/twice", "runs/below/up"])
            Directory.CreateSymbolicLink(_folder.File(link), _folder.File("runs"));
        RunFolder.FindAll(_folder.File("runs")).Select(found => found.Path).ShouldBe([run]);
    }

    [Fact]
    public void A_config_of_another_form_is_refused()
    {
        RunFolder run = new(_folder.Path);
        Json.WriteFile(run.ConfigFile, Config() with { Schema = "other/9" });
        Should
            .Throw<BadInputException>(() => run.ReadConfig())
            .Message.ShouldContain("has the schema other/9; expected qimpact-run/2");
        File.WriteAllText(run.ConfigFile, "{}");
        Should
            .Throw<BadInputException>(() => run.ReadConfig())
            .Message.ShouldContain("is not what was expected: it lacks '");
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
            new(Stem.Small, 0.5, 0.5, Balance.Undersample, 1e-4, [0.5], 32, 30, Selection.Gmean, false),
            0,
            2,
            null,
            11,
            null,
            "0"
        );
}
