using TorchSharp;

namespace QImpact.Training.Layers;

/// <summary>
/// Scalars that live as long as the program. A scalar that is made for one call can be collected, and its native memory freed, before libtorch
/// has read it: TorchSharp 0.107 hands on its address alone.
/// </summary>
internal static class Scalars
{
    /// <summary>1.</summary>
    public static readonly Scalar One = 1;

    /// <summary>0.5.</summary>
    public static readonly Scalar Half = 0.5;

    /// <summary>2 pi.</summary>
    public static readonly Scalar Turn = 2 * Math.PI;
}
