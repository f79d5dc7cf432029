using System.Collections.Immutable;
using System.Security.Cryptography;

namespace QImpact.Data.Archives;

/// <summary>
/// Reads an archive of MedMNIST v2 (Yang et al. 2023): <c>{train,val,test}_images</c> uint8 [N,S,S] or [N,S,S,3] and
/// <c>{train,val,test}_labels</c>, integers [N,1] or [N].
/// </summary>
public static class MedMnistArchive
{
    private const int MaximumClasses = 256;

    /// <summary>Reads and checks a whole archive; the file's name without extension, in lower case, names the data set.</summary>
    /// <exception cref="BadInputException">Something is missing, damaged, or not of the expected type or shape.</exception>
    public static Dataset Read(string path)
    {
        using NpzArchive archive = NpzArchive.Open(path);
        ImageSplit train = ReadSplit(archive, path, "train");
        ImageSplit validation = ReadSplit(archive, path, "val");
        ImageSplit test = ReadSplit(archive, path, "test");
        foreach (ImageSplit split in new[] { validation, test })
            if ((split.Size, split.Channels) != (train.Size, train.Channels))
                throw new BadInputException(
                    $"{path}: {split.Name}_images are {split.Size}x{split.Size}x{split.Channels}, "
                        + $"train_images {train.Size}x{train.Size}x{train.Channels}; expected the same in all splits"
                );

        string name = Path.GetFileNameWithoutExtension(path).ToLowerInvariant();
        int classes = RequireConsecutiveLabels(path, train, validation, test);
        DatasetDescription description = new(
            name,
            Path.GetFullPath(path),
            Convert.ToHexStringLower(Md5Of(path)),
            IsPhantom: false,
            train.Size,
            train.Channels,
            KnownDatasets.ClassNames(name, classes),
            KnownDatasets.Find(name, classes)?.PositiveClass
        );
        return new Dataset(description, train, validation, test);
    }

    /// <summary>Opens one split (<c>train</c>, <c>val</c> or <c>test</c>) to be read image by image; only its labels are held in memory.</summary>
    /// <inheritdoc cref="Read" path="/exception"/>
    public static SplitReader OpenSplit(string path, string split)
    {
        NpzArchive archive = NpzArchive.Open(path);
        try
        {
            int[] labels = ReadLabels(archive, path, split);
            NpzArchive.ArrayStream images = archive.Stream($"{split}_images");
            (int size, int channels) = CheckImages(path, split, images.Header, labels.Length);
            if (!images.Header.FortranOrder)
                return new SplitReader(split, size, channels, labels, images.Read, archive);
        }
        catch
        {
            archive.Dispose();
            throw;
        }
        // The first axis is the fastest: every image is spread over the whole array.
        using (archive)
            return SplitReader.Of(ReadSplit(archive, path, split));
    }

    private static ImageSplit ReadSplit(NpzArchive archive, string path, string split)
    {
        int[] labels = ReadLabels(archive, path, split);
        NpyArray images = archive.Read($"{split}_images");
        (int size, int channels) = CheckImages(path, split, images.Header, labels.Length);
        return new ImageSplit(split, size, channels, images.Bytes, labels);
    }

    private static (int Size, int Channels) CheckImages(string path, string split, NpyHeader images, int labels)
    {
        string array = $"{split}_images";
        ImmutableArray<int> shape = images.Shape;
        if (images.Type != "u1")
            throw Wrong(path, array, $"type {images.Type}", "u1 (uint8)");
        if (shape is not ([_, _, _] or [_, _, _, 3]) || shape[1] != shape[2] || shape[1] == 0)
            throw Wrong(path, array, $"shape {images.ShapeText}", "[N,S,S] or [N,S,S,3]");
        if (shape[0] == 0)
            throw Wrong(path, array, "no images", "at least one");
        if (labels != shape[0])
            throw Wrong(path, $"{split}_labels", $"{labels} labels", $"{shape[0]}, as many as images");
        return (shape[1], shape.Length == 4 ? 3 : 1);
    }

    private static int[] ReadLabels(NpzArchive archive, string path, string split)
    {
        string array = $"{split}_labels";
        NpyArray labels = archive.Read(array);
        if (!labels.Header.IsInteger)
            throw Wrong(path, array, $"type {labels.Header.Type}", "integers");
        if (labels.Header.Shape is not ([_] or [_, 1]))
            throw Wrong(path, array, $"shape {labels.Header.ShapeText}", "[N,1] or [N], one class per image");
        long[] values = labels.ToIntegers();
        int outside = Array.FindIndex(values, value => value is < 0 or >= MaximumClasses);
        if (outside >= 0)
            throw Wrong(path, array, $"label {values[outside]} at image {outside}", $"0 to {MaximumClasses - 1}");
        return Array.ConvertAll(values, value => (int)value);
    }

    private static BadInputException Wrong(string path, string array, string found, string expected) =>
        new($"{path}: {array} has {found}; expected {expected}");

    private static int RequireConsecutiveLabels(string path, ImageSplit train, params ImageSplit[] others)
    {
        int classes = train.Labels.Max() + 1;
        int absent = train.ClassCounts(classes).IndexOf(0);
        if (classes < 2 || absent >= 0)
            throw new BadInputException(
                $"{path}: train_labels has no image of class {(absent >= 0 ? absent : classes)}; expected labels 0, 1, ... "
                    + "with every class present and at least two classes"
            );
        foreach (ImageSplit split in others)
        {
            int unknown = Array.FindIndex(split.Labels, label => label >= classes);
            if (unknown >= 0)
                throw new BadInputException(
                    $"{path}: {split.Name}_labels has label {split.Labels[unknown]} at image {unknown}; "
                        + $"expected 0 to {classes - 1}, as in train_labels"
                );
        }
        return classes;
    }

    private static byte[] Md5Of(string path)
    {
        // MD5 because MedMNIST publishes it; it identifies the file and protects nothing.
#pragma warning disable CA5351
        using FileStream stream = File.OpenRead(path);
        return MD5.HashData(stream);
#pragma warning restore CA5351
    }
}
