using QImpact.Data.Runs;
using QImpact.Quantum.Circuits;
using QImpact.Quantum.Compilation;
using QImpact.Training.Layers;
using QImpact.Training.Models;
using Shouldly;
using Xunit;
using static TorchSharp.torch;

namespace QImpact.Training.Tests;

public sealed class ModelTests
{
    // torchvision 0.14's resnet18 has 11,689,512 parameters for 3 channels and 1000 classes. One channel leaves out
    // 2 x 64 x 49, two classes 998 x 513; the quantum head adds (512 + 1) x 4, 8 weights and (4 + 1) x 2, Quantum-Mid
    // leaves out layer4's 8,393,728 and reads 256 features.
    [Theory]
    [InlineData("baseline", 11_171_266)]
    [InlineData("quantum-end", 11_172_310)]
    [InlineData("quantum-mid", 2_777_558)]
    public void The_number_of_parameters_is_that_of_the_published_network(string architecture, long expected)
    {
        using ImageClassifier model = Create(Architecture.Parse(architecture), Stem.Imagenet);
        model.ParameterCount.ShouldBe(expected);
    }

    [Theory]
    [InlineData(Stem.Imagenet)]
    [InlineData(Stem.Small)]
    public void Every_architecture_turns_images_into_one_logit_per_class(Stem stem)
    {
        foreach (Architecture architecture in Architecture.Paper)
        {
            using ImageClassifier model = Create(architecture, stem);
            model.eval();
            using Tensor images = rand(3, 1, 28, 28);
            (Tensor logits, _, Tensor? expectations) = model.ForwardAll(images);
            logits.shape.ShouldBe([3, 2]);
            (expectations is null).ShouldBe(!architecture.IsHybrid);
            expectations?.shape.ShouldBe([3, 4]);
            expectations?.abs().max().Value().ShouldBeLessThanOrEqualTo(1.0001);
        }
    }

    [Theory]
    [InlineData(Stem.Imagenet, new long[] { 3, 64, 7, 7 })]
    [InlineData(Stem.Small, new long[] { 3, 64, 28, 28 })]
    public void The_stems_differ_in_the_size_that_they_leave(Stem stem, long[] expected)
    {
        using ImageClassifier model = Create(Architecture.Baseline, stem);
        Tensor value = rand(3, 1, 28, 28);
        foreach (NamedLayer layer in model.Layers.TakeWhile(layer => layer.Name != "layer1"))
            value = layer.Layer.call(value);
        value.shape.ShouldBe(expected);
    }

    [Fact]
    public void The_stages_are_named_and_quantum_mid_has_no_fourth()
    {
        using ImageClassifier end = Create(Architecture.QuantumEnd, Stem.Imagenet);
        end.Layers.Select(layer => layer.Name)
            .ShouldBe([
                "normalise",
                "stem",
                "maxpool",
                "layer1",
                "layer2",
                "layer3",
                "layer4",
                "pool",
                "reduce",
                "quantum",
                "head",
            ]);
        using ImageClassifier mid = Create(Architecture.QuantumMid, Stem.Small);
        mid.Layers.Select(layer => layer.Name)
            .ShouldBe(["normalise", "stem", "layer1", "layer2", "layer3", "pool", "reduce", "quantum", "head"]);
    }

    [Fact]
    public void The_quantum_layers_weights_are_saved_with_the_network()
    {
        using ImageClassifier model = Create(Architecture.QuantumEnd, Stem.Imagenet);
        model.state_dict().Keys.ShouldContain("quantum.weights");
        model.state_dict()["quantum.weights"].shape.ShouldBe([2, 4]);
    }

    [Fact]
    public void Architectures_have_names_that_are_read_back()
    {
        Architecture.Paper.ShouldBe([Architecture.Baseline, Architecture.QuantumEnd, Architecture.QuantumMid]);
        Architecture.Paper.ShouldBeSubsetOf(Architecture.All);
        Architecture.Names.ShouldBeUnique();
        Architecture.All.Select(architecture => architecture.Title).ShouldBeUnique();
        foreach (Architecture architecture in Architecture.All)
            Architecture.Parse(architecture.Name).ShouldBe(architecture);
    }

    [Fact]
    public void A_network_has_the_circuit_that_its_head_is_made_from()
    {
        foreach (Architecture architecture in Architecture.All)
        {
            Network network = Network.Of(architecture, () => KnownCircuits.Paper.Compile());
            (network is Network.Hybrid).ShouldBe(architecture.IsHybrid);
            network.CircuitText.ShouldBe(architecture.Head.PaperCircuit);
            (network.CircuitText is not null).ShouldBe(architecture.HasCircuit);
        }
    }

    [Fact]
    public void An_unknown_architecture_is_refused_by_name()
    {
        Should
            .Throw<Data.BadInputException>(() => Architecture.Parse("quantum-start"))
            .Message.ShouldBe(
                "there is no architecture 'quantum-start'; expected one of baseline, end-linear, end-tanh, end-dense, quantum-end, "
                    + "end-separable, end-frozen, end-trigonometric, mid-fc, mid-linear, mid-tanh, quantum-mid"
            );
    }

    internal static ImageClassifier Create(Architecture architecture, Stem stem, int size = 28) =>
        Classifiers.Create(
            Network.Of(architecture, () => KnownCircuits.Paper.Compile()),
            Protocols.Matched.For(architecture) with
            {
                Stem = stem,
            },
            channels: 1,
            size,
            classes: 2
        );
}
