using QImpact.Quantum;
using QImpact.Quantum.Circuits;
using QImpact.Quantum.Noise;
using QImpact.Quantum.Simulation;
using QImpact.Training.Layers;
using Shouldly;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace QImpact.Training.Tests;

public sealed class QuantumLayerTests
{
    [Fact]
    public void A_batch_of_inputs_gives_a_batch_of_expectations()
    {
        using var scope = NewDisposeScope();
        var layer = new QuantumLayer(KnownCircuits.Paper);
        Tensor outputs = layer.call(rand(32, 4));
        outputs.shape.ShouldBe([32, 4]);
        outputs.dtype.ShouldBe(ScalarType.Float32);
        outputs.abs().max().item<float>().ShouldBeLessThanOrEqualTo(1.00001f);
    }

    [Fact]
    public void Any_leading_dimensions_are_kept()
    {
        using var scope = NewDisposeScope();
        var layer = new QuantumLayer(KnownCircuits.Paper);
        Tensor inputs = rand(2, 3, 4);
        Tensor outputs = layer.call(inputs);
        outputs.shape.ShouldBe([2, 3, 4]);
        Values(layer.call(inputs[1, 2])).ShouldBe(Values(outputs[1, 2]));
        layer.call(rand(0, 4)).shape.ShouldBe([0, 4]);
    }

    [Fact]
    public void The_outputs_are_those_of_the_reference_simulator()
    {
        using var scope = NewDisposeScope();
        var layer = new QuantumLayer(KnownCircuits.Paper, dtype: ScalarType.Float64);
        Tensor inputs = rand(1, 4, dtype: ScalarType.Float64);
        double[] expected = ReferenceSimulator.Evaluate(KnownCircuits.Paper, Values(inputs), layer.WeightValues());
        Values(layer.call(inputs)).ShouldBe(expected, 1e-12);
    }

    [Fact]
    public void The_weights_start_uniform_in_0_to_2_pi()
    {
        using var scope = NewDisposeScope();
        _ = manual_seed(5);
        var layer = new QuantumLayer(KnownCircuits.AngleBasic(qubits: 4, layers: 500, rotation: Pauli.Z));
        layer.Weights.shape.ShouldBe([500, 4]);
        layer.Weights.requires_grad.ShouldBeTrue();
        double[] turns = layer.WeightValues().Select(weight => weight / (2 * Math.PI)).ToArray();
        turns.ShouldAllBe(turn => turn >= 0 && turn < 1);
        int[] quarters = turns.CountBy(turn => (int)(4 * turn)).Select(pair => pair.Value).ToArray();
        quarters.Length.ShouldBe(4);
        quarters.ShouldAllBe(count => count > 400 && count < 600);
    }

    [Fact]
    public void The_same_seed_gives_the_same_weights()
    {
        using var scope = NewDisposeScope();
        _ = manual_seed(7);
        double[] first = new QuantumLayer(KnownCircuits.Paper).WeightValues();
        double[] second = new QuantumLayer(KnownCircuits.Paper).WeightValues();
        _ = manual_seed(7);
        new QuantumLayer(KnownCircuits.Paper).WeightValues().ShouldBe(first);
        second.ShouldNotBe(first);
    }

    [Fact]
    public void A_generator_of_ones_own_leaves_the_global_one_alone()
    {
        using var scope = NewDisposeScope();
        _ = manual_seed(7);
        double[] expected = Values(rand(3));
        _ = manual_seed(7);
        double[] first = new QuantumLayer(KnownCircuits.Paper, generator: new Generator(3)).WeightValues();
        Values(rand(3)).ShouldBe(expected);
        new QuantumLayer(KnownCircuits.Paper, generator: new Generator(3)).WeightValues().ShouldBe(first);
    }

    [Fact]
    public void The_weights_are_saved_and_loaded_with_the_module()
    {
        using var scope = NewDisposeScope();
        using var trained = nn.Sequential(
            ("reduce", nn.Linear(8, 4)),
            ("quantum", new QuantumLayer(KnownCircuits.Paper))
        );
        using var fresh = nn.Sequential(
            ("reduce", nn.Linear(8, 4)),
            ("quantum", new QuantumLayer(KnownCircuits.Paper))
        );
        trained.state_dict().Keys.ShouldBe(["reduce.weight", "reduce.bias", "quantum.weights"]);

        // Saving and loading close the stream.
        var stream = new MemoryStream();
        trained.save(stream);
        fresh.load(new MemoryStream(stream.ToArray()));
        Tensor inputs = rand(5, 8);
        Values(fresh.call(inputs)).ShouldBe(Values(trained.call(inputs)));
    }

    [Fact]
    public void It_learns_the_outputs_of_another_layer_with_Adam()
    {
        using var scope = NewDisposeScope();
        _ = manual_seed(3);
        var teacher = new QuantumLayer(KnownCircuits.Paper);
        var student = new QuantumLayer(KnownCircuits.Paper);
        // The loss has several minima; the student starts in the basin of the teacher.
        using (no_grad())
            student.Weights.copy_(teacher.Weights.Plus(randn(2, 4) * Scalars.Of(0.3)));
        Tensor inputs = rand(64, 4) * Scalars.Turn;
        Tensor target = teacher.call(inputs).detach();
        using var optimiser = optim.Adam(student.parameters(), lr: 0.05);
        double first = 0;
        double last = 0;
        for (int step = 0; step < 300; step++)
        {
            using var stepScope = NewDisposeScope();
            optimiser.zero_grad();
            Tensor loss = nn.functional.mse_loss(student.call(inputs), target);
            loss.backward();
            optimiser.step();
            last = loss.item<float>();
            first = step == 0 ? last : first;
        }
        first.ShouldBeGreaterThan(0.01);
        last.ShouldBeLessThan(1e-4);
    }

    [Fact]
    public void It_trains_in_one_step_with_the_layers_around_it()
    {
        using var scope = NewDisposeScope();
        _ = manual_seed(4);
        using var model = nn.Sequential(nn.Linear(6, 4), new QuantumLayer(KnownCircuits.Paper), nn.Linear(4, 2));
        Tensor loss = nn.functional.cross_entropy(model.call(rand(10, 6)), zeros(10, dtype: ScalarType.Int64));
        loss.backward();
        foreach ((string name, TorchSharp.Modules.Parameter parameter) in model.named_parameters())
            parameter.grad!.abs().sum().item<float>().ShouldBeGreaterThan(0, name);
    }

    [Fact]
    public void Inputs_that_are_not_contiguous_give_the_same_outputs_and_gradients()
    {
        using var scope = NewDisposeScope();
        var layer = new QuantumLayer(KnownCircuits.Paper, dtype: ScalarType.Float64);
        Tensor columns = rand(4, 9, dtype: ScalarType.Float64).requires_grad_();
        Tensor rows = columns.detach().t().contiguous().requires_grad_();
        Tensor fromColumns = layer.call(columns.t());
        Tensor fromRows = layer.call(rows);
        Values(fromColumns).ShouldBe(Values(fromRows));

        // The gradient of a sum is expanded from one number: not contiguous either.
        fromColumns.sum().backward();
        double[] weightGradient = Values(layer.Weights.grad!);
        layer.Weights.grad!.zero_();
        fromRows.sum().backward();
        Values(columns.grad!.t()).ShouldBe(Values(rows.grad!));
        weightGradient.ShouldBe(Values(layer.Weights.grad!));
    }

    [Fact]
    public void Gradients_flow_to_the_inputs_when_the_weights_are_frozen_and_the_other_way_round()
    {
        using var scope = NewDisposeScope();
        var layer = new QuantumLayer(KnownCircuits.Paper);
        Tensor inputs = rand(3, 4).requires_grad_();
        layer.Weights.requires_grad = false;
        layer.call(inputs).sum().backward();
        layer.Weights.grad.ShouldBeNull();
        inputs.grad!.abs().sum().item<float>().ShouldBeGreaterThan(0);

        layer.Weights.requires_grad = true;
        layer.call(inputs.detach()).sum().backward();
        layer.Weights.grad!.abs().sum().item<float>().ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Without_gradients_no_graph_is_built()
    {
        using var scope = NewDisposeScope();
        var layer = new QuantumLayer(KnownCircuits.Paper);
        Tensor inputs = rand(3, 4);
        Tensor withGraph = layer.call(inputs);
        withGraph.requires_grad.ShouldBeTrue();
        using (no_grad())
        {
            Tensor outputs = layer.call(inputs);
            outputs.requires_grad.ShouldBeFalse();
            Values(outputs).ShouldBe(Values(withGraph));
        }
    }

    [Fact]
    public void A_change_of_the_weights_in_place_is_seen_by_the_next_call()
    {
        using var scope = NewDisposeScope();
        var layer = new QuantumLayer(KnownCircuits.Paper, dtype: ScalarType.Float64);
        layer.eval();
        Tensor inputs = rand(1, 4, dtype: ScalarType.Float64);
        using (no_grad())
        {
            layer.call(inputs);
            layer.Weights[1, 2].add_(Scalars.Of(1e-3), Scalars.One);
            double[] expected = ReferenceSimulator.Evaluate(KnownCircuits.Paper, Values(inputs), layer.WeightValues());
            Values(layer.call(inputs)).ShouldBe(expected, 1e-12);
        }
    }

    [Fact]
    public void A_step_between_forward_and_backward_leaves_the_gradient_that_of_the_forward_pass()
    {
        using var scope = NewDisposeScope();
        var layer = new QuantumLayer(KnownCircuits.Paper, dtype: ScalarType.Float64);
        Tensor inputs = rand(3, 4, dtype: ScalarType.Float64);
        layer.call(inputs).sum().backward();
        double[] expected = Values(layer.Weights.grad!);
        layer.Weights.grad!.zero_();

        Tensor loss = layer.call(inputs).sum();
        using (no_grad())
        {
            layer.Weights.add_(Scalars.One, Scalars.One);
            inputs.add_(Scalars.One, Scalars.One);
        }
        loss.backward();
        Values(layer.Weights.grad!).ShouldBe(expected);
    }

    [Fact]
    public void A_retained_graph_can_be_walked_twice()
    {
        using var scope = NewDisposeScope();
        var layer = new QuantumLayer(KnownCircuits.Paper, dtype: ScalarType.Float64);
        Tensor loss = layer.call(rand(3, 4, dtype: ScalarType.Float64)).sum();
        loss.backward(retain_graph: true);
        double[] once = Values(layer.Weights.grad!);
        loss.backward();
        Values(layer.Weights.grad!).ShouldBe(once.Select(value => 2 * value), 1e-12);
    }

    [Fact]
    public void Moved_to_float64_it_takes_float64()
    {
        using var scope = NewDisposeScope();
        var layer = new QuantumLayer(KnownCircuits.Paper);
        double[] before = layer.WeightValues();
        layer.to(ScalarType.Float64);
        layer.Weights.dtype.ShouldBe(ScalarType.Float64);
        layer.WeightValues().ShouldBe(before);
        layer.call(rand(2, 4, dtype: ScalarType.Float64)).dtype.ShouldBe(ScalarType.Float64);
    }

    [Fact]
    public void Calls_from_several_threads_do_not_disturb_each_other()
    {
        using var scope = NewDisposeScope();
        var layer = new QuantumLayer(KnownCircuits.Paper);
        float[][] samples = Enumerable.Range(0, 200).Select(i => new[] { 0.1f * i, 1f, 2f, 3f }).ToArray();
        double[] Run(float[] sample)
        {
            using var inner = NewDisposeScope();
            return Values(layer.call(tensor(sample)));
        }
        double[][] expected = samples.Select(Run).ToArray();
        double[][] actual = samples.AsParallel().AsOrdered().WithDegreeOfParallelism(4).Select(Run).ToArray();
        actual.ShouldBe(expected);
    }

    [Theory]
    [InlineData("cpu")]
    [InlineData("cuda")]
    public void Tensor_operations_give_the_kernels_outputs_and_gradients_on_every_device(string device)
    {
        Assert.SkipUnless(device == "cpu" || cuda.is_available(), "TorchSharp finds no GPU here");
        using var scope = NewDisposeScope();
        var kernel = new QuantumLayer(KnownCircuits.Paper, dtype: ScalarType.Float64);
        var tensors = new QuantumLayer(KnownCircuits.Paper, dtype: ScalarType.Float64, backend: QuantumBackend.Tensors);
        using (no_grad())
            tensors.Weights.copy_(kernel.Weights);
        tensors.to(torch.device(device));
        Tensor first = rand(2, 5, 4, dtype: ScalarType.Float64).requires_grad_();
        Tensor second = first.detach().clone().to(torch.device(device)).requires_grad_();
        Tensor expected = kernel.call(first);
        Tensor outputs = tensors.call(second);
        Values(outputs).ShouldBe(Values(expected), 1e-12);
        expected.Squared().sum().backward();
        outputs.Squared().sum().backward();
        Values(second.grad!).ShouldBe(Values(first.grad!), 1e-12);
        Values(tensors.Weights.grad!).ShouldBe(Values(kernel.Weights.grad!), 1e-12);
    }

    [Fact]
    public void Tensor_operations_have_second_derivatives()
    {
        using var scope = NewDisposeScope();
        // <Z> = cos(x + w): the second derivative in x and w is -cos(x + w).
        Circuit circuit = new Circuit(1).RX(Angle.Input(0) + Angle.Weight(0), 0).Measure(Observable.Z(0));
        var layer = new QuantumLayer(circuit, dtype: ScalarType.Float64, backend: QuantumBackend.Tensors);
        Tensor input = tensor(
                new[,]
                {
                    { 0.3 },
                }
            )
            .requires_grad_();
        Tensor slope = autograd
            .grad([layer.call(input).sum()], [input], retain_graph: true, create_graph: true)
            .First();
        slope.sum().backward();
        double t = 0.3 + layer.WeightValues()[0];
        Values(slope)[0].ShouldBe(-Math.Sin(t), 1e-14);
        Values(layer.Weights.grad!)[0].ShouldBe(-Math.Cos(t), 1e-14);
    }

    [Fact]
    public void Noise_can_be_trained_through()
    {
        using var scope = NewDisposeScope();
        Circuit noisy = new NoiseModel
        {
            Layers = [Channel.Depolarizing(0.05)],
            Readout = new ReadoutError(0.02),
        }.ApplyTo(KnownCircuits.Paper);
        var layer = new QuantumLayer(noisy, dtype: ScalarType.Float64);
        layer.Weights.shape.ShouldBe([2, 4]);
        Tensor inputs = rand(1, 4, dtype: ScalarType.Float64);
        layer.call(inputs).sum().backward();
        ExpectationJacobian expected = ReferenceSimulator.Differentiate(noisy, Values(inputs), layer.WeightValues());
        Values(layer.call(inputs)).ShouldBe(expected.Values, 1e-12);
        double[] sums =
        [
            .. Enumerable.Range(0, 8).Select(w => Enumerable.Range(0, 4).Sum(k => expected.Weights[k, w])),
        ];
        Values(layer.Weights.grad!).ShouldBe(sums, 1e-12);
    }

    private static double[] Values(Tensor tensor) =>
        tensor.detach().to(ScalarType.Float64).cpu().contiguous().data<double>().ToArray();
}
