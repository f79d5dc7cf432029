using QImpact.Data.Folds;
using QImpact.Data.Phantom;
using QImpact.Tests;
using Shouldly;
using Xunit;

namespace QImpact.Data.Tests;

public sealed class ImageGroupsTests : IDisposable
{
    private static readonly Dataset Phantom = PhantomGenerator.Generate(PhantomOptions.Default with { Size = 8 });

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Groups_come_back_from_their_file_and_an_image_by_itself_is_its_own()
    {
        ImageGroups groups = Sample();
        groups.Write(_folder.Path);
        Func<string, string> groupOf = ImageGroups.Read(_folder.Path, Phantom.Description)!.GroupOf();
        groupOf("train/1").ShouldBe("train/1");
        groupOf("test/0").ShouldBe("train/1");
        groupOf("val/3").ShouldBe("val/3");
    }

    [Fact]
    public void What_no_fold_divides_is_a_group()
    {
        // Copies of the first three images, at the end of test.
        ImageSplit test = Phantom.Test;
        AllImages all = new(Phantom);
        byte[] pixels = [.. Phantom.Test.Pixels];
        for (int copy = 0; copy < 3; copy++)
            all.Pixels(copy).CopyTo(pixels.AsSpan((test.Count - 3 + copy) * 64));
        Dataset set = Phantom with { Test = test with { Pixels = [.. pixels] } };
        ImageGroups groups = ImageGroups.Of(set, GroupSource.Duplicates);
        Func<string, string> groupOf = groups.GroupOf();
        for (int copy = 0; copy < 3; copy++)
            groupOf($"test/{test.Count - 3 + copy}").ShouldBe($"train/{copy}");
        ImageGroups.Of(set, GroupSource.None).Groups.ShouldBeEmpty();
    }

    [Fact]
    public void A_folder_without_the_file_has_no_groups() =>
        ImageGroups.Read(_folder.Path, Phantom.Description).ShouldBeNull();

    [Fact]
    public void Groups_of_other_images_and_an_image_in_two_groups_are_refused()
    {
        (Sample() with { Md5 = "other" }).Write(_folder.Path);
        Should
            .Throw<BadInputException>(() => ImageGroups.Read(_folder.Path, Phantom.Description))
            .Message.ShouldContain("has the groups of phantom (MD5 other); expected those of phantom (MD5 ");
        (
            Sample() with
            {
                Groups =
                [
                    ["train/1", "test/0"],
                    ["val/2", "test/0"],
                ],
            }
        ).Write(_folder.Path);
        Should
            .Throw<BadInputException>(() => ImageGroups.Read(_folder.Path, Phantom.Description))
            .Message.ShouldContain("image test/0 is in two groups: delete it, and study run writes it anew");
    }

    private static ImageGroups Sample() =>
        new(
            Phantom.Description.Name,
            Phantom.Description.Md5,
            GroupSource.Duplicates,
            [
                ["train/1", "test/0"],
            ]
        );
}
