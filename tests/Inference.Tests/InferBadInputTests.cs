using QImpact.Data;
using QImpact.Inference.Infer;
using QImpact.Inference.Output;
using QImpact.Tests;
using Shouldly;
using Xunit;

namespace QImpact.Inference.Tests;

public sealed class InferBadInputTests : IDisposable
{
    private readonly Workplace _place = new();

    public void Dispose()
    {
        File.Exists(_place.File("table.csv")).ShouldBeFalse("a refused job leaves no table");
        Directory.GetFiles(_place.File(""), "*.tmp").ShouldBeEmpty();
        _place.Dispose();
    }

    [Fact]
    public void A_table_that_is_there_is_not_replaced()
    {
        InferRequest request = Scans() with { Output = _place.Write("old.csv", "kept"u8.ToArray()) };
        Workplace
            .Problem(request)
            .ShouldBe($"--out={request.Output} is there already; name another file, or replace it with --force");
        File.ReadAllText(request.Output).ShouldBe("kept");
    }

    [Fact]
    public void A_refused_job_with_force_keeps_the_old_table()
    {
        InferRequest request = Scans() with
        {
            Output = _place.Write("old.csv", "kept"u8.ToArray()),
            Force = true,
            FailOnBroken = true,
        };
        _place.Write("scans/z.png", [1]);
        Workplace.Problem(request).ShouldContain("z.png: ");
        File.ReadAllText(request.Output).ShouldBe("kept");
    }

    [Fact]
    public void An_output_that_can_not_be_written_is_named()
    {
        string file = _place.Write("file", []);
        Workplace
            .Problem(Scans() with { Output = Path.Combine(file, "t.csv") })
            .ShouldContain("t.csv can't be written: ");
        string folder = Directory.CreateDirectory(_place.File("folder.csv")).FullName;
        Workplace.Problem(Scans() with { Output = folder }).ShouldBe($"--out={folder} is a folder; expected a file");
    }

    [Fact]
    public void A_folder_without_images_is_refused()
    {
        _place.Write("empty/notes.txt", []);
        Workplace
            .Problem(_place.Request() with { Images = [_place.File("empty")] })
            .ShouldBe(
                $"the folder {_place.File("empty")} has no images, but 1 .txt; expected files that end in .png, .jpg, .jpeg, .bmp, .gif, .webp, .tif, .tiff"
            );
    }

    [Fact]
    public void A_data_folder_with_neither_an_archive_nor_images_is_refused_as_a_data_set()
    {
        _place.Write("empty/notes.txt", []);
        Workplace
            .Problem(_place.Request() with { Data = _place.File("empty"), Dataset = "breastmnist" })
            .ShouldBe($"--data={_place.File("empty")}: the folder has no breastmnist.npz; name the archive itself");
    }

    [Fact]
    public void A_word_that_names_nothing_is_refused()
    {
        Workplace
            .Problem(_place.Request() with { Images = ["nowhere.png"] })
            .ShouldBe(
                "nowhere.png: there is no such file or folder; expected an image, a folder of images, a pattern such as 'scans/*.png', or - for a list on standard input"
            );
        Workplace
            .Problem(_place.Request() with { Images = ["nowhere/*.png"] })
            .ShouldBe("the pattern 'nowhere/*.png' matches no file");
    }

    [Fact]
    public void Options_that_do_not_go_together_are_refused()
    {
        InferRequest scans = Scans();
        Workplace
            .Problem(scans with { Split = "val" })
            .ShouldBe($"--split=val is for a data set; {scans.Images[0]} names images");
        Workplace
            .Problem(scans with { Data = "x.npz" })
            .ShouldBe($"--data=x.npz and the images {scans.Images[0]} are both named; expected a data set or images");
        Workplace
            .Problem(_place.Request() with { Dataset = "phantom", LabelsFromFolders = true })
            .ShouldBe("--labels-from-folders is for images; a data set has its own labels");
    }

    [Fact]
    public void A_model_that_was_changed_since_it_was_exported_is_refused()
    {
        string model = _place.ModelWithCard();
        byte[] bytes = File.ReadAllBytes(model);
        bytes[^1] ^= 1;
        File.WriteAllBytes(model, bytes);
        string message = Workplace.Problem(_place.Request(model) with { Dataset = "phantom" });
        message.ShouldStartWith($"{model} has SHA-256 ");
        message.ShouldEndWith("the file was changed since it was exported; export it again");
    }

    [Fact]
    public void A_model_that_takes_other_numbers_is_refused()
    {
        const int uint8 = 2;
        string model = _place.Model("bytes", new TinyModel { InputType = uint8 });
        Workplace
            .Problem(_place.Request(model) with { Dataset = "phantom" })
            .ShouldBe(
                $"{model}: the input 'images' is Byte [-1, 1, 28, 28]; expected float32 with 4 axes, all but the batch of fixed length"
            );
        string colour = _place.Model("colour", new TinyModel { Channels = 3 });
        Workplace
            .Problem(_place.Request(colour) with { Dataset = "phantom" })
            .ShouldBe($"{colour} takes images of 28x28x3; the test split has 28x28x1");
    }

    [Fact]
    public void A_data_set_with_more_classes_than_the_model_is_refused()
    {
        string archive = _place.Archive(
            new ArchiveBuilder()
                .WithSplit("test", 3, size: 28)
                .With("test_labels", ArchiveBuilder.Npy("|u1", "(3, 1)", [0, 1, 2]))
        );
        string model = _place.Model();
        Workplace
            .Problem(_place.Request(model) with { Images = [archive] })
            .ShouldBe($"{model} knows 2 classes; image 2 of the test split has label 2");
    }

    [Fact]
    public void A_cut_off_archive_is_refused_even_where_the_damage_comes_late()
    {
        string archive = _place.Archive(new ArchiveBuilder().WithSplit("test", 2000, size: 28));
        byte[] bytes = File.ReadAllBytes(archive);
        bytes[1500 * 28 * 28] ^= 1;
        File.WriteAllBytes(archive, bytes);
        Workplace
            .Problem(_place.Request() with { Images = [archive] })
            .ShouldBe($"{archive}: the array 'test_images' does not match its checksum: the file is damaged");
    }

    [Fact]
    public void Wrong_values_of_options_are_named()
    {
        Usage("--on-error=stop").ShouldContain("--on-error=stop; expected one of row, fail");
        Usage("--threshold=1.5").ShouldContain("--threshold=1.5; expected a probability in [0, 1]");
        Usage("--batch-size=0").ShouldContain("--batch-size=0; expected at least 1");
        Usage("--format=xml").ShouldContain("--format=xml; expected one of csv, jsonl, parquet");

        static string Usage(string option) =>
            InferCommand.Create().Parse(["--model=m.onnx", "--out=t.csv", option]).Errors.Single().Message;
    }

    [Fact]
    public void A_list_without_a_name_is_refused()
    {
        using StringReader list = new("\n  \n");
        using Sources.FileSource source = new(["-"], list, classNames: null);
        Should
            .Throw<BadInputException>(() => source.Images(CancellationToken.None).ToList())
            .Message.ShouldBe("standard input names no image; expected one file per line");
        source.Count.ShouldBeNull();
        PredictionWriter.FormatOf("x.csv").ShouldBe(TableFormat.Csv);
    }

    private InferRequest Scans()
    {
        _place.Write("scans/a.png", ImageFiles.Grey(28, 9));
        return _place.Request() with { Images = [_place.File("scans")] };
    }
}
