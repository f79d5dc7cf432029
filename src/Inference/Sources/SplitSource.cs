using System.Globalization;
using QImpact.Data;
using QImpact.Data.Archives;
using QImpact.Inference.Images;

namespace QImpact.Inference.Sources;

/// <summary>A split of a data set, read as it goes.</summary>
internal sealed class SplitSource : ImageSource
{
    private readonly SplitReader _reader;

    /// <summary>Takes over an opened split.</summary>
    /// <exception cref="BadInputException">Its images are not of the models' shape, or have more classes.</exception>
    public SplitSource(string dataset, SplitReader reader, string modelFile, ModelContract contract)
    {
        Dataset = dataset;
        _reader = reader;
        if ((contract.Channels, contract.Size) != (reader.Channels, reader.Size))
            throw new BadInputException(
                $"{modelFile} takes images of {contract.Size}x{contract.Size}x{contract.Channels}; the {reader.Name} "
                    + $"split has {reader.Size}x{reader.Size}x{reader.Channels}"
            );
        for (int image = 0; image < reader.Labels.Count; image++)
            if (reader.Labels[image] >= contract.Classes)
                throw new BadInputException(
                    $"{modelFile} knows {contract.Classes} classes; image {image} of the {reader.Name} split has label "
                        + $"{reader.Labels[image]}"
                );
    }

    /// <inheritdoc/>
    public override string Dataset { get; }

    /// <inheritdoc/>
    public override string Split => _reader.Name;

    /// <inheritdoc/>
    public override int? Count => _reader.Labels.Count;

    /// <inheritdoc/>
    public override IEnumerable<SourceImage> Images()
    {
        for (int image = 0; image < _reader.Labels.Count; image++)
            yield return new ArchiveImage(
                image.ToString(CultureInfo.InvariantCulture),
                _reader.Labels[image],
                _reader.ReadNext(),
                _reader.Channels
            );
    }

    /// <inheritdoc/>
    public override void Dispose() => _reader.Dispose();

    private sealed record ArchiveImage(string Id, int? Label, byte[] Pixels, int Channels) : SourceImage(Id, Label)
    {
        public override void Decode(ImageLoader loader, Span<float> destination) =>
            ImageSplit.Scale(Pixels, Channels, destination);
    }
}
