using System.Collections.Immutable;
using FsCheck.Xunit;
using QImpact.Data.Duplicates;
using QImpact.Data.Folds;
using QImpact.Data.Phantom;
using QImpact.Data.Runs;
using Shouldly;
using Xunit;

namespace QImpact.Data.Tests;

public sealed class FoldTests
{
    private static readonly Dataset Phantom = PhantomGenerator.Generate(PhantomOptions.Default with { Size = 8 });

    [Property(Replay = "(3,7)", MaxTest = 30)]
    public void Every_image_is_tested_once_a_repeat_and_no_group_is_on_two_sides(int seed, byte patients, byte more)
    {
        int folds = 2 + more % 6;
        Dataset set = WithPatients(seed, count: 20 + more, patients: 24 + patients % 60);
        List<string> tested = [];
        for (int fold = 1; fold <= folds; fold++)
        {
            Dataset divided = GroupedFolds.Apply(
                set,
                new FoldChoice(fold, folds, 0, seed & int.MaxValue, GroupSource.Column)
            );
            ImageSplit[] sides = [divided.Train, divided.Validation, divided.Test];
            sides.SelectMany(side => side.Ids).Order().ShouldBe(AllIds(set).Order());
            sides.SelectMany(side => side.Groups.Distinct()).ShouldBeUnique();
            tested.AddRange(divided.Test.Ids);
        }
        tested.Order().ShouldBe(AllIds(set).Order());
    }

    [Fact]
    public void Without_groups_parts_have_the_classes_proportions_to_an_image()
    {
        AllImages all = new(Phantom);
        for (int fold = 1; fold <= 5; fold++)
        {
            Dataset divided = GroupedFolds.Apply(Phantom, new FoldChoice(fold, 5, 0, 0, GroupSource.None));
            divided.Test.ClassCounts(2).ShouldBe([42, 114]);
            divided.Validation.Count.ShouldBeInRange(62, 63);
            divided.Validation.ClassCounts(2)[0].ShouldBeInRange(16, 17);
            int place = 0;
            foreach (string id in divided.Train.Ids)
            {
                string[] parts = id.Split('/');
                int image = all.In(parts[0]).ElementAt(int.Parse(parts[1]));
                divided.Train.Image(place).ToArray().ShouldBe(all.Pixels(image).ToArray());
                divided.Train.Labels[place++].ShouldBe(all.Label(image));
            }
        }
    }

    [Fact]
    public void Near_duplicates_stay_together_unless_nothing_is_to()
    {
        // The second half of the images are noisy copies of the first.
        byte[][] originals = [.. Enumerable.Range(0, 40).Select(seed => Pictures.Smooth(seed, 12))];
        byte[][] copies = [.. originals.Select((pixels, seed) => Pictures.WithNoise(pixels, 2, seed))];
        Dataset set = Pictures.Set(
            originals,
            copies[..10],
            copies[10..],
            labels: [.. Enumerable.Range(0, 80).Select(i => i % 40 % 2)]
        );

        Torn(GroupSource.Duplicates).ShouldBe(0);
        Torn(GroupSource.None).ShouldBeGreaterThan(5);

        int Torn(GroupSource groups)
        {
            Dataset divided = GroupedFolds.Apply(set, new FoldChoice(2, 4, 0, 1, groups));
            AllImages all = new(divided);
            NearDuplicates found = NearDuplicates.Find(all);
            found.Pairs.Length.ShouldBe(40);
            return found.Pairs.Count(pair => all.Find(pair.First).Split.Name != all.Find(pair.Second).Split.Name);
        }
    }

    [Fact]
    public void The_division_depends_on_split_seed_and_repeat_alone()
    {
        ImmutableArray<string> Tested(int repeat, int seed) =>
            GroupedFolds.Apply(Phantom, new FoldChoice(1, 5, repeat, seed, GroupSource.None)).Test.Ids;
        Tested(0, 0).ShouldBe(Tested(0, 0));
        Tested(0, 0).ShouldNotBe(Tested(1, 0));
        Tested(0, 0).ShouldNotBe(Tested(0, 1));
        Tested(1, 0).ShouldNotBe(Tested(0, 1));
    }

    [Theory]
    [InlineData("0/5", "fold 0 of 5; expected 1 to 5")]
    [InlineData("6/5", "fold 6 of 5; expected 1 to 5")]
    [InlineData("1/1", "1 folds; expected 2 to 100")]
    [InlineData("1/1000", "1000 folds; expected 2 to 100")]
    [InlineData("1", "expected FOLD/FOLDS, such as 1/5")]
    [InlineData("-1/5", "expected FOLD/FOLDS")]
    [InlineData("a/b", "expected FOLD/FOLDS")]
    [InlineData("1/99999999999", "expected FOLD/FOLDS")]
    public void A_fold_that_can_not_be_is_refused(string text, string reason)
    {
        Should.Throw<BadInputException>(() => FoldChoice.Parse(text)).Message.ShouldContain(reason);
    }

    [Fact]
    public void A_set_that_can_not_be_divided_so_is_refused_by_what_lacks()
    {
        Refusal(Phantom, new FoldChoice(1, 5, 0, 0, GroupSource.Column)).ShouldContain("has no groups on record");
        Dataset few = Pictures.Set(
            [.. Enumerable.Range(0, 20).Select(seed => Pictures.Smooth(seed, 12))],
            [],
            [],
            labels: [0, 0, 0, 0, .. Enumerable.Repeat(1, 16)]
        );
        Refusal(few, new FoldChoice(1, 5, 0, 0, GroupSource.None))
            .ShouldContain("class 0 (class 0) has images in 4 groups; expected at least 5");
        Refusal(few, new FoldChoice(1, 2, -1, 0, GroupSource.None)).ShouldContain("repeat -1; expected 0 to");

        static string Refusal(Dataset set, FoldChoice choice) =>
            Should.Throw<BadInputException>(() => GroupedFolds.Apply(set, choice)).Message;
    }

    [Fact]
    public void The_name_of_a_family_has_the_fold_before_the_seed()
    {
        RunFamily family = new(
            "breastmnist",
            new string('0', 32),
            "baseline",
            null,
            "matched",
            Protocols.Settings("matched", Architecture.Baseline)
        );
        FoldChoice fold = new(1, 5, 0, 0, GroupSource.Duplicates);
        (family with { Fold = fold }).NameOf(3).ShouldBe("breastmnist-baseline-matched-r0f1of5-s3");
        (family with { Fold = fold with { SplitSeed = 7, Groups = GroupSource.None } })
            .NameOf(3)
            .ShouldBe("breastmnist-baseline-matched-r0f1of5ss7-none-s3");
        family.ShouldNotBe(family with { Fold = fold });
    }

    [Fact]
    public void BreastMNIST_divided_by_its_duplicates_has_none_between_training_and_test()
    {
        if (DatasetLocator.Find(KnownDatasets.BreastMnist, null) is null)
            Assert.Skip("breastmnist.npz is in none of the usual places");
        Dataset set = DatasetLocator.Load(KnownDatasets.BreastMnist, null);
        List<string> tested = [];
        for (int fold = 1; fold <= 5; fold++)
        {
            Dataset divided = GroupedFolds.Apply(set, new FoldChoice(fold, 5, 3, 0, GroupSource.Duplicates));
            AllImages all = new(divided);
            NearDuplicates.Find(all).WithCopyIn(all.In("train")).ShouldBeEmpty();
            divided.Test.ClassCounts(2)[0].ShouldBeInRange(41, 43);
            divided.Test.Count.ShouldBeInRange(154, 158);
            tested.AddRange(divided.Test.Ids);
        }
        tested.Count.ShouldBe(780);
        tested.ShouldBeUnique();
    }

    private static IEnumerable<string> AllIds(Dataset set)
    {
        AllImages all = new(set);
        return Enumerable.Range(0, all.Count).Select(all.Id);
    }

    // Images of 1 x 1 of two classes, a patient's of both.
    private static Dataset WithPatients(int seed, int count, int patients)
    {
        Random random = new(seed);
        ImageSplit Split(string name, int images) =>
            new(name, 1, 1, new byte[images], [.. Enumerable.Range(0, images).Select(i => i % 2)])
            {
                Groups =
                [
                    .. Enumerable.Range(0, images).Select(i => $"patient {(i < patients ? i : random.Next(patients))}"),
                ],
            };
        Dataset blank = Pictures.Set(
            [
                [0],
                [1],
            ],
            [],
            [],
            size: 1
        );
        return blank with
        {
            Train = Split("train", 3 * count),
            Validation = Split("val", count),
            Test = Split("test", count),
        };
    }
}
