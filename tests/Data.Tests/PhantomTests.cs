using QImpact.Data.Phantom;
using Shouldly;
using Xunit;

namespace QImpact.Data.Tests;

public sealed class PhantomTests
{
    private static readonly PhantomOptions Small = new(3, 28, new(20, 20), new(2, 3), new(4, 5));

    [Fact]
    public void The_default_phantom_has_the_shapes_split_sizes_and_class_counts_of_BreastMNIST()
    {
        Dataset phantom = PhantomGenerator.Generate(PhantomOptions.Default);
        phantom.Train.ClassCounts(2).ShouldBe([147, 399]);
        phantom.Validation.ClassCounts(2).ShouldBe([21, 57]);
        phantom.Test.ClassCounts(2).ShouldBe([42, 114]);
        phantom.Description.Size.ShouldBe(28);
        phantom.Description.Channels.ShouldBe(1);
        phantom.Description.IsPhantom.ShouldBeTrue();
    }

    [Fact]
    public void The_same_seed_gives_the_same_images_and_another_seed_others()
    {
        Dataset first = PhantomGenerator.Generate(Small);
        Dataset second = PhantomGenerator.Generate(Small);
        second.Train.Pixels.ShouldBe(first.Train.Pixels);
        second.Description.Md5.ShouldBe(first.Description.Md5);
        PhantomGenerator.Generate(Small with { Seed = 4 }).Description.Md5.ShouldNotBe(first.Description.Md5);
    }

    [Fact]
    public void Images_are_grey_and_speckled_neither_black_nor_saturated()
    {
        Dataset phantom = PhantomGenerator.Generate(Small);
        double mean = phantom.Train.Pixels.Average(pixel => (double)pixel);
        double deviation = Math.Sqrt(phantom.Train.Pixels.Average(pixel => Math.Pow(pixel - mean, 2)));
        mean.ShouldBeInRange(60, 190);
        deviation.ShouldBeInRange(20, 80);
    }

    [Fact]
    public void Behind_benign_lesions_the_tissue_is_brighter_than_behind_malignant_ones()
    {
        ImageSplit split = PhantomGenerator.Generate(PhantomOptions.Default).Train;
        MeanBehind(split, label: 1).ShouldBeGreaterThan(MeanBehind(split, label: 0) + 5);
    }

    [Fact]
    public void A_split_without_a_class_is_refused()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => PhantomGenerator.Generate(Small with { Test = new(0, 5) }));
    }

    // Rows below the lesion's usual place, the middle third of the columns.
    private static double MeanBehind(ImageSplit split, int label) =>
        Enumerable
            .Range(0, split.Count)
            .Where(image => split.Labels[image] == label)
            .Average(image =>
                Enumerable
                    .Range(20, 8)
                    .SelectMany(row => Enumerable.Range(10, 8).Select(column => (row, column)))
                    .Average(at => (double)split.Image(image)[at.row * 28 + at.column])
            );

    [Theory]
    [InlineData("phantom-5", 1, "7ab3266d62280564422b8b236f326db2")]
    [InlineData("phantom-5-rgb", 3, "a67c374f2d1febd78946f47720e9a808")]
    public void Phantoms_of_five_classes_are_the_same_on_every_machine(string name, int channels, string md5)
    {
        Dataset phantom = DatasetLocator.Load(name, null);
        phantom.Description.Name.ShouldBe(name);
        phantom.Description.Channels.ShouldBe(channels);
        phantom.Description.Md5.ShouldBe(md5);
        phantom.Description.PositiveClass.ShouldBeNull();
        phantom.Train.ClassCounts(5).ShouldBe([60, 120, 90, 60, 70]);
        phantom.Test.Pixels.Length.ShouldBe(134 * 28 * 28 * channels);
        DatasetLocator.Phantoms.ShouldContain(name);
    }
}
