namespace QImpact.Data.Phantom;

/// <summary>How many images of each class a generated split has.</summary>
public sealed record PhantomCounts(int Malignant, int Benign);

/// <summary>Settings of the phantom; the defaults have BreastMNIST's shapes, split sizes and class ratio.</summary>
/// <remarks>The same seed gives the same images on every machine; the size, in pixels, is at least 8.</remarks>
public sealed record PhantomOptions(
    int Seed,
    int Size,
    PhantomCounts Train,
    PhantomCounts Validation,
    PhantomCounts Test
)
{
    /// <summary>546, 78 and 156 images of 28 x 28 pixels.</summary>
    public static PhantomOptions Default { get; } = new(0, 28, new(147, 399), new(21, 57), new(42, 114));
}
