using QImpact.Data.Runs;
using QImpact.Quantum.Circuits;
using QImpact.Quantum.Compilation;
using QImpact.Quantum.Description;
using QImpact.Training.Layers;
using QImpact.Training.Models;
using QImpact.Training.Runs;
using Shouldly;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace QImpact.Training.Tests;

public sealed class CircuitTimeTests
{
    [Theory]
    [InlineData(0.001, 0.0008, "1.3", "1 s")]
    [InlineData(0.1, 0.008, "13", "55 s")]
    [InlineData(0.2, 0.001, "200", "2 min")]
    [InlineData(20, 0.001, "20000", "3 h")]
    public void A_circuit_that_costs_more_than_the_network_is_announced_with_the_time_of_an_epoch(
        double circuit,
        double rest,
        string ratio,
        string epoch
    ) =>
        CircuitTime
            .Notice(circuit, rest, images: 546)
            .ShouldBe(
                $"the circuit costs about {ratio} times what the rest of the network does: about {epoch} an epoch of 546 images; "
                    + "fewer qubits or layers cost less"
            );

    [Fact]
    public void One_that_costs_less_is_not() => CircuitTime.Notice(0.001, 0.002, images: 546).ShouldBeNull();

    /// <summary>docs/quantum-layer.md has 0.09 s for 32 samples, on a processor without other work.</summary>
    [Fact]
    public void The_time_is_that_of_the_measured_table_but_for_a_factor_of_three()
    {
        CompiledCircuit compiled = Circuit
            .Parse("16: AngleEmbedding(X) StronglyEntanglingLayers(layers=2) <Z>")
            .Compile();
        CircuitTime.SecondsPerImage(compiled.TrainingCost()!).ShouldBeInRange(0.09 / 32 / 3, 0.09 / 32 * 3);
    }

    [Fact]
    public void The_papers_circuit_is_not() => Notice(KnownCircuits.Paper.ToString()).ShouldBeNull();

    [Fact]
    public void Asking_draws_no_random_number_and_changes_no_state()
    {
        using DisposeScope scope = NewDisposeScope();
        using ImageClassifier model = Model("14: AngleEmbedding(Y) StronglyEntanglingLayers(layers=2) <Z>");
        double[][] before = State(model);
        manual_seed(1);
        double[] expected = rand(3).ToDoubles();
        manual_seed(1);
        CircuitTime.Notice(model, ones(2, 1, 28, 28), batchSize: 2);
        rand(3).ToDoubles().ShouldBe(expected);
        State(model).ShouldBe(before);
        model.training.ShouldBeTrue();
    }

    private static string? Notice(string circuit)
    {
        using DisposeScope scope = NewDisposeScope();
        using ImageClassifier model = Model(circuit);
        return CircuitTime.Notice(model, zeros(4, 1, 28, 28), batchSize: 4);
    }

    private static ImageClassifier Model(string circuit)
    {
        CompiledCircuit compiled = Circuit.Parse(circuit).Compile();
        return Classifiers.Create(
            Network.Of(Architecture.QuantumEnd, () => compiled),
            Protocols.Settings("matched", Architecture.QuantumEnd),
            channels: 1,
            size: 28,
            classes: 2
        );
    }

    private static double[][] State(ImageClassifier model) =>
        [.. model.state_dict().Values.Select(tensor => tensor.ToDoubles())];
}
