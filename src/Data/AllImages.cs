using System.Collections.Immutable;

namespace QImpact.Data;

/// <summary>
/// The images of all splits of a set as one row: train, then val, then test. An image is its place there, from 0. Nothing is copied.
/// </summary>
public sealed class AllImages
{
    private readonly ImageSplit[] _splits;
    private readonly int[] _first;

    /// <summary>The images of a set.</summary>
    public AllImages(Dataset dataset)
    {
        Dataset = dataset;
        _splits = [dataset.Train, dataset.Validation, dataset.Test];
        _first = [0, dataset.Train.Count, dataset.Train.Count + dataset.Validation.Count];
        Count = _splits.Sum(split => split.Count);
    }

    /// <summary>The set.</summary>
    public Dataset Dataset { get; }

    /// <summary>How many images there are.</summary>
    public int Count { get; }

    /// <summary>Height and width of an image, in pixels.</summary>
    public int Size => Dataset.Description.Size;

    /// <summary>1 (grey) or 3 (RGB).</summary>
    public int Channels => Dataset.Description.Channels;

    /// <summary>An image's pixels, [size, size, channels], 0 to 255.</summary>
    public ReadOnlySpan<byte> Pixels(int image)
    {
        (ImageSplit split, int index) = Find(image);
        return split.Image(index);
    }

    /// <summary>An image's class, from 0.</summary>
    public int Label(int image)
    {
        (ImageSplit split, int index) = Find(image);
        return split.Labels[index];
    }

    /// <summary>The split that an image is in, and its index there.</summary>
    public (ImageSplit Split, int Index) Find(int image)
    {
        int split =
            image >= _first[2] ? 2
            : image >= _first[1] ? 1
            : 0;
        return (_splits[split], image - _first[split]);
    }

    /// <summary>What an image is called in the whole set: its own name, or the split and its index there, such as <c>train/12</c>.</summary>
    public string Id(int image)
    {
        (ImageSplit split, int index) = Find(image);
        return split.HasIds ? split.Ids[index] : $"{split.Name}/{index}";
    }

    /// <summary>The group of each image, such as the patient; null where not every image has one on record.</summary>
    public ImmutableArray<string>? GroupNames() =>
        _splits.All(split => split.Groups.Length == split.Count)
            ? [.. _splits.SelectMany(split => split.Groups)]
            : null;

    /// <summary>The images of a split, ascending.</summary>
    /// <exception cref="BadInputException">There is no split of that name.</exception>
    public IEnumerable<int> In(string split)
    {
        int place = Array.IndexOf(_splits, Dataset.Split(split));
        return Enumerable.Range(_first[place], _splits[place].Count);
    }

    /// <summary>Some images as a split of their own, called as in the whole set.</summary>
    /// <param name="name">The split's name.</param>
    /// <param name="images">Which images, in which order.</param>
    public ImageSplit Choose(string name, IReadOnlyList<int> images)
    {
        int length = Dataset.Train.ImageLength;
        byte[] pixels = new byte[images.Count * length];
        for (int place = 0; place < images.Count; place++)
            Pixels(images[place]).CopyTo(pixels.AsSpan(place * length));
        ImmutableArray<string>? groups = GroupNames();
        return new ImageSplit(name, Size, Channels, pixels, [.. images.Select(Label)])
        {
            Ids = [.. images.Select(Id)],
            Groups = groups is { } names ? [.. images.Select(image => names[image])] : [],
        };
    }
}
