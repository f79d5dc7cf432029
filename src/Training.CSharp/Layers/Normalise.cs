using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace QImpact.Training.Layers;

/// <summary>(x - mean) / standard deviation, the same for every channel and pixel; nothing is trained.</summary>
public sealed class Normalise(double mean, double standardDeviation) : Module<Tensor, Tensor>(nameof(Normalise))
{
    /// <summary>Subtracted first.</summary>
    public double Mean { get; } = mean;

    /// <summary>Divides what is left.</summary>
    public double StandardDeviation { get; } = standardDeviation;

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => input.sub(Mean).div_(StandardDeviation);
}
