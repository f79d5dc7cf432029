using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace QImpact.Training.Layers;

/// <summary>
/// Convolution without bias, batch normalisation, and optionally ReLU: [batch, in, size, size] to [batch, out, n, n], n = size / stride rounded up.
/// </summary>
public sealed class ConvNorm : Module<Tensor, Tensor>
{
    /// <summary>Creates the layer.</summary>
    /// <param name="input">Channels of the maps.</param>
    /// <param name="output">Channels of what it makes of them.</param>
    /// <param name="kernel">Height and width of the kernel, odd.</param>
    /// <param name="stride">Step between outputs, in pixels.</param>
    /// <param name="size">Height and width of the maps.</param>
    /// <param name="relu">Whether ReLU follows.</param>
    public ConvNorm(int input, int output, int kernel, int stride, int size, bool relu)
        : base(nameof(ConvNorm))
    {
        Convolution = new LiveConvolution(input, output, kernel, stride, size);
        Normalisation = BatchNorm2d(output);
        HasRelu = relu;
        RegisterComponents();
    }

    /// <summary>The convolution.</summary>
    public LiveConvolution Convolution { get; }

    /// <summary>The normalisation of each output channel.</summary>
    public BatchNorm2d Normalisation { get; }

    /// <summary>Whether ReLU follows.</summary>
    public bool HasRelu { get; }

    /// <summary>Height and width of the maps that come out.</summary>
    public int OutputSize => Convolution.Taps.Size;

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        Tensor normalised = Normalise(Convolution.forward(input));
        return HasRelu ? functional.relu(normalised, inplace: true) : normalised;
    }

    // BatchNorm2d.forward, but for the number by which it counts its batches: see Scalars.
    private Tensor Normalise(Tensor maps)
    {
        BatchNorm2d norm = Normalisation;
        if (norm.training)
            norm.num_batches_tracked!.add_(Scalars.One, Scalars.One);
        return functional.batch_norm(
            maps,
            norm.running_mean,
            norm.running_var,
            norm.weight,
            norm.bias,
            norm.training,
            norm.momentum!.Value,
            norm.eps
        );
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Convolution.Dispose();
            Normalisation.Dispose();
        }
        base.Dispose(disposing);
    }
}
