using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace QImpact.Training.Layers;

/// <summary>
/// Two 3x3 convolutions with a shortcut around them (He et al. 2016, figure 5 left): relu(body(x) + shortcut(x)). The
/// shortcut is the identity where the shape stays, otherwise a 1x1 convolution with normalisation (option B).
/// </summary>
public sealed class BasicBlock : Module<Tensor, Tensor>
{
    /// <summary>Creates the block: [batch, in, size, size] to [batch, out, n, n], n = size / stride rounded up.</summary>
    public BasicBlock(int input, int output, int stride, int size)
        : base(nameof(BasicBlock))
    {
        First = new ConvNorm(input, output, kernel: 3, stride, size, relu: true);
        Second = new ConvNorm(output, output, kernel: 3, stride: 1, First.OutputSize, relu: false);
        bool sameShape = input == output && stride == 1;
        Shortcut = sameShape ? null : new ConvNorm(input, output, kernel: 1, stride, size, relu: false);
        RegisterComponents();
    }

    /// <summary>The first convolution, with the block's stride.</summary>
    public ConvNorm First { get; }

    /// <summary>The second convolution, whose maps are the block's output.</summary>
    public ConvNorm Second { get; }

    /// <summary>The projection of the input, or null for the identity.</summary>
    public ConvNorm? Shortcut { get; }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        Tensor body = Second.forward(First.forward(input));
        Tensor around = Shortcut is null ? input : Shortcut.forward(input);
        return functional.relu(body.add_(around, Scalars.One), inplace: true);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            First.Dispose();
            Second.Dispose();
            Shortcut?.Dispose();
        }
        base.Dispose(disposing);
    }
}
