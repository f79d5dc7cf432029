using static TorchSharp.torch;

namespace QImpact.Training.Layers;

/// <summary>
/// The taps of a kernel, along one axis, that can ever reach a pixel of a map of known size. A tap that falls on the padding at every
/// position of the kernel multiplies zeros alone: it changes no output and gets no gradient, whatever the images.
/// </summary>
/// <param name="First">The first live tap, from 0.</param>
/// <param name="Count">How many follow it without a gap.</param>
/// <param name="Padding">Zeros at each end that are left to the kernel of these taps alone.</param>
/// <param name="Size">The size of the map that the convolution makes.</param>
public readonly record struct LiveTaps(int First, int Count, int Padding, int Size)
{
    /// <summary>
    /// At position o, tap i reads pixel o stride + i - padding. At the first position the taps up to size - 1 + padding read pixels, at the
    /// last those from padding - o stride on; with a padding of at most half the kernel the positions between leave no gap. The kernel of these taps
    /// alone, with the padding less by the taps left out before them, has the same positions.
    /// </summary>
    /// <param name="size">Pixels along the axis, at least 1.</param>
    /// <param name="kernel">Taps along the axis.</param>
    /// <param name="stride">Step between positions.</param>
    /// <param name="padding">Zeros at each end, at most half the kernel.</param>
    /// <exception cref="ArgumentException">The padding is larger, or the kernel has no position on such a map.</exception>
    public static LiveTaps Along(int size, int kernel, int stride, int padding)
    {
        if (padding < 0 || 2 * padding > kernel || size < 1 || stride < 1 || size + 2 * padding < kernel)
            throw new ArgumentException(
                $"kernel {kernel}, stride {stride}, padding {padding} on {size} pixels; expected a padding of at most half the kernel, and a map that the kernel fits on"
            );
        int positions = (size + 2 * padding - kernel) / stride + 1;
        int first = Math.Max(0, padding - (positions - 1) * stride);
        int last = Math.Min(kernel - 1, size - 1 + padding);
        return new LiveTaps(first, last - first + 1, padding - first, positions);
    }

    /// <summary>A view of the live taps of whole kernels: [out, in, kernel, kernel] to [out, in, count, count].</summary>
    public Tensor Crop(Tensor kernels) => kernels.narrow(2, First, Count).narrow(3, First, Count);
}
