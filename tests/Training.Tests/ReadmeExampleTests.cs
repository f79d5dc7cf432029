using QImpact.Quantum.Circuits;
using QImpact.Quantum.Templates;
using QImpact.Tests;
using QImpact.Training.Layers;
using Shouldly;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace QImpact.Training.Tests;

public sealed class ReadmeExampleTests
{
    [Fact]
    public void The_readmes_example_learns_its_task()
    {
        manual_seed(0);
        double accuracy = Example();
        accuracy.ShouldBeGreaterThan(0.9);
    }

    [Fact]
    public void The_readme_shows_exactly_this_example()
    {
        ReadmeExample.Readme.ShouldContain(ReadmeExample.In("tests/Training.Tests/ReadmeExampleTests.cs"));
    }

    private static double Example()
    {
        // README: from here
        Tensor inputs = randn(256, 8);
        Tensor labels = inputs.sum(1).gt(0).to(ScalarType.Int64);

        Circuit circuit = new Circuit(qubits: 4)
            .AngleEmbedding(rotation: Pauli.X)
            .BasicEntanglerLayers(layers: 2, rotation: Pauli.X)
            .MeasureEach(Pauli.Z);

        var model = nn.Sequential(
            ("reduce", nn.Linear(8, 4)),
            ("quantum", new QuantumLayer(circuit)), // [batch, 4] to [batch, 4], weights [2, 4]
            ("head", nn.Linear(4, 2))
        );
        var optimiser = optim.Adam(model.parameters(), 0.05);

        for (int step = 0; step < 200; step++)
        {
            using DisposeScope scope = NewDisposeScope();
            optimiser.zero_grad();
            Tensor loss = nn.functional.cross_entropy(model.call(inputs), labels);
            loss.backward();
            optimiser.step();
        }
        // README: to here
        using DisposeScope outer = NewDisposeScope();
        return model.call(inputs).argmax(1).eq(labels).to(ScalarType.Float64).mean().ToDouble();
    }
}
