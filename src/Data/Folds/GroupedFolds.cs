namespace QImpact.Data.Folds;

/// <summary>
/// Cross-validation over all images of a set: its three splits are put together and divided anew. Over the folds of a repeat every image is tested
/// once; images of a group are never on two sides, neither of the test part nor of the validation part.
/// </summary>
public static class GroupedFolds
{
    // Of the images that are not tested, one part of so many is for validation; of fewer where a class has fewer groups.
    private const int ValidationParts = 10;

    /// <summary>
    /// The set whose test split is the fold, whose validation split is about a tenth of the other images, and whose training split is the rest, each
    /// with the classes' proportions as nearly as groups allow. Images keep their order: those of train, then of val, then of test. Their ids
    /// are the set's own, or the split and the index where they were published: <c>train/12</c>.
    /// </summary>
    /// <exception cref="BadInputException">The set can't be divided so.</exception>
    public static Dataset Apply(Dataset dataset, FoldChoice choice)
    {
        if (choice.Fault() is { } fault)
            throw new BadInputException($"{dataset.Description.Name}: {fault}");
        AllImages images = new(dataset);
        int[] all = [.. Enumerable.Range(0, images.Count)];
        int[] labels = [.. all.Select(images.Label)];
        int[] groups = ImageGroups.NumbersOf(images, choice.Groups);
        RequireEnough(dataset, choice, GroupsOfEachClass(dataset, labels, groups, all));
        int[] folds = StratifiedParts.Of(labels, groups, choice.Folds, new Random(Seed(choice, fold: 0)));
        int[] test = [.. all.Where(image => folds[image] == choice.Fold - 1)];
        int[] others = [.. all.Where(image => folds[image] != choice.Fold - 1)];
        int[] inner = StratifiedParts.Of(
            [.. others.Select(image => labels[image])],
            [.. others.Select(image => groups[image])],
            Math.Min(ValidationParts, GroupsOfEachClass(dataset, labels, groups, others).Min()),
            new Random(Seed(choice, choice.Fold))
        );
        Dataset divided = dataset with
        {
            Train = images.Choose("train", [.. others.Where((_, place) => inner[place] != 0)]),
            Validation = images.Choose("val", [.. others.Where((_, place) => inner[place] == 0)]),
            Test = images.Choose("test", test),
        };
        foreach (ImageSplit split in new[] { divided.Train, divided.Validation, divided.Test })
            if (split.ClassCounts(dataset.Classes).IndexOf(0) is var missing && missing >= 0)
                throw new BadInputException(
                    $"{Named(dataset, missing)} has no image in {split.Name} of fold {choice.Fold}/{choice.Folds}: its images are in too "
                        + "few groups; choose fewer folds, or another --split-seed"
                );
        return divided;
    }

    private static int[] GroupsOfEachClass(Dataset dataset, int[] labels, int[] groups, int[] images) =>
        [
            .. Enumerable
                .Range(0, dataset.Classes)
                .Select(label =>
                    images.Where(image => labels[image] == label).Select(image => groups[image]).Distinct().Count()
                ),
        ];

    // A class must be able to be in every test part; and where one is tested, in the training and the validation part.
    private static void RequireEnough(Dataset dataset, FoldChoice choice, int[] groupsOfClass)
    {
        int needed = Math.Max(choice.Folds, 3);
        int lacking = Array.FindIndex(groupsOfClass, found => found < needed);
        if (lacking >= 0)
            throw new BadInputException(
                $"{Named(dataset, lacking)} has images in {groupsOfClass[lacking]} groups; expected at least {needed} for {choice.Folds} folds"
            );
    }

    private static string Named(Dataset dataset, int label) =>
        $"{dataset.Description.Name}: class {label} ({dataset.Description.ClassNames[label]})";

    // Divisions of other seeds and repeats, and the validation parts of other folds, have nothing to do with each other.
    private static int Seed(FoldChoice choice, int fold) =>
        HashCode(choice.SplitSeed, choice.Repeat, choice.Folds, fold);

    // FNV-1a, as System.HashCode differs from process to process.
    private static int HashCode(params ReadOnlySpan<int> values)
    {
        uint hash = 2166136261;
        foreach (int value in values)
            for (int shift = 0; shift < 32; shift += 8)
                hash = unchecked((hash ^ (byte)(value >> shift)) * 16777619);
        return unchecked((int)hash);
    }
}
