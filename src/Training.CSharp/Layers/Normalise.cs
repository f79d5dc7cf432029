using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace QImpact.Training.Layers;

/// <summary>(x - mean) / standard deviation, the same for every channel and pixel; nothing is trained.</summary>
public sealed class Normalise(double mean, double standardDeviation) : Module<Tensor, Tensor>(nameof(Normalise))
{
    private readonly Scalar _mean = mean;
    private readonly Scalar _standardDeviation = standardDeviation;

    /// <summary>Subtracted first.</summary>
    public double Mean { get; } = mean;

    /// <summary>Divides what is left.</summary>
    public double StandardDeviation { get; } = standardDeviation;

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => input.sub(_mean).div_(_standardDeviation);
}
