using FsCheck.Xunit;
using Shouldly;
using Xunit;

namespace QImpact.Data.Tests;

public sealed class BalancingTests
{
    [Fact]
    public void Every_class_keeps_as_many_images_as_the_smallest_has()
    {
        int[] labels = [.. Enumerable.Repeat(0, 147), .. Enumerable.Repeat(1, 399)];
        int[] indices = Balancing.Undersample(labels, 2, seed: 0);
        indices.CountBy(index => labels[index]).ShouldAllBe(count => count.Value == 147);
        indices.ShouldBeInOrder();
        indices.ShouldBeUnique();
    }

    [Property(Replay = "(1,3)")]
    public bool All_images_of_the_smallest_class_are_kept(byte first, byte second, int seed)
    {
        int[] labels = [.. Enumerable.Repeat(0, first + 1), .. Enumerable.Repeat(1, second + 1)];
        int[] indices = Balancing.Undersample(labels, 2, seed);
        int smallest = first <= second ? 0 : 1;
        return indices.Length == 2 * Math.Min(first + 1, second + 1)
            && indices.Count(index => labels[index] == smallest) == Math.Min(first + 1, second + 1);
    }

    [Fact]
    public void The_choice_depends_on_the_seed_alone()
    {
        int[] labels = [.. Enumerable.Repeat(0, 50), .. Enumerable.Repeat(1, 100)];
        Balancing.Undersample(labels, 2, 7).ShouldBe(Balancing.Undersample(labels, 2, 7));
        Balancing.Undersample(labels, 2, 7).ShouldNotBe(Balancing.Undersample(labels, 2, 8));
    }

    [Fact]
    public void Every_image_of_the_larger_class_is_chosen_about_equally_often()
    {
        int[] labels = [.. Enumerable.Repeat(0, 10), .. Enumerable.Repeat(1, 20)];
        int[] times = new int[30];
        for (int seed = 0; seed < 2000; seed++)
            foreach (int index in Balancing.Undersample(labels, 2, seed))
                times[index]++;
        // Binomial(2000, 1/2): five standard deviations are 112.
        times[10..].ShouldAllBe(count => Math.Abs(count - 1000) < 112);
    }

    [Fact]
    public void Weights_give_every_class_the_same_part_of_the_loss()
    {
        int[] labels = [.. Enumerable.Repeat(0, 10), .. Enumerable.Repeat(1, 40), .. Enumerable.Repeat(2, 50)];
        // n / (k n_c), as scikit-learn's "balanced".
        Balancing.Weights(labels, 3).ShouldBe([100 / 30.0, 100 / 120.0, 100 / 150.0], 1e-15);
        Should
            .Throw<ArgumentException>(() => Balancing.Weights([0, 2], 3))
            .Message.ShouldContain("class 1 has no image");
    }

    [Fact]
    public void A_class_without_images_is_refused()
    {
        Should
            .Throw<ArgumentException>(() => Balancing.Undersample([0, 0], 2, 0))
            .Message.ShouldContain("class 1 has no image");
    }
}
