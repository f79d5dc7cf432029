using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace QImpact.Training.Layers;

/// <summary>
/// Convolution without bias, batch normalisation, and optionally ReLU: [batch, in, h, w] to
/// [batch, out, h / stride, w / stride]. Padding keeps the size at stride 1. Weights start as in He et al. 2015 (normal,
/// fan out).
/// </summary>
public sealed class ConvNorm : Module<Tensor, Tensor>
{
    /// <summary>Creates the layer.</summary>
    public ConvNorm(int input, int output, int kernel, int stride, bool relu)
        : base(nameof(ConvNorm))
    {
        Convolution = Conv2d(input, output, kernel, stride: stride, padding: kernel / 2, bias: false);
        init.kaiming_normal_(Convolution.weight, mode: init.FanInOut.FanOut, nonlinearity: init.NonlinearityType.ReLU);
        Normalisation = BatchNorm2d(output);
        Kernel = kernel;
        Stride = stride;
        HasRelu = relu;
        RegisterComponents();
    }

    /// <summary>The convolution, weight [out, in, kernel, kernel].</summary>
    public Conv2d Convolution { get; }

    /// <summary>The normalisation of each output channel.</summary>
    public BatchNorm2d Normalisation { get; }

    /// <summary>Height and width of the kernel; the padding is half of it, rounded down.</summary>
    public int Kernel { get; }

    /// <summary>Step between outputs, in pixels.</summary>
    public int Stride { get; }

    /// <summary>Whether ReLU follows.</summary>
    public bool HasRelu { get; }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        Tensor normalised = Normalisation.forward(Convolution.forward(input));
        return HasRelu ? functional.relu(normalised, inplace: true) : normalised;
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
