using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace QImpact.Training.Layers;

/// <summary>The mean over all pixels of each channel: [batch, channels, h, w] to [batch, channels].</summary>
public sealed class GlobalAveragePool() : Module<Tensor, Tensor>(nameof(GlobalAveragePool))
{
    private static readonly long[] Pixels = [2, 3];

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => input.mean(Pixels);
}
