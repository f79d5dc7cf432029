using QImpact.Data.Archives;
using QImpact.Data.Folders;
using QImpact.Tests;
using Shouldly;
using Xunit;

namespace QImpact.Data.Tests;

[Collection(nameof(DatasetLocatorTests))]
public sealed class FolderDatasetTests : IDisposable
{
    private const string CacheVariable = "XDG_CACHE_HOME";

    private readonly TemporaryFolder _folder = new();
    private readonly string? _cache = Environment.GetEnvironmentVariable(CacheVariable);

    public FolderDatasetTests() => Environment.SetEnvironmentVariable(CacheVariable, _folder.File("cache"));

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(CacheVariable, _cache);
        _folder.Dispose();
    }

    [Fact]
    public void A_folder_of_classes_is_divided_in_proportion_and_every_image_is_in_one_split()
    {
        Classes(("a", 20), ("b", 10));
        Dataset dataset = Load();
        dataset.Description.Name.ShouldBe("scans");
        dataset.Description.ClassNames.ShouldBe(["a", "b"]);
        dataset.Train.ClassCounts(2).ShouldBe([14, 7]);
        dataset.Validation.ClassCounts(2).ShouldBe([2, 1]);
        dataset.Test.ClassCounts(2).ShouldBe([4, 2]);
        string[] ids = [.. Splits(dataset).SelectMany(split => split.Ids)];
        ids.ShouldBeUnique();
        ids.Length.ShouldBe(30);
        dataset.Train.Ids.ShouldBe(dataset.Train.Ids.Order(StringComparer.Ordinal));
        dataset.Description.PositiveClass.ShouldBeNull();
    }

    [Fact]
    public void Another_seed_divides_otherwise_and_the_same_seed_alike()
    {
        Classes(("a", 20), ("b", 10));
        Load().Test.Ids.ShouldBe(Load().Test.Ids);
        Load(folder => folder with { SplitSeed = 1 }).Test.Ids.ShouldNotBe(Load().Test.Ids);
        Load(folder => folder with { Proportions = new(1, 1, 1) }).Test.Count.ShouldBe(10);
    }

    [Fact]
    public void Given_splits_stay_as_they_are_and_numbers_are_classes_in_their_order()
    {
        foreach (string split in new[] { "train", "valid", "test" })
        foreach (string name in new[] { "10", "9", "2" })
            Image($"scans/{split}/{name}/x.png", (byte)int.Parse(name));
        Dataset dataset = Load();
        dataset.Description.ClassNames.ShouldBe(["2", "9", "10"]);
        dataset.Validation.Ids.ShouldBe(["valid/10/x.png", "valid/2/x.png", "valid/9/x.png"]);
        dataset.Validation.Labels.ShouldBe([2, 0, 1]);
        dataset.Validation.Image(0)[0].ShouldBe((byte)10);
        Problem(folder => folder with { Proportions = SplitProportions.Default })
            .ShouldEndWith("gives each image its split; --proportions is for images without");
    }

    [Fact]
    public void The_checksum_is_that_of_the_archive_which_is_the_same_set()
    {
        Classes(("a", 4), ("b", 3));
        Dataset dataset = Load();
        string archive = _folder.File("other.npz");
        ArchiveWriter.Write(dataset, archive).ShouldBe(dataset.Description.Md5);
        Dataset read = MedMnistArchive.Read(archive);
        read.Description.ShouldBe(
            dataset.Description with
            {
                Source = archive,
                Folder = null,
                ClassNames = read.Description.ClassNames,
            }
        );
        read.Description.ClassNames.ShouldBe(dataset.Description.ClassNames);
        foreach ((ImageSplit made, ImageSplit its) in Splits(dataset).Zip(Splits(read)))
        {
            its.Pixels.ShouldBe(made.Pixels);
            its.Labels.ShouldBe(made.Labels);
            its.Ids.ShouldBe(made.Ids);
        }
    }

    [Fact]
    public void The_bytes_of_an_archive_never_change_since_runs_record_their_checksum()
    {
        ImageSplit Split(string name) => new(name, 2, 1, [1, 2, 3, 4], [0]) { Ids = ["ä.png"], Groups = ["p1"] };
        DatasetDescription description = new("own", "", "", false, 2, 1, ["a", "b"], 1);
        using MemoryStream stream = new();
        string md5 = ArchiveWriter.Write(new Dataset(description, Split("train"), Split("val"), Split("test")), stream);
        md5.ShouldBe("abc7386ed9b69899a58c03d3fb94e27e");
    }

    [Fact]
    public void A_set_comes_from_the_cache_until_a_file_changes_and_is_made_without_one_too()
    {
        Classes(("a", 4), ("b", 3));
        int read = 0;
        FolderWatch watch = new((_, _) => read++, _ => { });
        string first = Load(watch: watch).Description.Md5;
        read.ShouldBe(7);
        Load(watch: watch).Description.Md5.ShouldBe(first);
        read.ShouldBe(7);
        Image("scans/a/1.png", 200);
        Load(watch: watch).Description.Md5.ShouldNotBe(first);
        read.ShouldBe(14);
        string nowhere = _folder.File("file");
        File.WriteAllText(nowhere, "");
        string cached = Load().Description.Md5;
        Environment.SetEnvironmentVariable(CacheVariable, nowhere);
        Load(watch: watch).Description.Md5.ShouldBe(cached);
        read.ShouldBe(21);
    }

    [Fact]
    public void Colours_are_kept_where_any_image_has_some_or_as_asked_for()
    {
        Classes(("a", 4), ("b", 3));
        Load().Description.Channels.ShouldBe(1);
        Load(folder => folder with { Channels = 3 }).Description.Channels.ShouldBe(3);
        File.WriteAllBytes(_folder.File("scans/a/0.png"), ImageFiles.Png(1, 1, 8, PngColour.Rgb, [200, 100, 50]));
        Dataset coloured = Load();
        coloured.Description.Channels.ShouldBe(3);
        ImageSplit split = Splits(coloured).Single(split => split.Ids.Contains("a/0.png"));
        split.Image(split.Ids.IndexOf("a/0.png"))[..3].ToArray().ShouldBe([200, 100, 50]);
        Load(folder => folder with { Channels = 1 }).Description.Channels.ShouldBe(1);
    }

    [Fact]
    public void A_list_names_paths_labels_splits_and_groups()
    {
        for (int i = 0; i < 12; i++)
            Image($"pictures/{i}.png", (byte)i);
        string[] rows =
        [
            .. Enumerable.Range(0, 12).Select(i => $"p{i / 2},{(i % 4 < 2 ? "ill" : "well")},pictures/{i}.png"),
        ];
        Dataset dataset = LoadList(["group,label,path", .. rows]);
        dataset.Description.ClassNames.ShouldBe(["ill", "well"]);
        Splits(dataset).Sum(split => split.Count).ShouldBe(12);
        foreach (ImageSplit split in Splits(dataset))
        {
            split.ClassCounts(2).Min().ShouldBeGreaterThan(0);
            for (int image = 0; image < split.Count; image++)
                split.Groups[image].ShouldBe($"p{int.Parse(Path.GetFileNameWithoutExtension(split.Ids[image])) / 2}");
        }
        Splits(dataset).SelectMany(split => split.Groups.Distinct()).ShouldBeUnique();
    }

    [Theory]
    [InlineData("path,label\na.png,x\nb.png,x\n", "has images of one class only, 'x'; expected at least two classes")]
    [InlineData(
        "path,label\na.png,x\n./a.png,y\n",
        "line 3: ./a.png is listed in line 2 already; expected each image once"
    )]
    [InlineData("path,label\na.png,\n", "line 2: no label; expected one for each image")]
    [InlineData(
        "file,label\na.png,x\n",
        "has no column 'path', but file, label; expected path,label and perhaps split and group"
    )]
    [InlineData(
        "path,label,split\na.png,x,holdout\n",
        "the split is 'holdout'; expected train, val (or valid, validation) or test"
    )]
    [InlineData("path,label\n", "lists no images; expected a line for each")]
    [InlineData(
        "path,label\na.png,x\nb.png,x\nc.png,x\nd.png,y\n",
        "class 'y' has 1 images that can be used; expected at least 3, one for each of train, val and test"
    )]
    [InlineData(
        "path,label,split\na.png,x,train\nb.png,y,train\nc.png,x,val\nd.png,y,val\ne.png,x,test\n",
        "split test has no image of class 1 (y); expected at least one of each class"
    )]
    [InlineData(
        "path,label,split,group\na.png,x,train,p1\nb.png,y,train,p2\nc.png,x,val,p3\nd.png,y,val,p4\ne.png,x,test,p1\nf.png,y,test,p6\n",
        "group 'p1' is in train (a.png) and in test (e.png); expected all images of a group in one split"
    )]
    public void A_list_that_can_t_be_used_is_refused_in_a_line(string text, string expected)
    {
        foreach (string name in new[] { "a", "b", "c", "d", "e", "f" })
            Image($"{name}.png", 1);
        string message = Should.Throw<BadInputException>(() => LoadList(text.Split('\n')[..^1])).Message;
        message.ShouldEndWith(expected);
        message.ShouldNotContain("\n");
    }

    [Fact]
    public void A_folder_that_is_of_no_known_form_is_refused_in_a_line()
    {
        const string layout = "expected CLASS/... , or train/CLASS/..., val/CLASS/... and test/CLASS/...";
        Directory.CreateDirectory(_folder.File("scans"));
        File.WriteAllText(_folder.File("scans/one.dcm"), "");
        Problem().ShouldContain("has no images, but 1 .dcm (DICOM is not read: make PNG files");
        Image("scans/lost.png", 1);
        Problem().ShouldEndWith($"lost.png lies in the folder of no class; {layout}");
        File.Delete(_folder.File("scans/lost.png"));
        Image("scans/train/a/1.png", 1);
        Image("scans/test/a/1.png", 1);
        Problem().ShouldEndWith($"scans has test and train, but no images in val; {layout}");
        Image("scans/extra/a/1.png", 1);
        Problem().ShouldContain("scans has 'extra' beside 't");
        Should
            .Throw<BadInputException>(() =>
                FolderDataset.Load(ImageFolder.Of("no-such-folder"), null, FolderWatch.Nobody)
            )
            .Message.ShouldStartWith("no-such-folder: there is no such folder or file");
    }

    [Fact]
    public void Images_that_can_t_be_read_are_named_and_refused_or_left_out()
    {
        Classes(("a", 20), ("b", 10));
        for (int i = 0; i < 12; i++)
            File.WriteAllBytes(_folder.File($"scans/a/{i}.png"), i == 0 ? [] : [1, 2, 3]);
        List<string> said = [];
        FolderWatch watch = new((_, _) => { }, said.Add);
        Problem(watch: watch)
            .ShouldEndWith(
                "12 of 30 images can't be read, the first a/0.png: the file is empty; mend them or take them away, or leave them out by --on-unreadable=skip"
            );
        said.Count.ShouldBe(11);
        said[0].ShouldBe("can't be read: a/0.png: the file is empty");
        said[10].ShouldBe("can't be read: 2 more");
        for (int time = 0; time < 2; time++)
        {
            said.Clear();
            Dataset dataset = Load(folder => folder with { SkipUnreadable = true }, watch);
            Splits(dataset).Sum(split => split.Count).ShouldBe(18);
            said.ShouldContain("scans: 12 of 30 images can't be read and are left out");
        }
    }

    [Theory]
    [InlineData("70/10/20", 7, 1, 2)]
    [InlineData("1/1/1", 4, 3, 3)]
    [InlineData("98/1/1", 8, 1, 1)]
    [InlineData(".7/.1/.2", 7, 1, 2)]
    public void Proportions_of_ten_images(string text, int train, int validation, int test) =>
        SplitProportions.Parse(text)!.Of(10).ShouldBe((train, validation, test));

    [Theory]
    [InlineData("70/30")]
    [InlineData("70/10/0")]
    [InlineData("a/b/c")]
    [InlineData("70/10/20/5")]
    [InlineData("")]
    public void Other_texts_are_no_proportions(string text) => SplitProportions.Parse(text).ShouldBeNull();

    private static ImageSplit[] Splits(Dataset dataset) => [dataset.Train, dataset.Validation, dataset.Test];

    private void Classes(params (string Name, int Images)[] classes)
    {
        foreach ((string name, int images) in classes)
            for (int i = 0; i < images; i++)
                Image($"scans/{name}/{i}.png", (byte)(10 * i));
    }

    private void Image(string path, byte grey)
    {
        string file = _folder.File(path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllBytes(file, ImageFiles.Png(1, 1, 8, PngColour.Grey, [grey]));
    }

    private Dataset Load(Func<ImageFolder, ImageFolder>? change = null, FolderWatch? watch = null)
    {
        ImageFolder folder = ImageFolder.Of(_folder.File("scans")) with { Size = 8 };
        return FolderDataset.Load(change?.Invoke(folder) ?? folder, null, watch ?? FolderWatch.Nobody);
    }

    private Dataset LoadList(string[] lines)
    {
        string list = _folder.File("list.csv");
        File.WriteAllLines(list, lines);
        return FolderDataset.Load(ImageFolder.Of(list) with { Size = 8 }, null, FolderWatch.Nobody);
    }

    private string Problem(Func<ImageFolder, ImageFolder>? change = null, FolderWatch? watch = null) =>
        Should.Throw<BadInputException>(() => Load(change, watch)).Message;
}
