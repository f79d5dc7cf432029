using FsCheck.Xunit;
using QImpact.Data.Runs;
using QImpact.Training.Layers;
using QImpact.Training.Models;
using Shouldly;
using TorchSharp;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;
using Adam = QImpact.Training.Optimisers.Adam;

namespace QImpact.Training.Tests;

/// <summary>Layers and networks of live taps beside those with whole kernels, which libtorch 2.10 computes.</summary>
public sealed class LiveTapsEqualityTests
{
    private const double LearningRate = 1e-4;

    [Property(Replay = "(1,3)", MaxTest = 60)]
    public void A_convolution_of_live_taps_has_the_first_weights_values_and_gradients_of_the_whole_one(
        byte pixels,
        byte taps,
        byte step
    )
    {
        (int size, int kernel, int stride) = (pixels % 9 + 1, 2 * (taps % 4) + 1, step % 3 + 1);
        using DisposeScope scope = NewDisposeScope();
        manual_seed(3);
        Tensor images = randn([2, 3, size, size], ScalarType.Float64);
        manual_seed(4);
        LiveConvolution live = new(3, 5, kernel, stride, size);
        manual_seed(4);
        Conv2d whole = nn.Conv2d(3, 5, kernel, stride: stride, padding: kernel / 2, bias: false);
        nn.init.kaiming_normal_(
            whole.weight,
            mode: nn.init.FanInOut.FanOut,
            nonlinearity: nn.init.NonlinearityType.ReLU
        );
        (live.Weight - live.Taps.Crop(whole.weight)).abs().max().Value().ShouldBe(0);

        (Tensor values, Tensor inputs) = Run(live.to(ScalarType.Float64), images);
        (Tensor expected, Tensor expectedInputs) = Run(whole.to(ScalarType.Float64), images);
        ShouldEqual(values, expected, 1e-13, "values");
        ShouldEqual(inputs, expectedInputs, 1e-13, "gradient of the inputs");
        Tensor gradient = whole.weight.grad!;
        ShouldEqual(live.Weight.grad!, live.Taps.Crop(gradient), 1e-13, "gradient of the weights");
        // What was left out is all of the gradient that is zero for certain.
        gradient.Squared().sum().Value().ShouldBe(live.Weight.grad!.Squared().sum().Value(), 1e-10);
    }

    // Where every tap lives, the two networks are the same code: few steps do there.
    [Theory]
    [InlineData("baseline", Stem.Imagenet, 28, 20)]
    [InlineData("quantum-end", Stem.Imagenet, 32, 20)]
    [InlineData("quantum-mid", Stem.Imagenet, 9, 20)]
    [InlineData("baseline", Stem.Small, 8, 20)]
    [InlineData("quantum-mid", Stem.Small, 4, 20)]
    [InlineData("quantum-mid", Stem.Imagenet, 28, 2)]
    [InlineData("baseline", Stem.Imagenet, 64, 2)]
    [InlineData("baseline", Stem.Imagenet, 224, 1)]
    [InlineData("quantum-mid", Stem.Small, 28, 2)]
    [InlineData("quantum-end", Stem.Small, 32, 1)]
    public void A_network_of_live_taps_trains_as_the_one_with_whole_kernels(string name, Stem stem, int size, int steps)
    {
        (double values, double gradients, double end) = Differences(name, stem, size, steps, ScalarType.Float64);
        values.ShouldBeLessThan(1e-10, "values");
        gradients.ShouldBeLessThan(1e-10, "gradients");
        end.ShouldBeLessThan(1e-10, "weights after the last step");
    }

    // In float32 Adam moves a weight whose gradient is rounding noise alone by up to its rate, in either direction, in each step: measured was a
    // largest difference of .9 rates after 20 steps.
    [Theory]
    [InlineData("baseline", Stem.Imagenet, 28)]
    [InlineData("baseline", Stem.Small, 8)]
    public void In_float32_the_first_step_is_the_same_and_twenty_stay_near(string name, Stem stem, int size)
    {
        const int steps = 20;
        (double values, double gradients, double end) = Differences(name, stem, size, steps, ScalarType.Float32);
        values.ShouldBeLessThan(1e-5, "values");
        gradients.ShouldBeLessThan(1e-5, "gradients");
        end.ShouldBeLessThan(3 * LearningRate, "weights after the last step");
    }

    [Theory]
    [InlineData(Stem.Imagenet, 64)]
    [InlineData(Stem.Imagenet, 224)]
    [InlineData(Stem.Small, 28)]
    [InlineData(Stem.Small, 32)]
    [InlineData(Stem.Small, 64)]
    [InlineData(Stem.Small, 224)]
    public void Where_every_tap_lives_nothing_is_left_out(Stem stem, int size)
    {
        using ImageClassifier model = ModelTests.Create(Architecture.Baseline, stem, size);
        foreach (LiveConvolution convolution in model.modules().OfType<LiveConvolution>())
            (convolution.Taps.Count, convolution.Taps.Padding).ShouldBe((convolution.Kernel, convolution.Kernel / 2));
    }

    [Theory]
    [InlineData(1, new long[] { 4, 2, 2, 2 }, "1x1 got [4, 2, 2, 2]; expected [batch, channels, 1, 1]")]
    [InlineData(7, new long[] { 2, 7, 7 }, "7x7 got [2, 7, 7]; expected [batch, channels, 7, 7]")]
    public void Maps_that_would_need_the_taps_left_out_and_what_is_no_map_are_refused(
        int size,
        long[] shape,
        string expected
    )
    {
        using LiveConvolution convolution = new(2, 3, kernel: 3, stride: 1, size);
        using Tensor images = rand(shape);
        Should
            .Throw<ArgumentException>(() => convolution.call(images))
            .Message.ShouldStartWith($"a convolution for maps of {expected}");
    }

    // The largest difference from the network with whole kernels, each tensor's relative to its largest value: of the first logits, of the first
    // gradients, and of the weights after the last step of Adam, those absolute.
    private static (double Values, double Gradients, double End) Differences(
        string name,
        Stem stem,
        int size,
        int steps,
        ScalarType type
    )
    {
        using DisposeScope scope = NewDisposeScope();
        Architecture architecture = Architecture.Parse(name);
        manual_seed(5);
        using ImageClassifier live = ModelTests.Create(architecture, stem, size);
        manual_seed(5);
        using ImageClassifier whole = ModelTests.Create(architecture, stem, Classifiers.SizeOfWholeKernels);
        // In float32 fewer images leave more of the gradients to rounding.
        int count =
            size > 32 || (stem == Stem.Small && size > 8) ? 2
            : type == ScalarType.Float32 ? 8
            : 4;
        Tensor images = rand([count, 1, size, size], type);
        Tensor labels = tensor(Enumerable.Range(0, count).Select(i => i % 2L).ToArray());
        using Steps first = new(live.to(type), images, labels);
        using Steps second = new(whole.to(type), images, labels);

        double values = Relative(first.Logits(), second.Logits());
        double gradients = 0;
        for (int step = 0; step < steps; step++)
        {
            first.Backward();
            second.Backward();
            if (step == 0)
                gradients = Pairs(live, whole, parameter => parameter.grad!)
                    .Max(pair => Relative(pair.Live, pair.Whole));
            first.Step();
            second.Step();
        }
        double end = Pairs(live, whole, parameter => parameter)
            .Max(pair => (pair.Live - pair.Whole).abs().max().Value());
        return (values, gradients, end);
    }

    private static IEnumerable<(Tensor Live, Tensor Whole)> Pairs(
        ImageClassifier live,
        ImageClassifier whole,
        Func<Parameter, Tensor> part
    )
    {
        var taps = live.named_modules()
            .Where(entry => entry.module is LiveConvolution)
            .ToDictionary(entry => entry.name + ".weight", entry => ((LiveConvolution)entry.module).Taps);
        var theirs = whole.named_parameters().ToDictionary(entry => entry.name, entry => part(entry.parameter));
        return live.named_parameters()
            .Select(entry =>
                (
                    part(entry.parameter),
                    taps.TryGetValue(entry.name, out LiveTaps kept) ? kept.Crop(theirs[entry.name]) : theirs[entry.name]
                )
            );
    }

    private static double Relative(Tensor value, Tensor expected) =>
        (value - expected).abs().max().Value() / expected.abs().max().Value();

    private static (Tensor Values, Tensor InputGradient) Run(nn.Module<Tensor, Tensor> layer, Tensor images)
    {
        Tensor input = images.clone().requires_grad_();
        Tensor values = layer.call(input);
        values.Squared().sum().backward();
        return (values, input.grad!);
    }

    private static void ShouldEqual(Tensor value, Tensor expected, double tolerance, string what)
    {
        value.shape.ShouldBe(expected.shape, what);
        (value - expected).abs().max().Value().ShouldBeLessThan(tolerance * (1 + expected.abs().max().Value()), what);
    }

    private sealed class Steps(nn.Module<Tensor, Tensor> model, Tensor images, Tensor labels) : IDisposable
    {
        private readonly Adam _adam = new(model.parameters());

        public Tensor Logits()
        {
            model.train();
            return model.call(images).detach();
        }

        public void Backward()
        {
            using DisposeScope scope = NewDisposeScope();
            _adam.ClearGradients();
            nn.functional.cross_entropy(model.call(images), labels).backward();
        }

        public void Step() => _adam.Step(LearningRate);

        public void Dispose() => _adam.Dispose();
    }
}
