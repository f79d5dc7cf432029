using QImpact.Data.Runs;

namespace QImpact.Data;

/// <summary>Balances a training split.</summary>
public static class Balancing
{
    /// <summary>The images of a training split that a run trains on: all, or where classes are undersampled those that <see cref="Undersample"/> leaves.</summary>
    /// <param name="train">The split.</param>
    /// <param name="classes">How many classes there are.</param>
    /// <param name="balance">What is done about classes of different numbers.</param>
    /// <param name="seed">The run's seed.</param>
    /// <returns>Indices into the split, ascending.</returns>
    public static int[] TrainedOn(ImageSplit train, int classes, Balance balance, int seed) =>
        balance == Balance.Undersample
            ? Undersample(train.Labels, classes, seed)
            : [.. Enumerable.Range(0, train.Count)];

    /// <summary>
    /// Chooses, without replacement and with equal probability, as many images of every class (labels count from 0) as the smallest class
    /// has. The same seed gives the same choice on every machine.
    /// </summary>
    /// <returns>Indices into <paramref name="labels"/>, ascending.</returns>
    /// <exception cref="ArgumentException">A class has no image.</exception>
    public static int[] Undersample(IReadOnlyList<int> labels, int classes, int seed)
    {
        int[][] byClass =
        [
            .. Enumerable
                .Range(0, classes)
                .Select(c => Enumerable.Range(0, labels.Count).Where(index => labels[index] == c).ToArray()),
        ];
        int smallest = byClass.Min(members => members.Length);
        RequireImages(Array.ConvertAll(byClass, members => members.Length), nameof(labels));
        Random random = new(seed);
        foreach (int[] members in byClass.Where(members => members.Length > smallest))
            random.Shuffle(members);
        return [.. byClass.SelectMany(members => members.Take(smallest)).Order()];
    }

    /// <summary>
    /// What the loss of an image of each class counts: n / (k n_c), with n images of k classes, n_c of the class. The weights of all images sum
    /// to n, those of each class to n / k (King and Zeng 2001).
    /// </summary>
    /// <exception cref="ArgumentException">A class has no image.</exception>
    public static double[] Weights(IReadOnlyList<int> labels, int classes)
    {
        int[] counts = new int[classes];
        foreach (int label in labels)
            counts[label]++;
        RequireImages(counts, nameof(labels));
        return Array.ConvertAll(counts, count => (double)labels.Count / classes / count);
    }

    private static void RequireImages(int[] counts, string parameter)
    {
        if (Array.IndexOf(counts, 0) is >= 0 and int missing)
            throw new ArgumentException(
                $"class {missing} has no image; expected at least one of each class",
                parameter
            );
    }
}
