using System.Collections.Immutable;
using System.Security.Cryptography;

namespace QImpact.Data.Archives;

/// <summary>
/// Reads an archive of MedMNIST v2 (Yang et al. 2023): <c>{train,val,test}_images</c> uint8 [N,S,S] or [N,S,S,3] and
/// <c>{train,val,test}_labels</c>, integers [N,1] or [N]; and, where it has them, what <see cref="ArchiveWriter"/> adds, and
/// <c>positive_class</c>, an integer.
/// </summary>
public static class MedMnistArchive
{
    private const int MaximumClasses = 256;
    private const int MaximumImages = 50_000_000;

    /// <summary>
    /// Reads and checks a whole archive; the file's name without extension, in lower case, names the data set. Types, shapes and counts of all
    /// arrays are held against each other, and the labels read, before any image is.
    /// </summary>
    /// <exception cref="BadInputException">Something is missing, damaged, or not of the expected type or shape.</exception>
    public static Dataset Read(string path)
    {
        using NpzArchive archive = NpzArchive.Open(path);
        SplitShape[] shapes = [.. Dataset.SplitNames.Select(split => ShapeOf(archive, path, split))];
        foreach (SplitShape split in shapes)
            if ((split.Size, split.Channels) != (shapes[0].Size, shapes[0].Channels))
                throw new BadInputException(
                    $"{path}: {split.Name}_images are {split.Size}x{split.Size}x{split.Channels}, "
                        + $"train_images {shapes[0].Size}x{shapes[0].Size}x{shapes[0].Channels}; expected the same in all splits"
                );
        RequireMemory(path, shapes);
        int[][] labels = [.. shapes.Select(split => ReadLabels(archive, path, split))];
        int classes = RequireConsecutiveLabels(path, labels[0], ("val", labels[1]), ("test", labels[2]));
        ImageSplit[] splits = [.. shapes.Zip(labels, (split, its) => ReadImages(archive, path, split, its))];

        string name = TextArrays.Find(archive, path, "name", 1)?[0] ?? Path.GetFileNameWithoutExtension(path);
        name = FileNamePart.Require(name.ToLowerInvariant(), $"{path}: the name of the data set");
        DatasetDescription description = new(
            name,
            Path.GetFullPath(path),
            Md5Of(path),
            IsPhantom: false,
            shapes[0].Size,
            shapes[0].Channels,
            TextArrays.Find(archive, path, "class_names", classes) ?? KnownDatasets.ClassNames(name, classes),
            ReadPositiveClass(archive, path, classes) ?? KnownDatasets.Find(name, classes)?.PositiveClass
        );
        return new Dataset(description, splits[0], splits[1], splits[2]).RequireWholeGroups();
    }

    /// <summary>Opens one split (<c>train</c>, <c>val</c> or <c>test</c>) to be read image by image; only its labels are held in memory.</summary>
    /// <inheritdoc cref="Read" path="/exception"/>
    public static SplitReader OpenSplit(string path, string split)
    {
        NpzArchive archive = NpzArchive.Open(path);
        try
        {
            SplitShape shape = ShapeOf(archive, path, split);
            int[] labels = ReadLabels(archive, path, shape);
            string md5 = Md5Of(path);
            ImmutableArray<string>? ids = TextArrays.Find(archive, path, $"{split}_ids", labels.Length);
            NpzArchive.ArrayStream images = archive.Stream($"{split}_images");
            if (!images.Header.FortranOrder)
                return new SplitReader(split, md5, shape.Size, shape.Channels, labels, ids, images.Read, archive);
            // The first axis is the fastest: every image is spread over the whole array.
            RequireMemory(path, [shape]);
            using (archive)
                return SplitReader.Of(ReadImages(archive, path, shape, labels), md5);
        }
        catch
        {
            archive.Dispose();
            throw;
        }
    }

    private static SplitShape ShapeOf(NpzArchive archive, string path, string split)
    {
        NpyHeader labels = archive.Header($"{split}_labels");
        NpyHeader images = archive.Header($"{split}_images");
        if (!labels.Type.IsInteger)
            throw Wrong(
                path,
                $"{split}_labels",
                $"type {labels.Type}",
                labels.Type.Code[0] == 'f' ? $"integers: {OtherTask.Regression}" : "integers"
            );
        if (labels.Shape is not ([_] or [_, 1]))
            throw Wrong(
                path,
                $"{split}_labels",
                $"shape {labels.ShapeText}",
                "[N,1] or [N], one class per image" + (labels.Shape is [_, _] ? $": {OtherTask.MultiLabel}" : "")
            );
        if (images.Type.Code != "u1")
            throw Wrong(path, $"{split}_images", $"type {images.Type}", "u1 (uint8)");
        if (
            images.Shape is not (([_, _, _] or [_, _, _, 3]) and [var count, var height, var width, ..])
            || height != width
            || height == 0
        )
            throw Wrong(
                path,
                $"{split}_images",
                $"shape {images.ShapeText}",
                "[N,S,S] or [N,S,S,3]" + (images.Shape is [_, _, _, > 4, ..] ? $": {OtherTask.Volumes}" : "")
            );
        if (count == 0)
            throw Wrong(path, $"{split}_images", "no images", "at least one");
        if (count > MaximumImages)
            throw Wrong(path, $"{split}_images", $"{count} images", $"at most {MaximumImages}");
        if (labels.Shape[0] != count)
            throw Wrong(path, $"{split}_labels", $"{labels.Shape[0]} labels", $"{count}, as many as images");
        return new SplitShape(split, count, height, images.Shape.Length == 4 ? 3 : 1);
    }

    private static void RequireMemory(string path, IReadOnlyList<SplitShape> splits)
    {
        long needed = splits.Sum(split => (long)split.Count * split.Size * split.Size * split.Channels);
        long there = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        if (needed > there)
            throw new BadInputException(
                $"{path} holds {needed >> 20} MB of images; this machine has {there >> 20} MB of memory for them"
            );
    }

    private static int[] ReadLabels(NpzArchive archive, string path, SplitShape split)
    {
        using NpzArchive.ArrayStream stream = archive.Stream($"{split.Name}_labels");
        int[] labels = new int[split.Count];
        int image = 0;
        foreach (Int128 label in stream.Integers())
        {
            if (label < 0 || label >= MaximumClasses)
                throw Wrong(
                    path,
                    $"{split.Name}_labels",
                    $"label {label} at image {image}",
                    $"0 to {MaximumClasses - 1}"
                );
            labels[image++] = (int)label;
        }
        return labels;
    }

    private static ImageSplit ReadImages(NpzArchive archive, string path, SplitShape split, int[] labels) =>
        new(split.Name, split.Size, split.Channels, archive.Read($"{split.Name}_images").Bytes, labels)
        {
            Ids = TextArrays.Find(archive, path, $"{split.Name}_ids", split.Count) ?? default,
            Groups = TextArrays.Find(archive, path, $"{split.Name}_groups", split.Count) ?? [],
        };

    private static int? ReadPositiveClass(NpzArchive archive, string path, int classes)
    {
        const string key = "positive_class";
        if (!archive.Keys.Contains(key))
            return null;
        NpyHeader header = archive.Header(key);
        if (!header.Type.IsInteger || header.Shape is not ([] or [1]))
            throw Wrong(path, key, $"type {header.Type}, shape {header.ShapeText}", "one integer");
        using NpzArchive.ArrayStream stream = archive.Stream(key);
        Int128 positive = stream.Integers().Single();
        return positive >= 0 && positive < classes
            ? (int)positive
            : throw Wrong(path, key, $"value {positive}", $"0 to {classes - 1}");
    }

    private static BadInputException Wrong(string path, string array, string found, string expected) =>
        new($"{path}: {array} has {found}; expected {expected}");

    private static int RequireConsecutiveLabels(
        string path,
        int[] train,
        params ReadOnlySpan<(string Split, int[] Labels)> others
    )
    {
        int classes = train.Max() + 1;
        int absent = Enumerable.Range(0, classes).Except(train).DefaultIfEmpty(-1).Min();
        if (classes < 2 || absent >= 0)
            throw new BadInputException(
                $"{path}: train_labels has no image of class {(absent >= 0 ? absent : classes)}; expected labels 0, 1, ... "
                    + "with every class present and at least two classes"
            );
        foreach ((string split, int[] labels) in others)
        {
            int unknown = Array.FindIndex(labels, label => label >= classes);
            if (unknown >= 0)
                throw new BadInputException(
                    $"{path}: {split}_labels has label {labels[unknown]} at image {unknown}; "
                        + $"expected 0 to {classes - 1}, as in train_labels"
                );
        }
        return classes;
    }

    private static string Md5Of(string path)
    {
        // MD5 because MedMNIST publishes it; it identifies the file and protects nothing.
#pragma warning disable CA5351
        using FileStream stream = File.OpenRead(path);
        return Convert.ToHexStringLower(MD5.HashData(stream));
#pragma warning restore CA5351
    }

    /// <summary>What a split's headers say: [count, size, size, channels].</summary>
    private sealed record SplitShape(string Name, int Count, int Size, int Channels);
}
