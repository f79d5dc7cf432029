namespace QImpact.Data.Phantom;

/// <summary>How many images of each class a generated split has.</summary>
public sealed record PhantomCounts(int Malignant, int Benign);

/// <summary>Settings of the phantom; the defaults have BreastMNIST's shapes, split sizes and class ratio.</summary>
/// <param name="Seed">The same seed gives the same images on every machine.</param>
/// <param name="Size">Height and width of an image, in pixels; at least 8.</param>
/// <param name="Train">Images of the training split.</param>
/// <param name="Validation">Images of the validation split.</param>
/// <param name="Test">Images of the test split.</param>
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
