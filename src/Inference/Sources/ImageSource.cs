using System.Collections.Immutable;
using QImpact.Data.Images;

namespace QImpact.Inference.Sources;

/// <summary>
/// An image of a source, not yet decoded: what the prediction table calls it, its class, null when unknown, and how the loader of the calling
/// thread decodes it to [channels, size, size], values in [0, 1]; a <see cref="BrokenImageException"/> says why it can't be used.
/// </summary>
internal sealed record SourceImage(string Id, int? Label, Action<ImageLoader, Span<float>> Decode);

/// <summary>Where images come from, one after the other.</summary>
internal abstract class ImageSource : IDisposable
{
    /// <summary>The name of all splits together.</summary>
    public const string AllSplits = "all";

    /// <summary>The data set's name, for the prediction table.</summary>
    public abstract string Dataset { get; }

    /// <summary>The split's name, for the prediction table.</summary>
    public abstract string Split { get; }

    /// <summary>The number of images; null where it is not known before the last one.</summary>
    public abstract int? Count { get; }

    /// <summary>MD5 of the data set; null for files.</summary>
    public virtual string? Md5 => null;

    /// <summary>Files that were found and are no images, counted by the ending of their names.</summary>
    public virtual ImmutableSortedDictionary<string, int> LeftOut => ImmutableSortedDictionary<string, int>.Empty;

    /// <summary>The images in their order; read once. Waiting for the next one ends when it is cancelled.</summary>
    /// <exception cref="Data.BadInputException">The source itself is broken.</exception>
    public abstract IEnumerable<SourceImage> Images(CancellationToken cancellation);

    public abstract void Dispose();
}
