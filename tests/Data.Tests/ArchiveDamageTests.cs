using System.IO.Compression;
using QImpact.Data.Archives;
using QImpact.Tests;
using Shouldly;
using Xunit;
using static QImpact.Tests.ArchiveBuilder;

namespace QImpact.Data.Tests;

/// <summary>Archives that lie about themselves: one line, whatever is wrong, and before the images are read.</summary>
public sealed class ArchiveDamageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("string-labels.npz", "train_labels has type U9; expected integers")]
    [InlineData("object-labels.npz", "train_labels has type O (Python objects); expected integers")]
    [InlineData("directory-count.npz", "is no .npz archive, or is cut off or damaged")]
    public void Archives_of_other_programs_that_can_not_be_read_say_why(string file, string expected)
    {
        string path = Fixture(file);
        foreach (Action read in new Action[] { () => MedMnistArchive.Read(path), () => Open(path).Dispose() })
            Should.Throw<BadInputException>(read).Message.ShouldContain(expected);
    }

    [Fact]
    public void Headers_of_NumPy_under_Python_2_are_read()
    {
        Dataset dataset = MedMnistArchive.Read(Fixture("long-suffix.npz"));
        dataset.Train.Labels.ShouldBe([1, 1, 1, 1, 0, 1]);
        dataset.Validation.Labels.ShouldBe([0, 1, 1, 0, 1, 1]);
        dataset.Test.Labels.ShouldBe([0, 1, 1, 1, 1, 1]);
        dataset.Train.Image(0)[..4].ToArray().ShouldBe(new byte[] { 0x8B, 0x8B, 0x8A, 0x8B });
    }

    [Theory]
    [InlineData("test", 3)]
    [InlineData("train", 4)]
    public void Images_are_not_read_where_their_number_is_not_that_of_the_labels(string split, int labels)
    {
        // 20 MB of zeros, which a zip file holds in 20 kB.
        const int count = 30_000;
        string path = Valid()
            .With($"{split}_images", Npy("|u1", $"({count}, 26, 26)", new byte[count * 26 * 26]))
            .Save(_folder, "bomb.npz", CompressionLevel.Fastest);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Should
            .Throw<BadInputException>(() => MedMnistArchive.Read(path))
            .Message.ShouldBe($"{path}: {split}_labels has {labels} labels; expected {count}, as many as images");
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(2_000_000);
    }

    [Fact]
    public void Reading_takes_little_more_memory_than_the_images_and_the_labels_in_either_order()
    {
        const int count = 20_000;
        foreach (bool fortran in new[] { false, true })
        {
            string path = Valid()
                .With("train_images", Npy("|u1", $"({count}, 8, 8)", new byte[count * 64], fortran: fortran))
                .With("train_labels", Npy("<i8", $"({count},)", Labels64(count)))
                .Save(_folder, $"{fortran}.npz");
            MedMnistArchive.Read(path);
            long before = GC.GetAllocatedBytesForCurrentThread();
            MedMnistArchive.Read(path);
            (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(count * (64 + 4) + 4_000_000);
        }
    }

    [Fact]
    public void More_images_than_any_set_has_are_refused()
    {
        string path = Valid()
            .With("val_images", Npy("|u1", "(50000001, 1, 1)", new byte[50_000_001]))
            .Save(_folder, "many.npz", CompressionLevel.Fastest);
        Should
            .Throw<BadInputException>(() => MedMnistArchive.Read(path))
            .Message.ShouldContain("val_images has 50000001 images; expected at most 50000000");
    }

    [Fact]
    public void An_array_that_is_there_twice_is_refused()
    {
        string path = Valid().Save(_folder);
        using (ZipArchive zip = ZipFile.Open(path, ZipArchiveMode.Update))
        using (Stream entry = zip.CreateEntry("test_labels.npy").Open())
            entry.Write(Npy("|u1", "(3, 1)", [1, 1, 0]));
        Should
            .Throw<BadInputException>(() => MedMnistArchive.Read(path))
            .Message.ShouldBe($"{path} has test_labels.npy 2 times; expected each array once");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Random_damage_is_refused_in_one_line_or_does_not_matter(int seed)
    {
        Random random = new(seed);
        byte[] sound = File.ReadAllBytes(Valid().Save(_folder));
        string path = _folder.File("damaged.npz");
        for (int round = 0; round < 500; round++)
        {
            byte[] bytes = sound[..(round % 10 == 0 ? random.Next(sound.Length) : sound.Length)];
            for (int flips = random.Next(1, 4); flips > 0 && bytes.Length > 0; flips--)
                // Half of the damage goes to the directory at the end.
                bytes[
                    random.Next(2) == 0
                        ? random.Next(bytes.Length)
                        : bytes.Length - 1 - random.Next(Math.Min(bytes.Length, 420))
                ] = (byte)random.Next(256);
            File.WriteAllBytes(path, bytes);
            try
            {
                MedMnistArchive.Read(path);
                using SplitReader reader = Open(path);
                for (int image = 0; image < reader.Labels.Count; image++)
                    reader.ReadNext();
            }
            catch (BadInputException exception)
            {
                exception.Message.ShouldNotContain("\n");
            }
        }
    }

    private static SplitReader Open(string path) => MedMnistArchive.OpenSplit(path, "train");

    private static string Fixture(string file) => Path.Combine(Repository.Root, "tests", "fixtures", "archives", file);

    private static byte[] Labels64(int count) =>
        [.. Enumerable.Range(0, count).SelectMany(i => BitConverter.GetBytes((long)(i % 2)))];
}
