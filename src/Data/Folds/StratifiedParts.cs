namespace QImpact.Data.Folds;

/// <summary>Divides images into parts with the classes' proportions, without dividing a group.</summary>
internal static class StratifiedParts
{
    /// <summary>
    /// The part of each image, from 0. Groups are drawn in random order, larger ones before smaller ones, and each goes where its classes are
    /// scarcest, of equals to the smallest part: parts of single images have of every class the same number, but for one. The same
    /// random numbers give the same parts on every machine.
    /// </summary>
    /// <param name="labels">[images], from 0.</param>
    /// <param name="groups">[images], any numbers.</param>
    /// <param name="parts">How many.</param>
    /// <param name="random">Draws the order.</param>
    public static int[] Of(int[] labels, int[] groups, int parts, Random random)
    {
        int classes = labels.Max() + 1;
        int[] totals = Counts(Enumerable.Range(0, labels.Length));
        int[][] members =
        [
            .. Enumerable.Range(0, labels.Length).GroupBy(image => groups[image]).Select(group => group.ToArray()),
        ];
        random.Shuffle(members);
        int[][] counts = [.. Enumerable.Range(0, parts).Select(_ => new int[classes])];
        int[] sizes = new int[parts];
        int[] partOf = new int[labels.Length];
        foreach (int[] group in members.OrderByDescending(group => group.Length))
        {
            int[] own = Counts(group);
            int part = Enumerable.Range(0, parts).MinBy(part => (Excess(counts[part], own), sizes[part]));
            foreach (int image in group)
                partOf[image] = part;
            for (int label = 0; label < classes; label++)
                counts[part][label] += own[label];
            sizes[part] += group.Length;
        }
        return partOf;

        int[] Counts(IEnumerable<int> images)
        {
            int[] counts = new int[classes];
            foreach (int image in images)
                counts[labels[image]]++;
            return counts;
        }

        // How much the squares of the classes' shares grow by the group; what all parts have in common is left out.
        double Excess(int[] there, int[] own) =>
            Enumerable
                .Range(0, classes)
                .Where(label => own[label] > 0)
                .Sum(label => there[label] * (double)own[label] / totals[label] / totals[label]);
    }
}
