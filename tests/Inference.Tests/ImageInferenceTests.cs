using QImpact.Inference.Infer;
using QImpact.Tests;
using Shouldly;
using Xunit;

namespace QImpact.Inference.Tests;

public sealed class ImageInferenceTests : IDisposable
{
    private readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public void A_folder_gives_its_images_in_ordinal_order_and_those_below_it()
    {
        foreach (string name in new[] { "b.png", "a.PNG", "below/c.jpg.png", "notes.txt", "B.png" })
            _place.Write($"scans/{name}", ImageFiles.Grey(28, 128));
        var rows = Workplace.Rows(_place.Request() with { Images = [_place.File("scans")] });
        rows.Select(row => Path.GetRelativePath(_place.File("scans"), row["sample_id"]))
            .ShouldBe(["B.png", "a.PNG", "b.png", Path.Combine("below", "c.jpg.png")]);
        rows[0]["dataset"].ShouldBe("scans");
        rows[0]["split"].ShouldBe("all");
        rows[0]["label"].ShouldBe("");
        Workplace.Number(rows[0]["score_1"]).ShouldBe(Workplace.Score(128 / 255.0), 1e-6);
    }

    [Fact]
    public void A_pattern_gives_the_files_that_match_it()
    {
        foreach (string name in new[] { "x1.png", "x2.png", "y1.png", "deep/er/x3.png" })
            _place.Write($"scans/{name}", ImageFiles.Grey(28, 0));
        Names("scans/x*.png").ShouldBe(["x1.png", "x2.png"]);
        Names("*/*1.png").ShouldBe(["x1.png", "y1.png"]);
        Names("scans/**/x*.png").ShouldBe(["x3.png", "x1.png", "x2.png"]);

        IEnumerable<string?> Names(string pattern) =>
            Workplace
                .Rows(_place.Request() with { Images = [_place.File(pattern)] })
                .Select(row => Path.GetFileName(row["sample_id"]));
    }

    [Fact]
    public void Named_files_and_folders_come_in_the_order_in_which_they_are_named()
    {
        string one = _place.Write("z.png", ImageFiles.Grey(28, 255));
        _place.Write("scans/a.png", ImageFiles.Grey(28, 0));
        var rows = Workplace.Rows(_place.Request() with { Images = [one, _place.File("scans"), one] });
        rows.Select(row => row["decision"]).ShouldBe(["1", "0", "1"]);
        rows[0]["dataset"].ShouldBe("files");
    }

    [Fact]
    public void Folders_named_after_classes_or_their_numbers_give_labels()
    {
        _place.Write("scans/bad/1.png", ImageFiles.Grey(28, 0));
        _place.Write("scans/good/2.png", ImageFiles.Grey(28, 0));
        _place.Write("scans/1/3.png", ImageFiles.Grey(28, 255));
        InferRequest request = _place.Request() with { Images = [_place.File("scans")], LabelsFromFolders = true };
        Workplace.Rows(request).Select(row => row["label"]).ShouldBe(["1", "0", "1"]);
        InferSummary summary = InferJob.Execute(request with { Force = true }, CancellationToken.None);
        (summary.Models[0].Labelled, summary.Models[0].Correct).ShouldBe((3, 2));

        _place.Write("scans/ugly/4.png", ImageFiles.Grey(28, 0));
        Workplace
            .Problem(request with { Force = true })
            .ShouldEndWith("its folder 'ugly' is no class; expected one of 'bad', 'good', or 0 to 1");
    }

    [Fact]
    public void A_class_of_several_names_has_a_folder_for_each_of_them()
    {
        foreach (string folder in new[] { "benign", "malignant", "normal" })
            _place.Write($"scans/{folder}/1.png", ImageFiles.Grey(28, 0));
        TinyModel model = new()
        {
            MetadataChanges = new Dictionary<string, string?>
            {
                ["class_names"] = """["malignant", "normal/benign"]""",
            },
        };
        Workplace
            .Rows(
                _place.Request(_place.Model("busi", model)) with
                {
                    Images = [_place.File("scans")],
                    LabelsFromFolders = true,
                }
            )
            .Select(row => row["label"])
            .ShouldBe(["1", "0", "1"]);
    }

    [Fact]
    public void A_broken_image_is_a_row_with_its_error_and_the_others_keep_their_places()
    {
        for (int i = 0; i < 40; i++)
            _place.Write($"scans/{i:00}.png", i % 7 == 3 ? [1, 2, 3] : ImageFiles.Grey(28, (byte)(6 * i)));
        InferRequest request = _place.Request() with { Images = [_place.File("scans")], BatchSize = 4 };
        var rows = Workplace.Rows(request);
        for (int i = 0; i < 40; i++)
        {
            Path.GetFileName(rows[i]["sample_id"]).ShouldBe($"{i:00}.png");
            if (i % 7 == 3)
            {
                rows[i]["error"].ShouldStartWith("\"the file is no PNG");
                rows[i]["score_1"].ShouldBe("");
                rows[i]["decision"].ShouldBe("");
            }
            else
                Workplace.Number(rows[i]["score_1"]).ShouldBe(Workplace.Score(6 * i / 255.0), 1e-5);
        }
        InferSummary summary = InferJob.Execute(request with { Force = true }, CancellationToken.None);
        (summary.Images, summary.Broken).ShouldBe((40, 6));
    }

    [Fact]
    public void On_error_fail_stops_at_the_first_broken_image_and_leaves_no_table()
    {
        _place.Write("scans/0.png", ImageFiles.Grey(28, 0));
        _place.Write("scans/1.png", []);
        InferRequest request = _place.Request() with { Images = [_place.File("scans")], FailOnBroken = true };
        Workplace
            .Problem(request)
            .ShouldBe(
                $"{Path.Combine(_place.File("scans"), "1.png")}: the file is empty; without --on-error=fail it becomes a row with this error"
            );
        File.Exists(request.Output).ShouldBeFalse();
    }

    [Fact]
    public void An_image_for_which_the_model_gives_no_number_is_a_broken_row()
    {
        _place.Write("scans/0.png", ImageFiles.Grey(28, 255));
        string model = _place.Model("infinite", new TinyModel { Slope = float.PositiveInfinity });
        Workplace
            .Rows(_place.Request(model) with { Images = [_place.File("scans")] })[0]["error"]
            .ShouldBe("the model gives no finite probabilities for this image");
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 5)]
    [InlineData(3, 4)]
    [InlineData(32, 2)]
    public void Neither_batches_nor_threads_change_rows_or_their_order(int batch, int threads)
    {
        for (int i = 0; i < 50; i++)
            _place.Write($"scans/{i:00}.png", ImageFiles.Grey(1 + i, (byte)(5 * i)));
        InferRequest request = _place.Request() with { Images = [_place.File("scans")] };
        var rows = Workplace.Rows(request with { BatchSize = batch, Threads = threads });
        for (int i = 0; i < 50; i++)
        {
            Path.GetFileName(rows[i]["sample_id"]).ShouldBe($"{i:00}.png");
            Workplace.Number(rows[i]["score_1"]).ShouldBe(Workplace.Score(5 * i / 255.0), 1e-5);
        }
    }

    [Fact]
    public void A_file_of_a_fixed_batch_gives_what_a_file_of_any_batch_gives()
    {
        for (int i = 0; i < 7; i++)
            _place.Write($"scans/{i}.png", ImageFiles.Grey(28, (byte)(30 * i)));
        InferRequest any = _place.Request(_place.Model("any")) with { Images = [_place.File("scans")] };
        string four = _place.Model("four", new TinyModel { Batch = 4 });
        Workplace
            .Rows(any with { Models = [four] })
            .Select(row => row["score_1"])
            .ShouldBe(Workplace.Rows(any).Select(row => row["score_1"]));
    }

    [Fact]
    public void A_folder_with_an_archive_in_it_is_a_data_set()
    {
        File.WriteAllBytes(_place.File("other.npz"), []);
        _place.Write("1.png", ImageFiles.Grey(28, 0));
        Workplace
            .Problem(_place.Request() with { Images = [_place.File(".")], Dataset = "breastmnist" })
            .ShouldEndWith("the folder has no breastmnist.npz; name the archive itself");
    }

    [Fact]
    public void A_folder_of_images_may_be_named_by_data_too()
    {
        _place.Write("scans/1.png", ImageFiles.Grey(28, 255));
        Workplace.Rows(_place.Request() with { Data = _place.File("scans") }).Single()["decision"].ShouldBe("1");
    }
}
