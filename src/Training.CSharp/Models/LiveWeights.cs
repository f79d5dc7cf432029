using QImpact.Training.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace QImpact.Training.Models;

/// <summary>How many weights of a network can matter on images of its size; see <see cref="LiveTaps"/>.</summary>
public static class LiveWeights
{
    /// <summary>All weights but those of dead taps.</summary>
    /// <param name="model">The network.</param>
    /// <param name="size">Height and width of its images.</param>
    public static long Count(ImageClassifier model, int size)
    {
        long dead = 0;
        foreach (NamedLayer layer in model.Layers)
            (size, dead) = Through(layer.Layer, size, dead);
        return model.ParameterCount - dead;
    }

    // The size behind a layer, and the dead weights up to there. Layers that keep the size and have no kernel pass through.
    private static (int Size, long Dead) Through(nn.Module layer, int size, long dead) =>
        layer switch
        {
            ConvNorm convolution => Through(convolution, size, dead),
            MaxPool2d pool => (
                LiveTaps.Along(size, (int)pool.kernel_size[0], (int)pool.stride[0], (int)pool.padding[0]).Size,
                dead
            ),
            BasicBlock block => Through(block, size, dead),
            Sequential stage => stage
                .children()
                .Aggregate((size, dead), (before, child) => Through(child, before.size, before.dead)),
            _ => (size, dead),
        };

    private static (int Size, long Dead) Through(BasicBlock block, int size, long dead)
    {
        if (block.Shortcut is { } shortcut)
            dead = Through(shortcut, size, dead).Dead;
        (int inside, dead) = Through(block.First, size, dead);
        return Through(block.Second, inside, dead);
    }

    private static (int Size, long Dead) Through(ConvNorm layer, int size, long dead)
    {
        LiveTaps taps = LiveTaps.Along(size, layer.Kernel, layer.Stride, layer.Kernel / 2);
        long kernels = layer.Convolution.weight.numel() / (layer.Kernel * layer.Kernel);
        return (taps.Size, dead + kernels * (layer.Kernel * layer.Kernel - taps.Count * taps.Count));
    }
}
