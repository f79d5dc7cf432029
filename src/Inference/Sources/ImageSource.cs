using QImpact.Inference.Images;

namespace QImpact.Inference.Sources;

/// <summary>An image of a source, not yet decoded.</summary>
/// <param name="Id">What the prediction table calls it.</param>
/// <param name="Label">Its class; null when unknown.</param>
internal abstract record SourceImage(string Id, int? Label)
{
    /// <summary>Decodes it.</summary>
    /// <param name="loader">The decoder of the calling thread.</param>
    /// <param name="destination">[channels, size, size], values in [0, 1].</param>
    /// <exception cref="BrokenImageException">It can't be used.</exception>
    public abstract void Decode(ImageLoader loader, Span<float> destination);
}

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

    /// <inheritdoc/>
    public abstract void Dispose();
}
