using FsCheck.Xunit;
using QImpact.Data.Runs;
using QImpact.Training.Layers;
using QImpact.Training.Models;
using Shouldly;
using Xunit;
using static TorchSharp.torch;

namespace QImpact.Training.Tests;

public sealed class LiveWeightsTests
{
    [Property(Replay = "(1,3)")]
    public bool A_tap_is_live_where_some_position_of_the_kernel_reads_a_pixel_through_it(
        byte pixels,
        byte taps,
        byte step,
        byte zeros
    )
    {
        int size = pixels % 12 + 1;
        int kernel = taps % 9 + 1;
        int stride = step % 4 + 1;
        int padding = zeros % (kernel / 2 + 1);
        if (size + 2 * padding < kernel)
            return true;
        LiveTaps found = LiveTaps.Along(size, kernel, stride, padding);
        int[] live =
        [
            .. Enumerable
                .Range(0, kernel)
                .Where(tap =>
                    Enumerable
                        .Range(0, found.Size)
                        .Any(position => position * stride + tap - padding is >= 0 and int pixel && pixel < size)
                ),
        ];
        return live.SequenceEqual(Enumerable.Range(found.First, found.Count));
    }

    // Counted by hand: layer4 on 1x1 keeps 4, 1, 1 and 1 of 9 taps; 6,946,816 weights are dead.
    [Theory]
    [InlineData("baseline", Stem.Imagenet, 28, 11_171_266, 4_224_450)]
    [InlineData("baseline", Stem.Imagenet, 224, 11_171_266, 11_171_266)]
    [InlineData("baseline", Stem.Small, 28, 11_168_706, 11_168_706)]
    [InlineData("quantum-mid", Stem.Imagenet, 28, 2_777_558, 2_777_558)]
    public void The_weights_that_can_matter_are_counted(string name, Stem stem, int size, long all, long live)
    {
        using ImageClassifier model = ModelTests.Create(Architecture.Parse(name), stem, size);
        model.ParameterCount.ShouldBe(all);
        model.LiveParameterCount.ShouldBe(live);
    }

    [Theory]
    [InlineData(Stem.Imagenet, 28)]
    [InlineData(Stem.Imagenet, 40)]
    [InlineData(Stem.Small, 8)]
    public void Weights_that_are_left_out_are_those_without_a_gradient_in_the_whole_network(Stem stem, int size)
    {
        using ImageClassifier whole = ModelTests.Create(Architecture.Baseline, stem, Classifiers.SizeOfWholeKernels);
        using ImageClassifier cropped = ModelTests.Create(Architecture.Baseline, stem, size);
        using Tensor images = rand(8, 1, size, size);
        using Tensor labels = tensor(Enumerable.Range(0, 8).Select(i => i % 2L).ToArray());
        whole.train();
        nn.functional.cross_entropy(whole.call(images), labels).backward();
        // A tap's gradient over all channels is zero to the last bit only where it never reads a pixel.
        long dead = whole
            .modules()
            .OfType<LiveConvolution>()
            .Sum(layer =>
            {
                using Tensor taps = layer.Weight.grad!.abs().sum([0L, 1L]).eq(Scalars.Of(0)).sum();
                return (long)taps.Value() * layer.Weight.shape[0] * layer.Weight.shape[1];
            });
        (cropped.ParameterCount - cropped.LiveParameterCount).ShouldBe(dead);
    }
}
