using QImpact.Data.Archives;
using QImpact.Tests;
using Shouldly;
using Xunit;

namespace QImpact.Data.Tests;

public sealed class OtherTaskTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Archives_of_other_tasks_are_refused_in_a_line_that_says_why()
    {
        Problem(valid => valid.With("val_labels", ArchiveBuilder.Npy("|u1", "(2, 14)", new byte[28])))
            .ShouldBe(
                "val_labels has shape (2, 14); expected [N,1] or [N], one class per image: " + OtherTask.MultiLabel
            );
        Problem(valid => valid.With("val_labels", ArchiveBuilder.Npy("<f4", "(2, 1)", new byte[8])))
            .ShouldBe("val_labels has type f4; expected integers: " + OtherTask.Regression);
        Problem(valid => valid.With("val_images", ArchiveBuilder.Npy("|u1", "(2, 8, 8, 8)", new byte[1024])))
            .ShouldBe("val_images has shape (2, 8, 8, 8); expected [N,S,S] or [N,S,S,3]: " + OtherTask.Volumes);
    }

    [Fact]
    public void What_an_archive_says_of_itself_is_held_against_its_images()
    {
        Problem(valid => valid.With("class_names", ArchiveBuilder.Npy("<U1", "(3,)", new byte[12])))
            .ShouldBe("class_names has 3 texts; expected 2");
        Problem(valid => valid.With("train_ids", ArchiveBuilder.Npy("|u1", "(4,)", new byte[4])))
            .ShouldBe("train_ids has type u1, shape (4,); expected texts (U), one axis");
        Problem(valid => valid.With("positive_class", ArchiveBuilder.Npy("<i8", "()", BitConverter.GetBytes(2L))))
            .ShouldBe("positive_class has value 2; expected 0 to 1");
        Problem(valid =>
                valid
                    .With("train_groups", ArchiveBuilder.Npy("<U1", "(4,)", Letters("abca")))
                    .With("test_groups", ArchiveBuilder.Npy("<U1", "(3,)", Letters("xyb")))
            )
            .ShouldBe("group 'b' is in train (1) and in test (2); expected all images of a group in one split");

        static byte[] Letters(string text) => System.Text.Encoding.UTF32.GetBytes(text);
    }

    [Fact]
    public void A_positive_class_that_an_archive_names_is_its_positive_class()
    {
        ArchiveBuilder archive = ArchiveBuilder
            .Valid()
            .With("positive_class", ArchiveBuilder.Npy("<i8", "()", BitConverter.GetBytes(1L)));
        MedMnistArchive.Read(archive.Save(_folder)).Description.PositiveClass.ShouldBe(1);
    }

    private string Problem(Func<ArchiveBuilder, ArchiveBuilder> flaw)
    {
        string path = flaw(ArchiveBuilder.Valid()).Save(_folder);
        string message = Should.Throw<BadInputException>(() => MedMnistArchive.Read(path)).Message;
        message.ShouldStartWith(path + ": ");
        return message[(path.Length + 2)..];
    }
}
