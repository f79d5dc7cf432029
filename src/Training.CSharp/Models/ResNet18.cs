using System.Collections.Immutable;
using QImpact.Data.Runs;
using QImpact.Training.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace QImpact.Training.Models;

/// <summary>One stage of residual blocks.</summary>
/// <param name="Name">Its name in weights, ONNX nodes and text.</param>
/// <param name="Channels">Output channels.</param>
/// <param name="Blocks">Number of basic blocks.</param>
/// <param name="Stride">Stride of the first block.</param>
public sealed record ResNetStage(string Name, int Channels, int Blocks, int Stride);

/// <summary>
/// ResNet18 (He et al. 2016, "Deep residual learning for image recognition", table 1), described once; every architecture
/// of this project is built from it.
/// </summary>
public static class ResNet18
{
    private const int StemChannels = 64;

    /// <summary>layer1 to layer4.</summary>
    public static ImmutableArray<ResNetStage> Stages { get; } =
    [new("layer1", 64, 2, 1), new("layer2", 128, 2, 2), new("layer3", 256, 2, 2), new("layer4", 512, 2, 2)];

    /// <summary>
    /// The network up to the end of a stage, followed by global average pooling: images [batch, channels, size, size] to
    /// features [batch, channels of the last stage]. Its convolutions have the taps that images of that size can reach.
    /// </summary>
    /// <param name="channels">Channels of the images.</param>
    /// <param name="size">Their height and width.</param>
    /// <param name="stem">The first layers.</param>
    /// <param name="stages">Number of stages, 1 to 4.</param>
    public static IEnumerable<NamedLayer> Features(int channels, int size, Stem stem, int stages)
    {
        (int kernel, int stride) = stem switch
        {
            Stem.Imagenet => (7, 2),
            Stem.Small => (3, 1),
            _ => throw new ArgumentOutOfRangeException(nameof(stem), stem, "expected Imagenet or Small"),
        };
        ConvNorm first = new(channels, StemChannels, kernel, stride, size, relu: true);
        yield return new NamedLayer("stem", first);
        size = first.OutputSize;
        if (stem == Stem.Imagenet)
        {
            yield return new NamedLayer("maxpool", MaxPool2d(kernel_size: 3, stride: 2, padding: 1));
            size = LiveTaps.Along(size, kernel: 3, stride: 2, padding: 1).Size;
        }
        int width = StemChannels;
        foreach (ResNetStage stage in Stages.Take(stages))
        {
            yield return new NamedLayer(stage.Name, ResidualStage(width, stage, ref size));
            width = stage.Channels;
        }
        yield return new NamedLayer("pool", new GlobalAveragePool());
    }

    private static Sequential ResidualStage(int width, ResNetStage stage, ref int size)
    {
        Sequential blocks = Sequential();
        for (int number = 0; number < stage.Blocks; number++)
        {
            BasicBlock block =
                number == 0
                    ? new BasicBlock(width, stage.Channels, stage.Stride, size)
                    : new BasicBlock(stage.Channels, stage.Channels, stride: 1, size);
            blocks.append($"{number}", block);
            size = block.Second.OutputSize;
        }
        return blocks;
    }
}
