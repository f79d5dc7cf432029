namespace QImpact.Data.Archives;

/// <summary>
/// Writes a data set as an archive in MedMNIST's form, which <see cref="MedMnistArchive"/> and NumPy read, with the names of the set
/// (<c>name</c>), its classes (<c>class_names</c>) and its images (<c>train_ids</c>, ...), and its groups (<c>train_groups</c>, ...), where it has
/// them. The same set gives the same bytes on every machine. The positive class is no part of it: which class must not be missed is a
/// choice of who trains, and the set stays the same whatever is chosen.
/// </summary>
public static class ArchiveWriter
{
    /// <summary>Writes a file, whole or not at all; one that is there is replaced.</summary>
    /// <returns>Its MD5, 32 lower-case hexadecimal digits.</returns>
    /// <exception cref="BadInputException">It can't be written, or would have more than 4 GB.</exception>
    public static string Write(Dataset dataset, string path)
    {
        string md5 = "";
        AtomicFile.Write(path, stream => md5 = Write(dataset, stream));
        return md5;
    }

    /// <summary>Writes to a stream.</summary>
    /// <inheritdoc cref="Write(Dataset, string)" path="/returns"/>
    /// <exception cref="BadInputException">It would have more than 4 GB.</exception>
    public static string Write(Dataset dataset, Stream stream)
    {
        using StoredZip zip = new(stream);
        Add(zip, "name", NpyWriter.Texts([dataset.Description.Name], isScalar: true));
        Add(zip, "class_names", NpyWriter.Texts(dataset.Description.ClassNames));
        foreach (ImageSplit split in new[] { dataset.Train, dataset.Validation, dataset.Test })
            Add(zip, split);
        return zip.End();
    }

    private static void Add(StoredZip zip, ImageSplit split)
    {
        (int count, int size) = (split.Count, split.Size);
        byte[] images =
            split.Channels == 1
                ? NpyWriter.Header("|u1", count, size, size)
                : NpyWriter.Header("|u1", count, size, size, split.Channels);
        Add(zip, $"{split.Name}_images", (images, split.Pixels));
        byte[] labels = [.. split.Labels.Select(label => checked((byte)label))];
        Add(zip, $"{split.Name}_labels", (NpyWriter.Header("|u1", count, 1), labels));
        if (split.HasIds)
            Add(zip, $"{split.Name}_ids", NpyWriter.Texts(split.Ids));
        if (!split.Groups.IsEmpty)
            Add(zip, $"{split.Name}_groups", NpyWriter.Texts(split.Groups));
    }

    private static void Add(StoredZip zip, string key, (byte[] Header, byte[] Elements) array) =>
        zip.Add(key + ".npy", array.Header, array.Elements);
}
