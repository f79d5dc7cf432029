using QImpact.Data;
using static TorchSharp.torch;

namespace QImpact.Training.Epochs;

/// <summary>A split as tensors, held as a whole and indexed: the data sets of this project are small.</summary>
public sealed class ImageTensors : IDisposable
{
    /// <summary>Copies a split into tensors.</summary>
    /// <param name="split">The images.</param>
    /// <param name="indices">Which of them, in which order; null for all.</param>
    /// <param name="device">Where the tensors lie; null for the CPU.</param>
    public ImageTensors(ImageSplit split, IReadOnlyList<int>? indices = null, Device? device = null)
    {
        int[] chosen = indices is null ? [.. Enumerable.Range(0, split.Count)] : [.. indices];
        float[] values = new float[chosen.Length * split.ImageLength];
        for (int i = 0; i < chosen.Length; i++)
            split.CopyScaled(chosen[i], values.AsSpan(i * split.ImageLength, split.ImageLength));
        Labels = [.. chosen.Select(index => split.Labels[index])];
        Images = tensor(values, [chosen.Length, split.Channels, split.Size, split.Size], device: device);
        LabelTensor = tensor(Array.ConvertAll(Labels, label => (long)label), device: device);
    }

    /// <summary>float32 [count, channels, size, size], values in [0, 1].</summary>
    public Tensor Images { get; }

    /// <summary>int64 [count].</summary>
    public Tensor LabelTensor { get; }

    /// <summary>Class indices from 0.</summary>
    public int[] Labels { get; }

    /// <summary>Number of images.</summary>
    public int Count => Labels.Length;

    /// <inheritdoc/>
    public void Dispose()
    {
        Images.Dispose();
        LabelTensor.Dispose();
    }
}
