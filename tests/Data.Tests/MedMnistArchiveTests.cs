using QImpact.Data.Archives;
using QImpact.Tests;
using Shouldly;
using Xunit;
using static QImpact.Tests.ArchiveBuilder;

namespace QImpact.Data.Tests;

public sealed class MedMnistArchiveTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_valid_archive_gives_its_images_labels_and_description()
    {
        Dataset dataset = MedMnistArchive.Read(Valid().Save(_folder));

        dataset.Description.Name.ShouldBe("sample");
        dataset.Description.Size.ShouldBe(8);
        dataset.Description.Channels.ShouldBe(1);
        dataset.Description.IsPhantom.ShouldBeFalse();
        dataset.Description.ClassNames.ShouldBe(["class 0", "class 1"]);
        dataset.Description.PositiveClass.ShouldBeNull();
        dataset.Train.Count.ShouldBe(4);
        dataset.Validation.Count.ShouldBe(2);
        dataset.Test.Labels.ShouldBe([0, 1, 0]);
        dataset.Test.Image(1).ToArray().ShouldBe(Pixels(3 * 64)[64..128]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void All_three_versions_of_the_npy_format_are_read(byte version)
    {
        string path = Valid().With("test_labels", Npy("|u1", "(3, 1)", [1, 0, 1], version)).Save(_folder);
        MedMnistArchive.Read(path).Test.Labels.ShouldBe([1, 0, 1]);
    }

    [Theory]
    [InlineData("|i1", new byte[] { 1, 0, 1 })]
    [InlineData("<u2", new byte[] { 1, 0, 0, 0, 1, 0 })]
    [InlineData(">i4", new byte[] { 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1 })]
    [InlineData("<i8", new byte[] { 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0 })]
    public void Labels_may_have_any_integer_type_and_byte_order(string type, byte[] bytes)
    {
        string path = Valid().With("test_labels", Npy(type, "(3,)", bytes)).Save(_folder);
        MedMnistArchive.Read(path).Test.Labels.ShouldBe([1, 0, 1]);
    }

    [Fact]
    public void Colour_images_are_read_and_scaled_channel_by_channel()
    {
        ArchiveBuilder archive = new();
        foreach ((string split, int count) in new[] { ("train", 2), ("val", 1), ("test", 1) })
            archive
                .With($"{split}_images", Npy("|u1", $"({count}, 2, 2, 3)", Pixels(count * 12)))
                .With($"{split}_labels", Npy("|u1", $"({count}, 1)", Labels(count)));
        Dataset dataset = MedMnistArchive.Read(archive.Save(_folder));

        dataset.Description.Channels.ShouldBe(3);
        float[] scaled = new float[12];
        dataset.Test.CopyScaled(0, scaled);
        byte[] pixels = Pixels(12);
        scaled[..4].ShouldBe([pixels[0] / 255f, pixels[3] / 255f, pixels[6] / 255f, pixels[9] / 255f]);
        scaled[8..].ShouldBe([pixels[2] / 255f, pixels[5] / 255f, pixels[8] / 255f, pixels[11] / 255f]);
    }

    [Fact]
    public void Arrays_in_Fortran_order_are_turned_into_C_order()
    {
        byte[] data = [.. Enumerable.Range(0, 12).Select(i => (byte)i)];
        byte[] file = Npy("|u1", "(2, 2, 3)", data, fortran: true);
        using MemoryStream stream = new(file);
        NpyArray array = NpyReader.Read(stream, file.Length);
        // numpy 1.24: np.arange(12, dtype='u1').reshape((2, 2, 3), order='F').ravel(order='C')
        array.Bytes.ShouldBe(new byte[] { 0, 4, 8, 2, 6, 10, 1, 5, 9, 3, 7, 11 });
    }

    public static TheoryData<string, string, byte[]?, string> Flaws =>
        new()
        {
            {
                "a key is missing",
                "val_labels",
                null,
                "has no array 'val_labels'; it holds train_images, train_labels, val_images"
            },
            {
                "images are floats",
                "test_images",
                Npy("<f4", "(3, 8, 8)", new byte[768]),
                "test_images has type f4; expected u1 (uint8)"
            },
            {
                "images are flat",
                "test_images",
                Npy("|u1", "(3, 64)", new byte[192]),
                "test_images has shape (3, 64); expected [N,S,S] or [N,S,S,3]"
            },
            { "images are not square", "test_images", Npy("|u1", "(3, 8, 4)", new byte[96]), "shape (3, 8, 4)" },
            {
                "images have two channels",
                "test_images",
                Npy("|u1", "(3, 8, 8, 2)", new byte[384]),
                "shape (3, 8, 8, 2)"
            },
            {
                "images have another size",
                "test_images",
                Npy("|u1", "(3, 4, 4)", new byte[48]),
                "test_images are 4x4x1, train_images 8x8x1"
            },
            { "there are no images", "test_images", Npy("|u1", "(0, 8, 8)", []), "test_images has no images" },
            {
                "labels are floats",
                "test_labels",
                Npy("<f8", "(3, 1)", new byte[24]),
                "test_labels has type f8; expected integers"
            },
            { "labels are several per image", "test_labels", Npy("|u1", "(3, 2)", new byte[6]), "one class per image" },
            {
                "labels are too few",
                "test_labels",
                Npy("|u1", "(2, 1)", [0, 1]),
                "test_labels has 2 labels; expected 3"
            },
            { "a label is negative", "test_labels", Npy("|i1", "(3, 1)", [0, 255, 1]), "label -1 at image 1" },
            {
                "a label is unknown",
                "test_labels",
                Npy("|u1", "(3, 1)", [0, 1, 2]),
                "test_labels has label 2 at image 2; expected 0 to 1"
            },
            {
                "a class is absent",
                "train_labels",
                Npy("|u1", "(4, 1)", [1, 1, 1, 1]),
                "train_labels has no image of class 0"
            },
            {
                "there is one class only",
                "train_labels",
                Npy("|u1", "(4, 1)", [0, 0, 0, 0]),
                "train_labels has no image of class 1"
            },
            {
                "data are cut off",
                "test_images",
                Npy("|u1", "(3, 8, 8)", new byte[100]),
                "holds 100 bytes of data; its shape and type call for 192"
            },
            {
                "the header is cut off",
                "test_images",
                Npy("|u1", "(3, 8, 8)", [])[..40],
                "ends within its header: the file is cut off"
            },
            { "the file is empty", "test_images", [], "ends within its first 8 bytes" },
            { "the magic is wrong", "test_images", new byte[200], "does not start as a .npy file does" },
            {
                "the version is unknown",
                "test_images",
                Npy("|u1", "(3, 8, 8)", new byte[192], version: 4),
                "has .npy format 4; expected 1, 2 or 3"
            },
            {
                "the header has no shape",
                "test_images",
                [0x93, .. "NUMPY"u8, 1, 0, 4, 0, .. "{}  "u8],
                "expected descr, fortran_order and shape"
            },
            {
                "the shape overflows",
                "test_images",
                Npy("|u1", "(2000000000, 2000000000, 2000000000)", []),
                "which no file can hold"
            },
            { "an axis overflows", "test_images", Npy("|u1", "(99999999999, 8, 8)", []), "99999999999 is too large" },
        };

    [Theory]
    [MemberData(nameof(Flaws))]
    public void A_flawed_archive_is_refused_in_one_line_that_names_the_flaw(
        string _,
        string key,
        byte[]? npy,
        string expected
    )
    {
        ArchiveBuilder archive = Valid();
        string path = (npy is null ? archive.Without(key) : archive.With(key, npy)).Save(_folder);

        string message = Should.Throw<BadInputException>(() => MedMnistArchive.Read(path)).Message;
        message.ShouldContain(expected);
        message.ShouldContain(path);
        message.ShouldNotContain("\n");
    }

    [Fact]
    public void A_truncated_zip_file_is_refused()
    {
        string path = Valid().Save(_folder);
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..^200]);
        Should.Throw<BadInputException>(() => MedMnistArchive.Read(path)).Message.ShouldContain("or is cut off");
    }

    [Fact]
    public void A_flipped_bit_in_the_pixels_is_noticed()
    {
        string path = Valid().Save(_folder);
        byte[] bytes = File.ReadAllBytes(path);
        int pixels = bytes.AsSpan().IndexOf(Pixels(64));
        pixels.ShouldBeGreaterThan(0);
        bytes[pixels + 10] ^= 1;
        File.WriteAllBytes(path, bytes);
        Should
            .Throw<BadInputException>(() => MedMnistArchive.Read(path))
            .Message.ShouldContain("does not match its checksum");
    }

    [Fact]
    public void A_file_that_is_no_archive_is_refused()
    {
        string path = _folder.File("text.npz");
        File.WriteAllText(path, "not an archive");
        Should.Throw<BadInputException>(() => MedMnistArchive.Read(path)).Message.ShouldContain("is no .npz archive");
    }

    [Fact]
    public void A_missing_file_is_refused()
    {
        Should
            .Throw<BadInputException>(() => MedMnistArchive.Read(_folder.File("none.npz")))
            .Message.ShouldContain("can't be read");
    }

    [Fact]
    public void The_official_BreastMNIST_has_the_published_checksum_and_class_counts()
    {
        string? path = DatasetLocator.Find(KnownDatasets.BreastMnist, null);
        Assert.SkipWhen(
            path is null,
            "BreastMNIST is not on this machine (breastmnist.npz in data/ or $MEDMNIST_ROOT)"
        );

        Dataset dataset = MedMnistArchive.Read(path);
        dataset.Description.Md5.ShouldBe(KnownDatasets.ByName[KnownDatasets.BreastMnist].Md5);
        dataset.Train.ClassCounts(2).ShouldBe([147, 399]);
        dataset.Validation.ClassCounts(2).ShouldBe([21, 57]);
        dataset.Test.ClassCounts(2).ShouldBe([42, 114]);
        dataset.Description.ClassNames.ShouldBe(["malignant", "normal/benign"]);
    }
}
