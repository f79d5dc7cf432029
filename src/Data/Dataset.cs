using System.Collections.Immutable;
using System.Text.Json.Serialization;
using QImpact.Data.Folders;

namespace QImpact.Data;

/// <summary>The images and labels of one split.</summary>
/// <param name="Name"><c>train</c>, <c>val</c> or <c>test</c>.</param>
/// <param name="Size">Height and width of an image, in pixels.</param>
/// <param name="Channels">1 (grey) or 3 (RGB).</param>
/// <param name="Pixels">[count, size, size, channels], row by row, 0 to 255.</param>
/// <param name="Labels">[count], class indices from 0.</param>
public sealed record ImageSplit(string Name, int Size, int Channels, byte[] Pixels, int[] Labels)
{
    private readonly ImmutableArray<string> _ids;

    /// <summary>What each image is called: its file's path relative to the folder or the list, or its index as text where it has no other name.</summary>
    public ImmutableArray<string> Ids
    {
        get => HasIds ? _ids : [.. Enumerable.Range(0, Count).Select(index => $"{index}")];
        init => _ids = value;
    }

    /// <summary>Whether images have names of their own.</summary>
    public bool HasIds => !_ids.IsDefault;

    /// <summary>What images have in common that must not be divided, such as the patient, image by image; empty where that is unknown.</summary>
    public ImmutableArray<string> Groups { get; init; } = [];

    /// <summary>Number of images.</summary>
    public int Count => Labels.Length;

    /// <summary>Number of values of one image.</summary>
    public int ImageLength => Size * Size * Channels;

    /// <summary>The pixels of one image, [size, size, channels].</summary>
    public ReadOnlySpan<byte> Image(int index) => Pixels.AsSpan(index * ImageLength, ImageLength);

    /// <summary>How many images each class has.</summary>
    public ImmutableArray<int> ClassCounts(int classes)
    {
        int[] counts = new int[classes];
        foreach (int label in Labels)
            counts[label]++;
        return [.. counts];
    }

    /// <summary>Images from the first on, as many as there is room for: [count, channels, size, size], values in [0, 1] (pixel / 255).</summary>
    public void CopyScaled(int first, Span<float> destination)
    {
        for (int image = 0; image < destination.Length / ImageLength; image++)
            Scale(Image(first + image), Channels, destination.Slice(image * ImageLength, ImageLength));
    }

    /// <summary>What <see cref="Scale"/> takes apart, put together: [channels, size, size] in [0, 1] to [size, size, channels] in 0 to 255, rounded.</summary>
    public static byte[] Unscale(ReadOnlySpan<float> values, int channels)
    {
        int plane = values.Length / channels;
        byte[] pixels = new byte[values.Length];
        for (int channel = 0; channel < channels; channel++)
        for (int pixel = 0; pixel < plane; pixel++)
            pixels[pixel * channels + channel] = (byte)
                MathF.Round(255 * Math.Clamp(values[channel * plane + pixel], 0, 1));
        return pixels;
    }

    /// <summary>One image as a network takes it: [size, size, channels] to [channels, size, size], values in [0, 1] (pixel / 255).</summary>
    public static void Scale(ReadOnlySpan<byte> pixels, int channels, Span<float> destination)
    {
        int plane = pixels.Length / channels;
        for (int pixel = 0; pixel < plane; pixel++)
        for (int channel = 0; channel < channels; channel++)
            destination[channel * plane + pixel] = pixels[pixel * channels + channel] / 255f;
    }
}

/// <summary>
/// What a data set is, apart from its images of [size, size, channels]: its lower-case name, where it was read from or how it was made, the MD5 of
/// the archive, or of generated pixels and labels, 32 lower-case hexadecimal digits, class names in the order of the labels, and the positive
/// class, the disease, which must not be missed; null where nobody has said which one it is, as with most sets of more than two classes. Results
/// on a phantom, generated images, say nothing about real ones.
/// </summary>
public sealed record DatasetDescription(
    string Name,
    string Source,
    string Md5,
    bool IsPhantom,
    int Size,
    int Channels,
    ImmutableArray<string> ClassNames,
    int? PositiveClass
)
{
    /// <summary>How a set of a person's own images was made, so that it can be made again; null for archives and the phantom.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImageFolder? Folder { get; init; }

    /// <summary>This data set with the positive class that a person named, by its name or its number; null for the one that is known.</summary>
    /// <exception cref="BadInputException">It has no such class.</exception>
    public DatasetDescription WithPositiveClass(string? nameOrNumber)
    {
        if (nameOrNumber is null)
            return this;
        int named = ClassNames.IndexOf(nameOrNumber);
        if (named < 0)
            named = Enumerable.Range(0, ClassNames.Length).FirstOrDefault(label => $"{label}" == nameOrNumber, -1);
        return named >= 0
            ? this with
            {
                PositiveClass = named,
            }
            : throw new BadInputException(
                $"--positive-class={nameOrNumber}: {Name} has no such class; expected {Choices}"
            );
    }

    /// <summary>The positive class, which two classes need; null with more of them, unless a person has named one.</summary>
    /// <exception cref="BadInputException">Nobody has said which of two classes it is, or there is no such class.</exception>
    public int? RequirePositiveClass() =>
        PositiveClass switch
        {
            null when ClassNames.Length > 2 => null,
            null => throw new BadInputException(
                $"which class of {Name} is the disease is not known; name it with --positive-class: {Choices}"
            ),
            { } known when known >= 0 && known < ClassNames.Length => known,
            { } other => throw new BadInputException(
                $"{Name} has the positive class {other}; expected 0 to {ClassNames.Length - 1}"
            ),
        };

    private string Choices => string.Join(" or ", ClassNames.Select((name, label) => $"{label} ('{name}')"));
}

/// <summary>A data set with its three splits.</summary>
public sealed record Dataset(DatasetDescription Description, ImageSplit Train, ImageSplit Validation, ImageSplit Test)
{
    /// <summary>Number of classes.</summary>
    public int Classes => Description.ClassNames.Length;

    /// <summary>This data set with the positive class that a person named, by its name or its number; null for the one that is known.</summary>
    /// <exception cref="BadInputException">It has no such class.</exception>
    public Dataset WithPositiveClass(string? nameOrNumber) =>
        this with
        {
            Description = Description.WithPositiveClass(nameOrNumber),
        };

    /// <summary>The names that <see cref="Split"/> knows.</summary>
    public static ImmutableArray<string> SplitNames { get; } = ["train", "val", "test"];

    /// <summary>The split of a name.</summary>
    /// <exception cref="BadInputException">There is no split of that name.</exception>
    public ImageSplit Split(string name) =>
        name switch
        {
            "train" => Train,
            "val" => Validation,
            "test" => Test,
            _ => throw NoSuchSplit(name),
        };

    /// <summary>This data set, which must be the one that something was made from (<c>the run was trained on</c>).</summary>
    /// <exception cref="BadInputException">It is another one.</exception>
    public Dataset RequireMd5(string md5, string made) =>
        Description.Md5 == md5
            ? this
            : throw new BadInputException(
                $"{Description.Source} has MD5 {Description.Md5}; {made} {md5}: "
                    + (
                        Description.Folder is null
                            ? "name that archive with --data=FILE"
                            : "the images there are others now; name those, or the archive that was written of them, with --data"
                    )
            );

    /// <summary>This data set, in which every class must have an image in every split, and no group of images may be in two of them.</summary>
    /// <exception cref="BadInputException">A class lacks, or a group is divided; the message names both places.</exception>
    public Dataset RequireSoundSplits()
    {
        foreach (ImageSplit split in new[] { Train, Validation, Test })
        {
            int missing = split.ClassCounts(Classes).IndexOf(0);
            if (missing >= 0)
                throw new BadInputException(
                    $"{Description.Name}: split {split.Name} has no image of class {missing} ({Description.ClassNames[missing]}); expected at least one of each class"
                );
        }
        RequireWholeGroups();
        return this;
    }

    /// <summary>This data set, of which no group of images may be in two splits.</summary>
    /// <exception cref="BadInputException">One is; the message names an image on each side.</exception>
    public Dataset RequireWholeGroups()
    {
        Dictionary<string, (ImageSplit Split, int Image)> seen = [];
        foreach (ImageSplit split in new[] { Train, Validation, Test })
            for (int image = 0; image < split.Groups.Length; image++)
                if (
                    !seen.TryAdd(split.Groups[image], (split, image)) && seen[split.Groups[image]] is var (other, first)
                )
                    if (other.Name != split.Name)
                        throw new BadInputException(
                            $"{Description.Source}: group '{split.Groups[image]}' is in {other.Name} ({other.Ids[first]}) and in {split.Name} "
                                + $"({split.Ids[image]}); expected all images of a group in one split"
                        );
        return this;
    }

    internal static BadInputException NoSuchSplit(string name) =>
        new($"there is no split '{name}'; expected one of {string.Join(", ", SplitNames)}");
}
