using System.Collections.Concurrent;
using TorchSharp;
using static TorchSharp.torch;

namespace QImpact.Training.Layers;

/// <summary>
/// Numbers for libtorch that live as long as the program, and the arithmetic that TorchSharp 0.107 does with numbers of its own. It hands on a
/// number's address alone, so one that is made for one call can be collected, and its native memory freed, before libtorch has read it: the call
/// fails ("Unknown scalar type") or computes with another number. A test finds every call that makes such a number.
/// </summary>
internal static class Scalars
{
    /// <summary>1.</summary>
    public static readonly Scalar One = 1;

    /// <summary>0.5.</summary>
    public static readonly Scalar Half = 0.5;

    /// <summary>2 pi.</summary>
    public static readonly Scalar Turn = 2 * Math.PI;

    private static readonly Scalar Two = 2;
    private static readonly ConcurrentDictionary<double, Scalar> Others = [];

    /// <summary>The scalar of a number. Each number that is asked for is kept: for constants, not for numbers that change from step to step.</summary>
    public static Scalar Of(double number) => Others.GetOrAdd(number, made => made);

    /// <summary>a + b.</summary>
    public static Tensor Plus(this Tensor a, Tensor b) => a.add(b, One);

    /// <summary>The squares of the elements.</summary>
    public static Tensor Squared(this Tensor tensor) => tensor.pow(Two);

    /// <summary>The value of a tensor of one element, on any device and of any real type.</summary>
    public static double Value(this Tensor tensor)
    {
        using Tensor detached = tensor.detach();
        // First near, then wide: not every device has float64.
        using Tensor near = detached.cpu();
        using Tensor wide = near.to(ScalarType.Float64);
        return wide.item<double>();
    }
}
