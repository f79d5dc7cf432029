namespace QImpact.Data.Folders;

/// <summary>Divides images into splits: every class in proportion, a group always whole.</summary>
internal static class Division
{
    private const int FewestImages = 3;

    /// <summary>
    /// The split of each image: 0 train, 1 val, 2 test. Large groups find their place first, among groups of one size chance decides; each
    /// goes where its classes lack most. The same seed gives the same division on every machine.
    /// </summary>
    /// <param name="images">The images.</param>
    /// <param name="labels">[count], the class of each.</param>
    /// <param name="listing">Where they come from, for messages, and their classes.</param>
    /// <param name="proportions">Parts of the splits.</param>
    /// <param name="seed">Seed of the order in which images are divided.</param>
    /// <exception cref="BadInputException">A class has fewer than three images.</exception>
    public static int[] Of(
        IReadOnlyList<ListedImage> images,
        IReadOnlyList<int> labels,
        ImageListing listing,
        SplitProportions proportions,
        int seed
    )
    {
        int classes = listing.ClassNames.Length;
        int[] counts = new int[classes];
        foreach (int label in labels)
            counts[label]++;
        int few = Array.FindIndex(counts, count => count < FewestImages);
        if (few >= 0)
            throw new BadInputException(
                $"{listing.Source}: class '{listing.ClassNames[few]}' has {counts[few]} images that can be used; expected at least {FewestImages}, "
                    + "one for each of train, val and test"
            );
        int[][] lacking =
        [
            .. counts.Select(count =>
            {
                (int train, int validation, int test) = proportions.Of(count);
                return new[] { train, validation, test };
            }),
        ];
        int[][] groups =
        [
            .. Enumerable
                .Range(0, images.Count)
                .GroupBy(image => images[image].Group ?? images[image].Id)
                .Select(group => group.ToArray()),
        ];
        new Random(seed).Shuffle(groups);
        int[] groupsLeft = new int[classes];
        foreach (int label in groups.SelectMany(LabelsOf))
            groupsLeft[label]++;
        int splitCount = Dataset.SplitNames.Length;
        bool[][] isThere = [.. counts.Select(_ => new bool[splitCount])];
        int[] splits = new int[images.Count];
        foreach (int[] group in groups.OrderByDescending(group => group.Length))
        {
            int split = Enumerable.Range(0, splitCount).MaxBy(Need);
            foreach (int label in LabelsOf(group))
            {
                isThere[label][split] = true;
                groupsLeft[label]--;
            }
            foreach (int image in group)
            {
                splits[image] = split;
                lacking[labels[image]][split]--;
            }

            // Rare classes count as much as frequent ones; the last groups of a class go where it has no image yet.
            double Need(int candidate) =>
                group.Sum(image => (double)lacking[labels[image]][candidate] / counts[labels[image]])
                + images.Count * LabelsOf(group).Count(label => IsLastChance(label) && !isThere[label][candidate]);
        }
        return splits;

        IEnumerable<int> LabelsOf(int[] group) => group.Select(image => labels[image]).Distinct();

        bool IsLastChance(int label) => groupsLeft[label] <= isThere[label].Count(there => !there);
    }
}
