using QImpact.Data;
using QImpact.Data.Archives;

namespace QImpact.Inference.Sources;

/// <summary>All images of a data set, called as in the whole set: <c>test/12</c>, or by a name of their own.</summary>
internal sealed class WholeSet : ImageSource
{
    private readonly AllImages _images;

    /// <summary>The images of all splits.</summary>
    /// <exception cref="BadInputException">They are not of the model's shape, or have more classes.</exception>
    public WholeSet(Dataset dataset, Classifier model)
    {
        _images = new AllImages(dataset);
        foreach (string split in Data.Dataset.SplitNames)
        {
            using SplitReader reader = SplitReader.Of(dataset.Split(split), dataset.Description.Md5);
            SplitSource.RequireMatch(reader, model.File, model.Contract);
        }
    }

    public override string Dataset => _images.Dataset.Description.Name;

    public override string Split => AllSplits;

    public override int? Count => _images.Count;

    public override string? Md5 => _images.Dataset.Description.Md5;

    public override IEnumerable<SourceImage> Images(CancellationToken cancellation) =>
        Enumerable
            .Range(0, _images.Count)
            .Select(image => new SourceImage(
                _images.Id(image),
                _images.Label(image),
                (_, destination) => ImageSplit.Scale(_images.Pixels(image), _images.Channels, destination)
            ));

    public override void Dispose() { }
}
