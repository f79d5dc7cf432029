using QImpact.Data.Archives;
using QImpact.Data.Models;
using QImpact.Data.Phantom;
using QImpact.Tests;
using Shouldly;
using Xunit;

namespace QImpact.Data.Tests;

public sealed class PositiveClassTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // Labels: medmnist 3.0.2, INFO[...]["label"].
    [Theory]
    [InlineData("breastmnist", 0, "malignant", "normal/benign")]
    [InlineData("BreastMNIST_64", 0, "malignant", "normal/benign")]
    [InlineData("breastmnist_128", 0, "malignant", "normal/benign")]
    [InlineData("breastmnist_224", 0, "malignant", "normal/benign")]
    [InlineData("pneumoniamnist", 1, "normal", "pneumonia")]
    [InlineData("pneumoniamnist_224", 1, "normal", "pneumonia")]
    public void In_the_sets_of_MedMNIST_the_positive_class_is_the_disease_at_every_size(
        string name,
        int positive,
        string first,
        string second
    )
    {
        DatasetDescription description = Read(name).Description;
        description.ClassNames.ShouldBe([first, second]);
        description.RequirePositiveClass().ShouldBe(positive);
    }

    [Fact]
    public void Every_published_archive_has_a_checksum_of_its_own()
    {
        KnownDatasets.ByName.Count.ShouldBe(48);
        KnownDatasets.ByName.Values.Select(known => known.Md5).ShouldBeUnique();
        KnownDatasets.ByName.Values.ShouldAllBe(known => known.Md5.Length == 32);
    }

    // Oracle: medmnist 3.0.2, INFO[...]["n_samples"], "n_channels", "label", "task".
    [Theory]
    [InlineData("bloodmnist_128", ClassificationTask.MultiClass, 8, 3, 128, 11959, 1712, 3421)]
    [InlineData("organsmnist", ClassificationTask.MultiClass, 11, 1, 28, 13932, 2452, 8827)]
    [InlineData("retinamnist_224", ClassificationTask.Ordinal, 5, 3, 224, 1080, 120, 400)]
    [InlineData("chestmnist_64", ClassificationTask.MultiLabel, 14, 1, 64, 78468, 11219, 22433)]
    [InlineData("pathmnist", ClassificationTask.MultiClass, 9, 3, 28, 89996, 10004, 7180)]
    public void Every_set_of_two_dimensional_images_is_known_with_its_classes_and_numbers(
        string name,
        ClassificationTask task,
        int classes,
        int channels,
        int size,
        int train,
        int validation,
        int test
    )
    {
        KnownDataset known = KnownDatasets.ByName[name];
        (known.Task, known.Channels, known.Size).ShouldBe((task, channels, size));
        known.ClassNames.Length.ShouldBe(classes);
        known.Images.ShouldBe([train, validation, test]);
        known.PositiveClass.ShouldBeNull();
    }

    [Fact]
    public void The_phantoms_positive_class_is_malignant()
    {
        DatasetDescription phantom = PhantomGenerator
            .Generate(PhantomOptions.Default with { Train = new(1, 1), Validation = new(1, 1), Test = new(1, 1) })
            .Description;
        phantom.ClassNames[phantom.RequirePositiveClass()!.Value].ShouldBe("malignant");
    }

    [Fact]
    public void Data_that_are_not_known_have_no_positive_class_until_it_is_named()
    {
        DatasetDescription scans = Read("scans").Description;
        scans.PositiveClass.ShouldBeNull();
        Should
            .Throw<BadInputException>(() => scans.RequirePositiveClass())
            .Message.ShouldBe(
                "which class of scans is the disease is not known; name it with --positive-class: 0 ('class 0') or 1 ('class 1')"
            );
        scans.WithPositiveClass("1").RequirePositiveClass().ShouldBe(1);
        scans.WithPositiveClass("class 0").RequirePositiveClass().ShouldBe(0);
        scans.WithPositiveClass(null).PositiveClass.ShouldBeNull();
    }

    [Theory]
    [InlineData("2")]
    [InlineData("-1")]
    [InlineData("")]
    [InlineData("disease")]
    public void A_positive_class_that_is_none_of_the_classes_is_refused(string named)
    {
        Should
            .Throw<BadInputException>(() => Read("scans").WithPositiveClass(named))
            .Message.ShouldBe(
                $"--positive-class={named}: scans has no such class; expected 0 ('class 0') or 1 ('class 1')"
            );
    }

    [Theory]
    [InlineData("positive_class", "2", "the metadata 'positive_class' is 2; expected 0 to 1")]
    [InlineData("positive_class", "-1", "the metadata 'positive_class' is -1; expected 0 to 1")]
    [InlineData("class_names", "null", "the metadata 'class_names' is 'null', not a JSON list of names")]
    [InlineData("class_names", "[null,\"a\"]", "not a JSON list of names")]
    public void Metadata_whose_classes_make_no_sense_are_refused(string key, string value, string expected)
    {
        ModelMetadata metadata = new("m", "baseline", "paper", 0, ["a", "b"], 1, "scans", "0", false, "1", null);
        Dictionary<string, string> properties = new(metadata.ToProperties()) { [key] = value };
        Should
            .Throw<BadInputException>(() => ModelMetadata.FromProperties("m.onnx", properties))
            .Message.ShouldContain(expected);
    }

    private Dataset Read(string name) => MedMnistArchive.Read(ArchiveBuilder.Valid().Save(_folder, name + ".npz"));
}
