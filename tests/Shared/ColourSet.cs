namespace QImpact.Tests;

/// <summary>
/// Colour images of several classes that a network tells apart after a few steps: in every image one channel, and one half, are brighter than the
/// others, a pair for each class.
/// </summary>
internal static class ColourSet
{
    /// <summary>Most classes that the pairs of channel and half make.</summary>
    private const int MostClasses = 6;

    /// <summary>Writes an archive with as many images of each class in train, val and test.</summary>
    /// <param name="path">The file.</param>
    /// <param name="classes">2 to 6.</param>
    /// <param name="size">Height and width, in pixels.</param>
    /// <param name="perClass">Images of each class of train, val and test.</param>
    /// <returns>The file.</returns>
    public static string Save(string path, int classes, int size, (int Train, int Validation, int Test) perClass)
    {
        Random random = new(0);
        ArchiveBuilder archive = new();
        foreach (
            (string split, int count) in new[]
            {
                ("train", perClass.Train),
                ("val", perClass.Validation),
                ("test", perClass.Test),
            }
        )
        {
            byte[] labels = [.. Enumerable.Range(0, count * classes).Select(image => (byte)(image % classes))];
            byte[] pixels = [.. labels.SelectMany(label => Image(label, size, random))];
            archive
                .With($"{split}_images", ArchiveBuilder.Npy("|u1", $"({labels.Length}, {size}, {size}, 3)", pixels))
                .With($"{split}_labels", ArchiveBuilder.Npy("|u1", $"({labels.Length}, 1)", labels));
        }
        return archive.Save(path);
    }

    // [size, size, 3].
    private static IEnumerable<byte> Image(int label, int size, Random random)
    {
        for (int row = 0; row < size; row++)
        for (int place = 0; place < 3 * size; place++)
        {
            bool bright = place % 3 == label % 3 && row * 2 / size == label / 3 % (MostClasses / 3);
            yield return (byte)((bright ? 180 : 40) + random.Next(60));
        }
    }
}
