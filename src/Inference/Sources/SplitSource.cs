using QImpact.Data;
using QImpact.Data.Archives;
using QImpact.Data.Models;

namespace QImpact.Inference.Sources;

/// <summary>A split of a data set, read as it goes.</summary>
internal sealed class SplitSource : ImageSource
{
    private readonly SplitReader _reader;

    private SplitSource(string dataset, SplitReader reader) => (Dataset, _reader) = (dataset, reader);

    /// <summary>Takes over an opened split; one that is refused is closed.</summary>
    /// <exception cref="BadInputException">Its images are not of the model's shape, or have more classes.</exception>
    public static SplitSource Over(string dataset, SplitReader reader, Classifier model)
    {
        try
        {
            RequireMatch(reader, model.File, model.Contract);
            return new SplitSource(dataset, reader);
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }

    public static void RequireMatch(SplitReader reader, string modelFile, ModelContract contract)
    {
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

    public override string Dataset { get; }

    public override string Split => _reader.Name;

    public override int? Count => _reader.Labels.Count;

    public override string? Md5 => _reader.Md5;

    public override IEnumerable<SourceImage> Images(CancellationToken cancellation)
    {
        for (int image = 0; image < _reader.Labels.Count; image++)
        {
            byte[] pixels = _reader.ReadNext();
            yield return new SourceImage(
                _reader.Ids[image],
                _reader.Labels[image],
                (_, destination) => ImageSplit.Scale(pixels, _reader.Channels, destination)
            );
        }
    }

    public override void Dispose() => _reader.Dispose();
}
