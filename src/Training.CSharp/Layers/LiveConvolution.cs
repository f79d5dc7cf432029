using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace QImpact.Training.Layers;

/// <summary>
/// A convolution without bias for square maps of one size, with only the taps of its kernel that can ever reach a pixel (<see cref="LiveTaps"/>):
/// [batch, in, size, size] to [batch, out, n, n], n = (size + 2 padding - kernel) / stride + 1. On such maps it has the values and the gradients of the
/// convolution with the whole kernel. Its first weights are that one's too: drawn for the whole kernel, then cropped.
/// </summary>
public sealed class LiveConvolution : Module<Tensor, Tensor>
{
    // The field's name is the parameter's name in the state dictionary.
    private readonly Parameter weight;

    /// <summary>Creates the layer; weights start as in He et al. 2015 (normal, fan out of the whole kernel).</summary>
    /// <param name="input">Channels of the maps.</param>
    /// <param name="output">Channels of what it makes of them.</param>
    /// <param name="kernel">Height and width of the whole kernel; the padding is half of it, rounded down.</param>
    /// <param name="stride">Step between outputs, in pixels.</param>
    /// <param name="size">Height and width of the maps; others are refused where taps are left out.</param>
    public LiveConvolution(int input, int output, int kernel, int stride, int size)
        : base(nameof(LiveConvolution))
    {
        (Kernel, Stride, Size) = (kernel, stride, size);
        Taps = LiveTaps.Along(size, kernel, stride, kernel / 2);
        using (DisposeScope scope = NewDisposeScope())
        {
            Conv2d whole = Conv2d(input, output, kernel, bias: false);
            init.kaiming_normal_(whole.weight, mode: init.FanInOut.FanOut, nonlinearity: init.NonlinearityType.ReLU);
            weight = Parameter(Taps.Crop(whole.weight.detach()).clone());
            weight.DetachFromDisposeScope();
        }
        RegisterComponents();
    }

    /// <summary>[out, in, live taps, live taps]</summary>
    public Parameter Weight => weight;

    /// <summary>Height and width of the whole kernel.</summary>
    public int Kernel { get; }

    /// <summary>Step between outputs, in pixels.</summary>
    public int Stride { get; }

    /// <summary>Height and width of the maps.</summary>
    public int Size { get; }

    /// <summary>Which taps are live, along each axis.</summary>
    public LiveTaps Taps { get; }

    /// <summary>Weights of the whole kernel that only ever see padding.</summary>
    public long DeadWeights => weight.numel() / (Taps.Count * Taps.Count) * (Kernel * Kernel - Taps.Count * Taps.Count);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">These are no maps, or they have another size and would need the taps that were left out.</exception>
    public override Tensor forward(Tensor input)
    {
        long[] shape = input.shape;
        bool isWhole = Taps.Count == Kernel;
        if (shape is not [_, _, var height, var width] || (!isWhole && (height != Size || width != Size)))
            throw new ArgumentException(
                $"a convolution for maps of {Size}x{Size} got [{string.Join(", ", shape)}]; expected [batch, channels, {Size}, {Size}]",
                nameof(input)
            );
        // A kernel that covers its map is a matrix, and a product of matrices costs less than a convolution.
        return Taps.Padding == 0 && height == Taps.Count && width == Taps.Count
            ? functional.linear(input.flatten(1), weight.flatten(1)).unsqueeze(2).unsqueeze(3)
            : functional.conv2d(input, weight, strides: [Stride, Stride], padding: [Taps.Padding, Taps.Padding]);
    }
}
