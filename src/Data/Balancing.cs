namespace QImpact.Data;

/// <summary>Balances a training split by undersampling.</summary>
public static class Balancing
{
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
        if (smallest == 0)
            throw new ArgumentException(
                $"class {Array.FindIndex(byClass, members => members.Length == 0)} has no image; expected at least one of each class",
                nameof(labels)
            );
        Random random = new(seed);
        foreach (int[] members in byClass.Where(members => members.Length > smallest))
            random.Shuffle(members);
        return [.. byClass.SelectMany(members => members.Take(smallest)).Order()];
    }
}
