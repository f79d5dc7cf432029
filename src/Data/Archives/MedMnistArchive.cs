using System.Security.Cryptography;

namespace QImpact.Data.Archives;

/// <summary>
/// Reads an archive of MedMNIST v2 (Yang et al. 2023): <c>{train,val,test}_images</c> uint8 [N,S,S] or [N,S,S,3] and
/// <c>{train,val,test}_labels</c>, integers [N,1] or [N].
/// </summary>
public static class MedMnistArchive
{
    private const int MaximumClasses = 256;

    /// <summary>Reads and checks a whole archive.</summary>
    /// <param name="path">The .npz file; its name without extension, in lower case, names the data set.</param>
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
            KnownDatasets.ByName.GetValueOrDefault(name)?.PositiveClass ?? 0
        );
        return new Dataset(description, train, validation, test);
    }

    private static ImageSplit ReadSplit(NpzArchive archive, string path, string split)
    {
        NpyArray images = archive.Read($"{split}_images");
        NpyArray labels = archive.Read($"{split}_labels");
        if (images.Type != "u1")
            throw Wrong($"{split}_images", $"type {images.Type}", "u1 (uint8)");
        bool grey = images.Shape.Length == 3;
        bool colour = images.Shape.Length == 4 && images.Shape[3] == 3;
        if (!(grey || colour) || images.Shape[1] != images.Shape[2] || images.Shape[1] == 0)
            throw Wrong($"{split}_images", $"shape {images.ShapeText}", "[N,S,S] or [N,S,S,3]");
        if (images.Shape[0] == 0)
            throw Wrong($"{split}_images", "no images", "at least one");
        if (!labels.IsInteger)
            throw Wrong($"{split}_labels", $"type {labels.Type}", "integers");
        if (!(labels.Shape.Length == 1 || (labels.Shape.Length == 2 && labels.Shape[1] == 1)))
            throw Wrong($"{split}_labels", $"shape {labels.ShapeText}", "[N,1] or [N], one class per image");
        if (labels.Shape[0] != images.Shape[0])
            throw Wrong($"{split}_labels", $"{labels.Shape[0]} labels", $"{images.Shape[0]}, as many as images");

        long[] values = labels.ToIntegers();
        int outside = Array.FindIndex(values, value => value is < 0 or >= MaximumClasses);
        if (outside >= 0)
            throw Wrong($"{split}_labels", $"label {values[outside]} at image {outside}", $"0 to {MaximumClasses - 1}");
        return new ImageSplit(
            split,
            images.Shape[1],
            colour ? 3 : 1,
            images.Bytes,
            Array.ConvertAll(values, value => (int)value)
        );

        BadInputException Wrong(string array, string found, string expected) =>
            new($"{path}: {array} has {found}; expected {expected}");
    }

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
