using System.Collections.Immutable;
using FsCheck.Xunit;
using QImpact.Data.Duplicates;
using QImpact.Data.Phantom;
using Shouldly;
using Xunit;

namespace QImpact.Data.Tests;

public sealed class NearDuplicatesTests
{
    // Ten originals of 12 x 12 in train, and in test what became of them.
    private static readonly byte[][] Originals = [.. Enumerable.Range(0, 10).Select(seed => Pictures.Smooth(seed, 12))];

    [Fact]
    public void Copies_are_found_whatever_became_of_brightness_contrast_and_noise()
    {
        NearDuplicates found = Find(
            Originals,
            [
                Originals[0],
                Each(Originals[1], pixel => pixel / 2 + 60),
                Each(Originals[2], pixel => pixel / 3),
                Pictures.WithNoise(Originals[3], amplitude: 3, seed: 0),
                Pictures.Smooth(seed: 99, 12),
            ]
        );

        found.Pairs.Select(pair => (pair.First, pair.Second)).ShouldBe([(0, 10), (1, 11), (2, 12), (3, 13)]);
        found.Pairs.Select(pair => pair.IsExact).ShouldBe([true, false, false, false]);
        found.Pairs[0].Correlation.ShouldBe(1);
        found.Pairs.ShouldAllBe(pair => pair.Correlation > 0.99 && pair.Turn == Turn.None);
        found
            .Groups.Select(group => group.ToArray())
            .ShouldBe([
                [0, 10],
                [1, 11],
                [2, 12],
                [3, 13],
            ]);
        found.GroupCount.ShouldBe(11);
        found.GroupOf(13).ShouldBe(3);
        found.GroupOf(14).ShouldBe(14);
    }

    [Theory]
    [InlineData(Turn.LeftRight)]
    [InlineData(Turn.TopBottom)]
    [InlineData(Turn.Half)]
    [InlineData(Turn.Transposed)]
    [InlineData(Turn.AntiTransposed)]
    [InlineData(Turn.Quarter)]
    public void A_mirrored_or_turned_copy_is_found_and_named(Turn turn)
    {
        byte[] turned = new byte[144];
        Turns.Apply(turn, Originals[4], 12, turned);
        DuplicatePair pair = Find(Originals, [Pictures.WithNoise(turned, 2, seed: 1), Pictures.Smooth(98, 12)])
            .Pairs.ShouldHaveSingleItem();
        (pair.First, pair.Second, pair.Turn).ShouldBe((4, 10, turn));
    }

    [Fact]
    public void A_quarter_turn_is_found_from_either_side()
    {
        byte[] turned = new byte[144];
        Turns.Apply(Turn.Quarter, Originals[4], 12, turned);
        byte[][] rest = [turned, .. Originals[5..]];
        Find([Originals[4]], rest).Pairs.ShouldHaveSingleItem().Turn.ShouldBe(Turn.Quarter);
        Find(rest, [Originals[4]]).Pairs.ShouldHaveSingleItem().Turn.ShouldBe(Turn.Quarter);
    }

    [Fact]
    public void A_constant_image_is_a_copy_of_its_like_alone()
    {
        byte[] Constant(byte value) => [.. Enumerable.Repeat(value, 144)];
        NearDuplicates found = Find([Originals[0], Constant(7), Constant(9)], [Constant(7), Originals[1]]);
        found.Constant.ShouldBe([1, 2, 3]);
        found.Pairs.ShouldBe([new DuplicatePair(1, 3, 1, Turn.None, IsExact: true)]);
    }

    [Fact]
    public void A_chain_of_pairs_is_one_group()
    {
        byte[] other = Pictures.Smooth(seed: 50, 12);
        byte[] Mixed(double part) =>
            [.. Originals[0].Zip(other, (first, second) => (byte)(first * (1 - part) + second * part))];
        NearDuplicates found = Find([Originals[0], Mixed(0.12)], [Mixed(0.24)]);
        found.Pairs.Select(pair => (pair.First, pair.Second)).ShouldBe([(0, 1), (1, 2)]);
        found.Groups.ShouldHaveSingleItem().ShouldBe([0, 1, 2]);
        found.WithCopyIn([0]).ShouldBe([1]);
        found.WithCopyIn([0, 1]).ShouldBe([2]);
    }

    [Property(Replay = "(5,11)", MaxTest = 8)]
    public void The_pairs_are_those_of_comparing_each_with_each(int seed, bool isColour)
    {
        Random random = new(seed);
        int channels = isColour ? 3 : 1;
        byte[][] images =
        [
            .. Enumerable
                .Range(0, 150)
                .Select(_ =>
                    Pictures.WithNoise(
                        Pictures.Smooth(random.Next(40), size: 10, channels),
                        random.Next(1, 60),
                        random.Next()
                    )
                ),
        ];
        NearDuplicates found = NearDuplicates.Find(Pictures.Pool(images, images[..20], images[..1], 10, channels), 0.9);
        byte[][] all = [.. images, .. images[..20], images[0]];
        (int, int)[] expected =
        [
            .. from first in Enumerable.Range(0, all.Length)
            from second in Enumerable.Range(first + 1, all.Length - first - 1)
            where Pearson(all[first], all[second]) > 0.9
            select (first, second),
        ];
        expected.Length.ShouldBeGreaterThan(50);
        found.Pairs.Where(pair => pair.Turn == Turn.None).Select(pair => (pair.First, pair.Second)).ShouldBe(expected);
        found.Pairs.ShouldAllBe(pair =>
            pair.Turn != Turn.None || Math.Abs(pair.Correlation - Pearson(all[pair.First], all[pair.Second])) < 1e-12
        );
    }

    [Fact]
    public void Large_bright_images_are_compared_exactly()
    {
        const int size = 740;
        byte[] bright = Pictures.WithNoise([.. Enumerable.Repeat((byte)250, size * size)], 5, seed: 1);
        byte[] other = Pictures.WithNoise(bright, 1, seed: 2);
        NearDuplicates found = NearDuplicates.Find(Pictures.Pool([bright], [], [other], size), 0.5);
        found.Pairs.ShouldHaveSingleItem().Correlation.ShouldBe(Pearson(bright, other), 1e-12);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(double.NaN)]
    public void A_bound_that_is_no_correlation_between_0_and_1_is_refused(double bound)
    {
        Should
            .Throw<BadInputException>(() => NearDuplicates.Find(Pictures.Pool(Originals, Originals, Originals), bound))
            .Message.ShouldContain("expected a number above 0 and below 1");
    }

    [Fact]
    public void The_search_can_be_stopped_and_says_how_far_it_is()
    {
        AllImages phantom = new(PhantomGenerator.Generate(PhantomOptions.Default));
        using CancellationTokenSource stop = new();
        stop.Cancel();
        Should.Throw<OperationCanceledException>(() => NearDuplicates.Find(phantom, cancellation: stop.Token));
        double farthest = 0;
        object gate = new();
        NearDuplicates.Find(
            phantom,
            report: part =>
            {
                lock (gate)
                    farthest = Math.Max(farthest, part);
            }
        );
        farthest.ShouldBe(1);
    }

    [Fact]
    public void BreastMNIST_has_the_duplicates_that_are_known()
    {
        if (DatasetLocator.Find(KnownDatasets.BreastMnist, null) is null)
            Assert.Skip("breastmnist.npz is in none of the usual places");
        AllImages images = new(DatasetLocator.Load(KnownDatasets.BreastMnist, null));
        NearDuplicates found = NearDuplicates.Find(images);

        found.Pairs.Length.ShouldBe(156);
        found.Pairs.ShouldAllBe(pair => pair.Turn == Turn.None);
        found.GroupCount.ShouldBe(647);
        found.Groups.Max(group => group.Length).ShouldBe(4);
        found.Conflicts.Count().ShouldBe(5);
        ImmutableArray<int> copied = found.WithCopyIn(images.In("train"));
        copied.Intersect(images.In("test")).Count().ShouldBe(39);
        copied.Intersect(images.In("val")).Count().ShouldBe(22);
        int test76 = images.In("test").ElementAt(76);
        found.Pairs.ShouldContain(pair => pair.First == 115 && pair.Second == test76 && pair.IsExact);
    }

    private static NearDuplicates Find(byte[][] train, byte[][] test) =>
        NearDuplicates.Find(Pictures.Pool(train, [], test));

    private static byte[] Each(byte[] pixels, Func<int, int> change) =>
        [.. pixels.Select(pixel => (byte)change(pixel))];

    private static double Pearson(byte[] first, byte[] second)
    {
        double firstMean = first.Average(pixel => (double)pixel);
        double secondMean = second.Average(pixel => (double)pixel);
        double Sum(Func<int, double> term) => Enumerable.Range(0, first.Length).Sum(term);
        return Sum(place => (first[place] - firstMean) * (second[place] - secondMean))
            / Math.Sqrt(
                Sum(place => (first[place] - firstMean) * (first[place] - firstMean))
                    * Sum(place => (second[place] - secondMean) * (second[place] - secondMean))
            );
    }
}
