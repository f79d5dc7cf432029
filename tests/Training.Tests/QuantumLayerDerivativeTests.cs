using QImpact.Quantum.Circuits;
using QImpact.Training.Layers;
using Shouldly;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;

namespace QImpact.Training.Tests;

/// <summary>Derivatives of gradients, and angles that float32 would round, in the layer as a user calls it.</summary>
public sealed class QuantumLayerDerivativeTests
{
    public static TheoryData<string> Circuits =>
        new(
            "3: AngleEmbedding(X) BasicEntanglerLayers(RY, layers=2) <Z>",
            "3: 3*(AngleEmbedding(Y) StronglyEntanglingLayers(layers=1)) <Z0 X1> P(01)[0,2]",
            "2: AmplitudeEmbedding(features=3, pad_with=0.5, normalize=true) BasicEntanglerLayers(RY, layers=2) <Z>",
            "3: IQPEmbedding BasicEntanglerLayers(RX, layers=1) BitFlip(0.1)[each] <Z>"
        );

    /// <summary>PennyLaneAI/pennylane#9901. The gradient's gradient is compared with central differences of the kernel's gradient.</summary>
    [Theory]
    [MemberData(nameof(Circuits))]
    public void A_gradient_penalty_is_differentiated_through_the_layer(string text)
    {
        using var scope = NewDisposeScope();
        var layer = new QuantumLayer(Circuit.Parse(text), dtype: ScalarType.Float64);
        var first = nn.Linear(2, layer.Circuit.InputCount, dtype: ScalarType.Float64);
        var last = nn.Linear(layer.Circuit.OutputCount, 1, dtype: ScalarType.Float64);
        Parameter[] parameters = [first.weight!, first.bias!, layer.Weights, last.weight!];
        using (no_grad())
            foreach (Parameter parameter in parameters)
                parameter.copy_(linspace(-0.7, 0.9, parameter.numel(), ScalarType.Float64).reshape(parameter.shape));
        Tensor x = tensor(
                new[,]
                {
                    { 0.3, -0.8 },
                    { 1.1, 0.4 },
                }
            )
            .requires_grad_();

        Tensor Penalty(bool again) =>
            autograd
                .grad(
                    [last.call(layer.call(first.call(x)).tanh()).sum()],
                    [x],
                    retain_graph: again,
                    create_graph: again
                )[0]
                .Squared()
                .sum();
        Penalty(again: true).backward();

        foreach (Parameter parameter in parameters)
            Values(parameter.grad!).ShouldBe(CentralDifferences(parameter, () => Penalty(again: false)), 1e-7);
    }

    /// <summary>The values of the case that was reported: central differences of the penalty.</summary>
    [Fact]
    public void The_second_derivatives_of_a_network_of_three_layers()
    {
        using var scope = NewDisposeScope();
        Circuit circuit = Circuit.Parse("3: AngleEmbedding(X) BasicEntanglerLayers(RY, layers=2) <Z>");
        var first = nn.Linear(2, 3, dtype: ScalarType.Float64);
        var layer = new QuantumLayer(circuit, dtype: ScalarType.Float64);
        var last = nn.Linear(3, 1, dtype: ScalarType.Float64);
        int i = 0;
        using (no_grad())
            foreach (Tensor p in new Tensor[] { first.weight!, first.bias!, layer.Weights, last.weight!, last.bias! })
                p.copy_(linspace(-0.7 + 0.1 * i, 0.9 - 0.05 * i++, p.numel(), ScalarType.Float64).reshape(p.shape));
        Tensor x = tensor(
                new[,]
                {
                    { 0.3, -0.8 },
                    { 1.1, 0.4 },
                }
            )
            .requires_grad_();
        Tensor y = last.call(layer.call(first.call(x)));
        autograd.grad([y.sum()], [x], retain_graph: true, create_graph: true)[0].Squared().sum().backward();
        Values(first.weight!.grad!)[0].ShouldBe(0.02734, 5e-6);
        Values(layer.Weights.grad!)[0].ShouldBe(-0.01197, 5e-6);
    }

    [Theory]
    [InlineData(ScalarType.Float64, 1e-12)]
    [InlineData(ScalarType.Float32, 1e-3)]
    public void The_kernels_layer_has_the_derivatives_of_any_order_that_tensor_operations_have(
        ScalarType dtype,
        double tolerance
    )
    {
        using var scope = NewDisposeScope();
        Circuit circuit = Circuit.Parse("2: 2*(AngleEmbedding(Y) StronglyEntanglingLayers(layers=1)) <Z>");
        var kernel = new QuantumLayer(circuit, dtype: dtype);
        var tensors = new QuantumLayer(circuit, dtype: dtype, backend: QuantumBackend.Tensors);
        using (no_grad())
            tensors.Weights.copy_(kernel.Weights);
        Tensor direction = linspace(-1, 1, kernel.Weights.numel(), dtype).reshape(kernel.Weights.shape);

        Values(Derivatives(kernel)).ShouldBe(Values(Derivatives(tensors)), tolerance);

        // A Hessian-vector product in the weights, mixed with the inputs, and a third derivative.
        Tensor Derivatives(QuantumLayer layer)
        {
            Tensor x = tensor(
                    new[,]
                    {
                        { 0.3, -0.8 },
                        { 1.1, 0.4 },
                        { 2.0, -3.0 },
                    }
                )
                .to(dtype)
                .requires_grad_();
            Tensor slope = autograd.grad(
                [layer.call(x).Squared().sum()],
                [layer.Weights],
                retain_graph: true,
                create_graph: true
            )[0];
            Tensor product = (slope * direction).sum();
            IList<Tensor> second = autograd.grad([product], [x, layer.Weights], retain_graph: true, create_graph: true);
            Tensor sum = second[0].Squared().sum().Plus(second[1].Squared().sum());
            IList<Tensor> third = autograd.grad([sum], [x, layer.Weights]);
            return cat([.. second.Concat(third).Select(derivative => derivative.reshape(-1))], 0);
        }
    }

    [Fact]
    public void A_frozen_layer_and_inputs_without_gradients_are_differentiated_twice()
    {
        using var scope = NewDisposeScope();
        // <Z> = cos(x + w)
        Circuit circuit = new Circuit(1).RX(Angle.Input(0) + Angle.Weight(0), 0).Measure(Observable.Z(0));
        var layer = new QuantumLayer(circuit, dtype: ScalarType.Float64);
        Tensor x = tensor(
            new[,]
            {
                { 0.3 },
            }
        );
        double t = 0.3 + layer.WeightValues()[0];
        Tensor slope = autograd.grad([layer.call(x).sum()], [layer.Weights], retain_graph: true, create_graph: true)[0];
        Values(autograd.grad([slope.sum()], [layer.Weights])[0])[0].ShouldBe(-Math.Cos(t), 1e-12);

        layer.Weights.requires_grad_(false);
        x.requires_grad_();
        slope = autograd.grad([layer.call(x).sum()], [x], retain_graph: true, create_graph: true)[0];
        Values(autograd.grad([slope.sum()], [x])[0])[0].ShouldBe(-Math.Cos(t), 1e-12);
    }

    /// <summary>float32 rounds an angle of 1,000 by 3e-5; that of 1e6 by 0.03.</summary>
    [Theory]
    [InlineData(QuantumBackend.Kernel, 100)]
    [InlineData(QuantumBackend.Kernel, 1000)]
    [InlineData(QuantumBackend.Kernel, 1e6)]
    [InlineData(QuantumBackend.Tensors, 1000)]
    [InlineData(QuantumBackend.Tensors, 1e6)]
    public void Large_angles_cost_no_accuracy_in_float32(QuantumBackend backend, double size)
    {
        using var scope = NewDisposeScope();
        manual_seed(5);
        List<string> circuits =
        [
            "3: AngleEmbedding(X) BasicEntanglerLayers(RY, layers=2) <Z>",
            "3: 2*(AngleEmbedding(Y) StronglyEntanglingLayers(layers=1)) <Z>",
            "2: RX(0.3*x0 + w0)[0] RY(-1.7*x1 + 0.2*x0 + 1000)[1] CNOT[0,1] RX(x0)[0] RY(100*w1)[1] <Z>",
        ];
        if (size <= 1000)
            circuits.Add("2: IQPEmbedding BasicEntanglerLayers(RX, layers=1) <Z>");
        foreach (string text in circuits)
        {
            var single = new QuantumLayer(Circuit.Parse(text), backend: backend);
            var exact = new QuantumLayer(Circuit.Parse(text), dtype: ScalarType.Float64);
            using (no_grad())
                exact.Weights.copy_(single.Weights);
            Tensor x = rand(9, single.Circuit.InputCount).mul(Scalars.Of(2)).sub(Scalars.One).mul(Scalars.Of(size));
            Values(single.call(x)).ShouldBe(Values(exact.call(x.to(ScalarType.Float64))), 2e-6, text);
        }
    }

    private static double[] CentralDifferences(Parameter parameter, Func<Tensor> value)
    {
        const double Step = 1e-5;
        using Tensor flat = parameter.detach().view(-1);
        var slopes = new double[flat.numel()];
        for (int i = 0; i < slopes.Length; i++)
        {
            double at = flat[i].item<double>();
            double At(double where)
            {
                flat[i] = where;
                return value().item<double>();
            }
            slopes[i] = (At(at + Step) - At(at - Step)) / (2 * Step);
            flat[i] = at;
        }
        return slopes;
    }

    private static double[] Values(Tensor tensor) => tensor.ToDoubles();
}
