using QImpact.Training.Layers;
using Shouldly;
using TorchSharp;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;
using Adam = QImpact.Training.Optimisers.Adam;

namespace QImpact.Training.Tests;

public sealed class AdamTests
{
    private const double Rate = 1e-3;

    // More than a piece of work and no multiple of a vector; an even number of vectors; less than one.
    private static readonly long[][] Shapes =
    [
        [37, 1003],
        [16, 4],
        [3],
        [1],
    ];

    // Adam moves a weight by about its rate a step. float32: 100 roundings of weights up to 4; float64 likewise.
    [Theory]
    [InlineData(ScalarType.Float32, 1e-6)]
    [InlineData(ScalarType.Float64, 1e-12)]
    public void After_100_steps_the_weights_are_those_of_torchs_Adam(ScalarType type, double bound)
    {
        using DisposeScope scope = NewDisposeScope();
        Parameter[] ours = Parameters(type);
        Parameter[] theirs = Parameters(type);
        using Adam adam = new(ours);
        using var reference = optim.Adam(theirs, Rate);
        for (int step = 0; step < 100; step++)
        {
            double rate = step < 50 ? Rate : Rate / 10;
            foreach (var group in reference.ParamGroups)
                group.LearningRate = rate;
            GiveGradients(ours, step);
            GiveGradients(theirs, step);
            adam.Step(rate);
            reference.step();
        }
        foreach ((Parameter own, Parameter other) in ours.Zip(theirs))
            Difference(own, other).ShouldBeLessThanOrEqualTo(bound);
        Difference(ours[0], Parameters(type)[0]).ShouldBeGreaterThan(Rate);
    }

    [Fact]
    public void Parameters_of_another_scale_are_those_of_a_group_of_torchs_Adam_with_its_own_rate()
    {
        using DisposeScope scope = NewDisposeScope();
        Parameter[] ours = Parameters(ScalarType.Float64);
        Parameter[] theirs = Parameters(ScalarType.Float64);
        using Adam adam = new(ours, parameter => ReferenceEquals(parameter, ours[1]) ? 20 : 1);
        using var rest = optim.Adam(theirs.Where((_, index) => index != 1), Rate);
        using var scaled = optim.Adam([theirs[1]], 20 * Rate);
        for (int step = 0; step < 50; step++)
        {
            GiveGradients(ours, step);
            GiveGradients(theirs, step);
            adam.Step(Rate);
            rest.step();
            scaled.step();
        }
        foreach ((Parameter own, Parameter other) in ours.Zip(theirs))
            Difference(own, other).ShouldBeLessThanOrEqualTo(1e-12);
    }

    [Fact]
    public void A_network_is_trained_as_by_torchs_Adam_and_what_has_no_gradient_stays()
    {
        using DisposeScope scope = NewDisposeScope();
        using nn.Module<Tensor, Tensor> ours = SmallNetwork();
        using nn.Module<Tensor, Tensor> theirs = SmallNetwork();
        using nn.Module<Tensor, Tensor> unused = nn.Linear(4, 4);
        double[] before = unused.parameters().First().ToDoubles();
        using Adam adam = new([.. ours.parameters(), .. unused.parameters()]);
        using var reference = optim.Adam([.. theirs.parameters(), .. unused.parameters()], Rate);
        Tensor images = rand(8, 1, 6, 6, ScalarType.Float64);
        Tensor labels = randint(0, 2, [8], ScalarType.Int64);
        for (int step = 0; step < 100; step++)
        {
            adam.ClearGradients();
            reference.zero_grad();
            nn.functional.cross_entropy(ours.call(images), labels).backward();
            nn.functional.cross_entropy(theirs.call(images), labels).backward();
            adam.Step(Rate);
            reference.step();
        }
        foreach ((Parameter own, Parameter other) in ours.parameters().Zip(theirs.parameters()))
            Difference(own, other).ShouldBeLessThanOrEqualTo(1e-11);
        unused.parameters().First().ToDoubles().ShouldBe(before);
    }

    // The bytes of such tensors don't stand in the order of their elements.
    [Fact]
    public void Gradients_and_weights_may_lie_in_memory_in_any_order()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor values = Random(seed: 0, [5, 3], ScalarType.Float64);
        Tensor gradient = Random(seed: 1, [3, 5], ScalarType.Float64).t();
        Parameter[] parameters =
        [
            new(values.clone()),
            new(values.clone()),
            new(values.t().contiguous().t()),
            new(ones(6, ScalarType.Float64)),
            new(ones(6, ScalarType.Float64)),
        ];
        parameters[2].is_contiguous().ShouldBeFalse();
        parameters[0].grad = gradient.contiguous();
        parameters[1].grad = gradient;
        parameters[2].grad = gradient.contiguous();
        parameters[3].grad = full(6, Scalars.Of(0.3), ScalarType.Float64);
        parameters[4].grad = full(1, Scalars.Of(0.3), ScalarType.Float64).expand(6);
        parameters[1].grad!.is_contiguous().ShouldBeFalse();
        using Adam adam = new(parameters);
        adam.Step(Rate);
        adam.Step(Rate);
        Difference(parameters[1], parameters[0]).ShouldBe(0);
        Difference(parameters[2], parameters[0]).ShouldBeLessThan(1e-15);
        Difference(parameters[4], parameters[3]).ShouldBe(0);
        Difference(parameters[0], values).ShouldBeGreaterThan(Rate);
    }

    [Fact]
    public void The_number_of_threads_changes_no_bit()
    {
        int before = get_num_threads();
        try
        {
            Steps(threads: 2).ShouldBe(Steps(threads: 1));
        }
        finally
        {
            set_num_threads(before);
        }

        static double[] Steps(int threads)
        {
            set_num_threads(threads);
            using DisposeScope scope = NewDisposeScope();
            Parameter[] parameters = Parameters(ScalarType.Float32);
            using Adam adam = new(parameters);
            Train(parameters, adam, 0, 3);
            return [.. parameters.SelectMany(parameter => parameter.ToDoubles())];
        }
    }

    [Fact]
    public void Its_saved_state_goes_on_with_the_same_bits()
    {
        using DisposeScope scope = NewDisposeScope();
        Parameter[] whole = Parameters(ScalarType.Float32);
        using Adam adam = new(whole);
        Train(whole, adam, 0, 4);
        Parameter[] resumed = [.. whole.Select(parameter => new Parameter(parameter.detach().clone()))];
        using MemoryStream stream = new();
        using (BinaryWriter writer = new(stream, System.Text.Encoding.UTF8, leaveOpen: true))
            adam.Save(writer);
        stream.Position = 0;
        using BinaryReader reader = new(stream);
        using Adam next = new(resumed);
        next.Load(reader);
        stream.Position.ShouldBe(stream.Length);
        Train(whole, adam, 4, 8);
        Train(resumed, next, 4, 8);
        foreach ((Parameter one, Parameter other) in whole.Zip(resumed))
            one.ToDoubles().ShouldBe(other.ToDoubles());
    }

    [Fact]
    public void Cleared_gradients_are_gone()
    {
        using DisposeScope scope = NewDisposeScope();
        Parameter[] parameters = Parameters(ScalarType.Float32);
        GiveGradients(parameters, step: 0);
        using Adam adam = new(parameters);
        adam.ClearGradients();
        parameters.Where(parameter => parameter.grad is not null).ShouldBeEmpty();
        adam.Step(Rate);
        Difference(parameters[0], Parameters(ScalarType.Float32)[0]).ShouldBe(0);
    }

    private static Parameter[] Parameters(ScalarType type) =>
        [.. Shapes.Select((shape, i) => new Parameter(Random(i, shape, type))), new Parameter(zeros(5, type))];

    // The last parameter never has a gradient, the one before it in every other step; small and large gradients, and none where dead taps are.
    private static void GiveGradients(Parameter[] parameters, int step)
    {
        for (int i = 0; i < Shapes.Length; i++)
        {
            Tensor gradient = Random(1000 * (i + 1) + step, Shapes[i], parameters[i].dtype);
            Tensor scaled = (gradient.pow(Scalars.Of(3)) * Scalars.Of(1e-3)).where(
                gradient > Scalars.Of(-1),
                zeros_like(gradient)
            );
            parameters[i].grad = i == Shapes.Length - 1 && step % 2 == 1 ? null : scaled;
        }
    }

    private static void Train(Parameter[] parameters, Adam adam, int from, int to)
    {
        for (int step = from; step < to; step++)
        {
            GiveGradients(parameters, step);
            adam.Step(Rate);
        }
    }

    private static Tensor Random(int seed, long[] shape, ScalarType type)
    {
        using Generator generator = new((ulong)seed);
        return randn(shape, type, generator: generator);
    }

    private static nn.Module<Tensor, Tensor> SmallNetwork()
    {
        _ = manual_seed(4);
        return nn.Sequential(
                nn.Conv2d(1, 3, 3, bias: false),
                nn.BatchNorm2d(3),
                nn.ReLU(),
                nn.Flatten(),
                nn.Linear(48, 2)
            )
            .to(float64);
    }

    private static double Difference(Tensor one, Tensor other)
    {
        using DisposeScope scope = NewDisposeScope();
        return (one.detach() - other.detach()).abs().max().Value();
    }
}
