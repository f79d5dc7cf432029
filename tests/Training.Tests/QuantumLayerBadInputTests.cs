using QImpact.Quantum.Circuits;
using QImpact.Quantum.Templates;
using QImpact.Training.Layers;
using Shouldly;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace QImpact.Training.Tests;

/// <summary>What the layer refuses, by the text of its message.</summary>
public sealed class QuantumLayerBadInputTests
{
    [Fact]
    public void Inputs_of_the_wrong_shape_are_refused()
    {
        using var scope = NewDisposeScope();
        var layer = new QuantumLayer(KnownCircuits.Paper);
        Should
            .Throw<ArgumentException>(() => layer.call(rand(32, 5)))
            .Message.ShouldStartWith(
                "QuantumLayer got inputs of shape [32, 5]; expected [..., 4], the inputs of the circuit AngleEmbedding(X, wires=4)"
            );
    }

    [Fact]
    public void Inputs_of_another_type_than_the_weights_are_refused()
    {
        using var scope = NewDisposeScope();
        var layer = new QuantumLayer(KnownCircuits.Paper);
        Should
            .Throw<ArgumentException>(() => layer.call(rand(32, 4, dtype: ScalarType.Float64)))
            .Message.ShouldStartWith(
                "QuantumLayer got inputs of type Float64; expected Float32, the type of its weights"
            );
        Should
            .Throw<NotSupportedException>(() => new QuantumLayer(KnownCircuits.Paper, dtype: ScalarType.Float16))
            .Message.ShouldBe("a quantum layer of type Float16; expected Float32 or Float64");
    }

    [Fact]
    public void Inputs_on_another_device_are_refused()
    {
        using var scope = NewDisposeScope();
        var layer = new QuantumLayer(KnownCircuits.Paper);
        Should
            .Throw<ArgumentException>(() => layer.call(empty(2, 4, device: META)))
            .Message.ShouldStartWith(
                "QuantumLayer got inputs on the device meta; expected cpu, the device of its weights"
            );
    }

    [Fact]
    public void The_kernel_is_refused_on_another_device_than_the_CPU()
    {
        using var scope = NewDisposeScope();
        var layer = new QuantumLayer(KnownCircuits.Paper, backend: QuantumBackend.Kernel);
        layer.to(META);
        Should
            .Throw<NotSupportedException>(() => layer.call(empty(2, 4, device: META)))
            .Message.ShouldBe(
                "the weights of QuantumLayer are on the device meta; expected the CPU, where the kernel computes"
            );
    }

    [Fact]
    public void Inputs_that_are_not_finite_are_refused_by_tensor_operations()
    {
        using var scope = NewDisposeScope();
        var layer = new QuantumLayer(KnownCircuits.Paper, backend: QuantumBackend.Tensors);
        Tensor inputs = zeros(3, 4);
        inputs[2, 1] = float.NaN;
        Should
            .Throw<ArgumentException>(() => layer.call(inputs))
            .Message.ShouldStartWith(
                "inputs of QuantumLayer have a value that is not finite; expected finite angles in radians"
            );
    }

    [Fact]
    public void Inputs_that_are_not_finite_are_refused()
    {
        using var scope = NewDisposeScope();
        var layer = new QuantumLayer(KnownCircuits.Paper);
        Tensor inputs = zeros(3, 4);
        inputs[2, 1] = float.PositiveInfinity;
        Should
            .Throw<ArgumentException>(() => layer.call(inputs))
            .Message.ShouldStartWith("inputs[2,1] is Infinity; expected a finite angle in radians");
    }

    [Fact]
    public void A_circuit_without_outputs_is_refused() =>
        Should
            .Throw<ArgumentException>(() => new QuantumLayer(new Circuit(4).AngleEmbedding()))
            .Message.ShouldContain("measures nothing; expected an observable");
}
