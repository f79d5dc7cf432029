using QImpact.Data.Images;

namespace QImpact.Data.Folders;

/// <summary>Makes a data set of a person's own images: a folder of them, or a CSV file that lists them (docs/data.md).</summary>
public static class FolderDataset
{
    private const int LongestName = 60;

    /// <summary>
    /// The set: images of [size, size, channels], in each split in the order of their names; its MD5 is that of the archive that
    /// <see cref="Archives.ArchiveWriter"/> writes of it. A set that was made before, of the same files, is taken from the cache.
    /// </summary>
    /// <param name="folder">How it is made.</param>
    /// <param name="name">Its name; null for the folder's, in lower case.</param>
    /// <param name="watch">Who looks on.</param>
    /// <param name="cancellation">Stops the reading of images.</param>
    /// <exception cref="BadInputException">The folder, the list or an image can't be used; the message says which and why.</exception>
    public static Dataset Load(
        ImageFolder folder,
        string? name,
        FolderWatch watch,
        CancellationToken cancellation = default
    )
    {
        ImageListing listing = ImageListing.Of(folder.Path);
        if (listing.HasSplits && folder.Proportions is not null)
            throw new BadInputException(
                $"{folder.Path} gives each image its split; --proportions is for images without"
            );
        ImageFolder settings = folder with
        {
            Path = Path.GetFullPath(folder.Path),
            Proportions = listing.HasSplits ? null : folder.Proportions ?? SplitProportions.Default,
        };
        name ??= NameOf(settings.Path);
        string? kept = FolderCache.FileOf(listing, settings, name);
        Dataset dataset = FolderCache.Find(kept) ?? Make(listing, settings, name, kept, watch, cancellation);
        dataset = dataset with { Description = dataset.Description with { Source = settings.Path, Folder = settings } };
        Tell(dataset, listing, settings, watch);
        return dataset;
    }

    /// <summary>Whether a path names images rather than an archive: a CSV file, or a folder without archives.</summary>
    public static bool IsImages(string path) =>
        Directory.Exists(path)
            ? !InputFile.Read($"the folder {path}", () => Directory.EnumerateFiles(path, "*.npz").Any())
            : ImageFolder.IsList(path);

    private static Dataset Make(
        ImageListing listing,
        ImageFolder settings,
        string name,
        string? kept,
        FolderWatch watch,
        CancellationToken cancellation
    )
    {
        // What can be seen without the pixels is told before they are read.
        if (listing.HasSplits)
            Assemble(listing, settings, name, Unread(listing));
        Dataset made = Assemble(listing, settings, name, ImageReading.Read(listing, settings, watch, cancellation));
        return made with { Description = made.Description with { Md5 = FolderCache.Keep(made, kept) } };
    }

    private static ReadImages Unread(ImageListing listing) =>
        new(listing.Images, [.. Enumerable.Repeat(Array.Empty<byte>(), listing.Images.Length)], Channels: 1);

    private static Dataset Assemble(ImageListing listing, ImageFolder settings, string name, ReadImages images)
    {
        int[] labels = [.. images.Images.Select(image => listing.ClassNames.IndexOf(image.ClassName))];
        int[] splits = listing.HasSplits
            ? [.. images.Images.Select(image => Dataset.SplitNames.IndexOf(image.Split!))]
            : Division.Of(images.Images, labels, listing, settings.Proportions!, settings.SplitSeed);
        ImageSplit[] parts =
        [
            .. Dataset.SplitNames.Select(
                (split, which) =>
                {
                    int[] own = [.. Enumerable.Range(0, splits.Length).Where(image => splits[image] == which)];
                    return new ImageSplit(
                        split,
                        settings.Size,
                        images.Channels,
                        Together([.. own.Select(image => images.Pixels[image])]),
                        [.. own.Select(image => labels[image])]
                    )
                    {
                        Ids = [.. own.Select(image => images.Images[image].Id)],
                        Groups = listing.HasGroups ? [.. own.Select(image => images.Images[image].Group!)] : [],
                    };
                }
            ),
        ];
        DatasetDescription description = new(
            name,
            settings.Path,
            Md5: "",
            IsPhantom: false,
            settings.Size,
            images.Channels,
            listing.ClassNames,
            PositiveClass: null
        );
        return new Dataset(description, parts[0], parts[1], parts[2]).RequireSoundSplits();
    }

    private static byte[] Together(byte[][] images)
    {
        byte[] all = new byte[images.Sum(image => image.Length)];
        int at = 0;
        foreach (byte[] image in images)
        {
            image.CopyTo(all, at);
            at += image.Length;
        }
        return all;
    }

    private static void Tell(Dataset dataset, ImageListing listing, ImageFolder settings, FolderWatch watch)
    {
        DatasetDescription set = dataset.Description;
        ImageSplit[] splits = [dataset.Train, dataset.Validation, dataset.Test];
        int images = splits.Sum(split => split.Count);
        IEnumerable<string> classes = set.ClassNames.Select(
            (name, label) => $"{label} {name} ({splits.Sum(split => split.Labels.Count(its => its == label))})"
        );
        watch.Say(
            $"{set.Name}: {images} images of {set.Size}x{set.Size}, {(set.Channels == 1 ? "grey" : "colour")}; classes by "
                + $"{(ImageListing.IsNumeric(set.ClassNames) ? "number" : "name")}: {string.Join(", ", classes)}"
        );
        watch.Say(
            $"{set.Name}: "
                + string.Join(", ", splits.Select(split => $"{split.Name} {split.Count}"))
                + (
                    settings.Proportions is { } proportions
                        ? $", divided {proportions} with seed {settings.SplitSeed}{(listing.HasGroups ? ", groups whole" : "")}"
                        : ", as given"
                )
        );
        if (images < listing.Images.Length)
            watch.Say(
                $"{set.Name}: {listing.Images.Length - images} of {listing.Images.Length} images can't be read and are left out"
            );
        if (!listing.LeftOut.IsEmpty)
            watch.Say($"{set.Name}: not images: {ImageFileNames.Counted(listing.LeftOut)}");
    }

    // A name of a file, in lower case.
    private static string NameOf(string path)
    {
        string own = ImageFolder.IsList(path)
            ? Path.GetFileNameWithoutExtension(path)
            : Path.GetFileName(Path.TrimEndingDirectorySeparator(path));
        string plain = string.Concat(
            own.ToLowerInvariant().Select(letter => char.IsLetterOrDigit(letter) || letter is '_' or '.' ? letter : '-')
        );
        plain = plain.Trim('-', '.');
        return plain.Length == 0 ? "images" : plain[..Math.Min(plain.Length, LongestName)].TrimEnd('.');
    }
}
