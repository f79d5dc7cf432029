using QImpact.Data.Runs;
using QImpact.Quantum.Circuits;
using QImpact.Quantum.Compilation;
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
    [Fact]
    public void A_circuit_that_costs_more_than_the_network_is_announced_with_the_time_of_an_epoch()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor images = zeros(40, 1, 28, 28);
        using ImageClassifier model = Model("16: 2*(AngleEmbedding(Y) StronglyEntanglingLayers(layers=2)) <Z>");
        CircuitTime
            .Notice(model, images, batchSize: 4)!
            .ShouldMatch(
                @"^the circuit costs about [0-9.]+ times what the rest of the network does: about [0-9.]+ (s|min|h) an epoch of 40 images; fewer qubits or layers cost less$"
            );
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

    [Theory]
    [InlineData(0.2, "1 s")]
    [InlineData(45, "45 s")]
    [InlineData(130, "2 min")]
    [InlineData(5300, "88 min")]
    [InlineData(9000, "2.5 h")]
    public void A_duration_is_told_in_seconds_minutes_or_hours(double seconds, string text) =>
        CircuitTime.Duration(seconds).ShouldBe(text);

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
            classes: 2
        );
    }

    private static double[][] State(ImageClassifier model) =>
        [.. model.state_dict().Values.Select(tensor => tensor.ToDoubles())];
}
