using System.Collections.Immutable;
using QImpact.Data;
using QImpact.Data.Folders;

namespace QImpact.Inference.Sources;

/// <summary>Images of a folder or a list that says their classes, by the names that the model has for these.</summary>
internal sealed class ListedSource : ImageSource
{
    private readonly ImmutableArray<(ListedImage Image, int Label)> _images;

    /// <summary>The images of one split (null: test), or all where the split is <see cref="ImageSource.AllSplits"/> or there are none.</summary>
    /// <exception cref="BadInputException">There is no such split, or a class that the model does not have.</exception>
    public ListedSource(ImageListing listing, string? split, IReadOnlyList<string> classNames)
    {
        if (split is not null and not AllSplits && !listing.HasSplits)
            throw new BadInputException(
                $"--split={split}: {listing.Source} has no splits; leave it out, and all images are taken"
            );
        Split = listing.HasSplits ? split ?? "test" : AllSplits;
        Dictionary<string, int> labels = listing.ClassNames.ToDictionary(
            name => name,
            name => FolderClasses.LabelOf(name, classNames, $"{listing.Source}: the class")
        );
        _images =
        [
            .. listing
                .Images.Where(image => Split == AllSplits || image.Split == Split)
                .Select(image => (image, labels[image.ClassName])),
        ];
        if (_images.IsEmpty)
            throw new BadInputException($"--split={Split}: {listing.Source} has no images of it");
        LeftOut = listing.LeftOut;
        Dataset = Path.GetFileNameWithoutExtension(Path.TrimEndingDirectorySeparator(listing.Source));
    }

    public override string Dataset { get; }

    public override string Split { get; }

    public override int? Count => _images.Length;

    public override ImmutableSortedDictionary<string, int> LeftOut { get; }

    public override IEnumerable<SourceImage> Images(CancellationToken cancellation) =>
        _images.Select(listed => new SourceImage(
            listed.Image.Id,
            listed.Label,
            (loader, destination) => loader.Load(listed.Image.File, destination)
        ));

    public override void Dispose() { }
}
