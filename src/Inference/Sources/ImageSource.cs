using QImpact.Inference.Images;

namespace QImpact.Inference.Sources;

/// <summary>
/// An image of a source, not yet decoded: what the prediction table calls it, its class, null when unknown, and how the loader of the calling
/// thread decodes it to [channels, size, size], values in [0, 1]; a <see cref="BrokenImageException"/> says why it can't be used.
/// </summary>
internal sealed record SourceImage(string Id, int? Label, Action<ImageLoader, Span<float>> Decode);

/// <summary>Where images come from, one after the other.</summary>
internal abstract class ImageSource : IDisposable
{
    /// <summary>The data set's name, for the prediction table.</summary>
    public abstract string Dataset { get; }

    /// <summary>The split's name, for the prediction table.</summary>
    public abstract string Split { get; }

    /// <summary>The number of images; null where it is not known before the last one.</summary>
    public abstract int? Count { get; }

    /// <summary>The images in their order; read once.</summary>
    /// <exception cref="Data.BadInputException">The source itself is broken.</exception>
    public abstract IEnumerable<SourceImage> Images();

    public abstract void Dispose();
}
