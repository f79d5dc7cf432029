using QImpact.Onnx.Format;
using QImpact.Quantum.Circuits;
using QImpact.Training.Export;
using QImpact.Training.Layers;
using Shouldly;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;

namespace QImpact.Training.Tests;

/// <summary>Networks that a user has put together, exported by their modules alone.</summary>
public sealed class ModuleExportTests
{
    private static readonly GraphContract Points = new("two-moons", "points", [8], "logits");

    [Fact]
    public void A_sequential_with_a_quantum_layer_is_exported_under_the_users_names()
    {
        manual_seed(1);
        using Sequential model = Hybrid();
        byte[] file = OnnxExporter.Export(
            model,
            Points with
            {
                Probabilities = "probabilities",
                InnerOutputs = [new("quantum", "expectations")],
                Metadata = [new("author", "me")],
            }
        );
        using Tensor inputs = randn(5, 8);
        float[][] actual = OnnxRun.Named(
            file,
            "points",
            inputs.data<float>().ToArray(),
            [5, 8],
            "logits",
            "probabilities",
            "expectations"
        );

        using Tensor logits = model.call(inputs);
        using Tensor probabilities = logits.softmax(1);
        ShouldAgree(actual[0], logits);
        ShouldAgree(actual[1], probabilities);
        actual[2].Length.ShouldBe(5 * 4);
        ModelProto proto = ModelProto.Parser.ParseFrom(file);
        proto.MetadataProps.ShouldHaveSingleItem().Value.ShouldBe("me");
        proto.Graph.Name.ShouldBe("two-moons");
        proto
            .Graph.Node.Select(node => node.Name.Split('/')[0])
            .Distinct()
            .ShouldBe(["reduce", "quantum", "head", "softmax"]);
    }

    public static TheoryData<string> LayerKinds => new(Layers.Keys);

    private static readonly Dictionary<string, (Func<nn.Module<Tensor, Tensor>> Make, int[] Shape)> Layers = new()
    {
        ["Linear"] = (() => nn.Linear(5, 3), [5]),
        ["Linear without bias"] = (() => nn.Linear(5, 3, hasBias: false), [5]),
        ["Conv2d"] = (() => nn.Conv2d(2, 4, kernel_size: 3, stride: 2, padding: 1), [2, 7, 9]),
        ["Conv2d of groups"] = (() => nn.Conv2d(4, 4, (3, 1), dilation: (2, 1), groups: 2, bias: false), [4, 7, 6]),
        ["BatchNorm1d"] = (() => nn.BatchNorm1d(5), [5]),
        ["BatchNorm2d"] = (() => nn.BatchNorm2d(3, affine: false), [3, 4, 4]),
        ["MaxPool2d"] = (() => nn.MaxPool2d(3, stride: 2, padding: 1), [2, 9, 7]),
        ["AvgPool2d"] = (() => nn.AvgPool2d(2), [2, 8, 6]),
        ["AvgPool2d with padding"] = (() => nn.AvgPool2d(3, stride: 1, padding: 1, count_include_pad: true), [2, 5, 5]),
        ["Flatten"] = (() => nn.Flatten(), [2, 3, 4]),
        ["Softmax"] = (() => nn.Softmax(1), [6]),
        ["LeakyReLU"] = (() => nn.LeakyReLU(0.2), [6]),
        ["ReLU"] = (() => nn.ReLU(), [6]),
        ["Tanh"] = (() => nn.Tanh(), [6]),
        ["Sigmoid"] = (() => nn.Sigmoid(), [6]),
        ["GlobalAveragePool"] = (() => new GlobalAveragePool(), [3, 4, 5]),
        ["ConvNorm"] = (() => new ConvNorm(2, 3, kernel: 3, stride: 2, size: 6, relu: true), [2, 6, 6]),
        ["ConvNorm with one tap"] = (() => new ConvNorm(2, 3, kernel: 3, stride: 1, size: 1, relu: true), [2, 1, 1]),
        ["ConvNorm of a kernel as large as its map"] = (
            () => new ConvNorm(2, 3, kernel: 3, stride: 2, size: 2, relu: false),
            [2, 2, 2]
        ),
    };

    [Theory]
    [MemberData(nameof(LayerKinds))]
    public void A_layer_gives_TorchSharps_numbers(string kind)
    {
        (Func<nn.Module<Tensor, Tensor>> make, int[] shape) = Layers[kind];
        manual_seed(2);
        using nn.Module<Tensor, Tensor> layer = make();
        long[] batch = [3, .. shape.Select(length => (long)length)];
        using IDisposable noGradient = no_grad();
        layer.train();
        using (Tensor statistics = layer.call(randn(batch).mul(Scalars.Of(2)).add(Scalars.One, Scalars.One))) { }
        layer.eval();
        using Tensor input = randn(batch);
        using Tensor expected = layer.call(input);

        byte[] file = OnnxExporter.Export(new NamedLayer("layer", layer), shape);
        ShouldAgree(OnnxRun.Single(file, input.data<float>().ToArray(), batch), expected);
        ValueInfoProto output = ModelProto.Parser.ParseFrom(file).Graph.Output.ShouldHaveSingleItem();
        output.Type.TensorType.Shape.Dim.Skip(1).Select(d => d.DimValue).ShouldBe(expected.shape[1..]);
    }

    [Fact]
    public void What_passes_its_input_on_leaves_no_node()
    {
        using Sequential model = nn.Sequential(("dropout", nn.Dropout()), ("relu", nn.ReLU()), ("same", nn.Identity()));
        Nodes(OnnxExporter.Export(model, Points)).ShouldBe(["relu"]);
    }

    [Fact]
    public void A_network_that_computes_nothing_is_refused()
    {
        using Sequential model = nn.Sequential(("dropout", nn.Dropout()));
        Should
            .Throw<InvalidOperationException>(() => OnnxExporter.Export(model, Points))
            .Message.ShouldBe(
                "the output 'logits' would be the same as 'points'; expected the result of a layer of its own"
            );
    }

    [Fact]
    public void An_inner_output_of_a_layer_that_is_not_there_is_refused()
    {
        using Sequential model = Hybrid();
        Should
            .Throw<ArgumentException>(() =>
                OnnxExporter.Export(model, Points with { InnerOutputs = [new("qubits", "expectations")] })
            )
            .Message.ShouldStartWith(
                "the network has no layer 'qubits' for the output 'expectations'; it has reduce, quantum, head"
            );
    }

    [Fact]
    public void A_layer_of_the_users_own_is_exported_with_a_lowering_of_the_users_own()
    {
        using Sequential model = nn.Sequential(("square", new Square()), ("relu", nn.ReLU()));
        Should
            .Throw<NotSupportedException>(() => OnnxExporter.Export(model, Points))
            .Message.ShouldStartWith("layer 'square' is a Square, which has no ONNX lowering");

        GraphContract contract = Points with
        {
            Shape = [2],
            Lowerings = LoweringTable.Standard.With<Square>(
                (graph, name, _, input) => graph.Node("Mul", name, input.Shape, [input.Name, input.Name])
            ),
        };
        byte[] file = OnnxExporter.Export(model, contract);
        OnnxRun.Named(file, "points", [3, -2], [1, 2], "logits")[0].ShouldBe([9, 4]);
    }

    [Fact]
    public void A_fixed_batch_is_part_of_every_shape()
    {
        using Sequential model = Hybrid();
        GraphProto graph = ModelProto.Parser.ParseFrom(OnnxExporter.Export(model, Points with { Batch = 16 })).Graph;
        graph
            .Input.Concat(graph.Output)
            .Concat(graph.ValueInfo)
            .ShouldAllBe(value => value.Type.TensorType.Shape.Dim[0].DimValue == 16);
    }

    private static Sequential Hybrid() =>
        nn.Sequential(
            ("reduce", nn.Linear(8, 4)),
            ("quantum", new QuantumLayer(KnownCircuits.Paper)),
            ("head", nn.Linear(4, 2))
        );

    private static IEnumerable<string> Nodes(byte[] file) =>
        ModelProto.Parser.ParseFrom(file).Graph.Node.Select(node => node.Name);

    private static void ShouldAgree(float[] actual, Tensor expected)
    {
        float[] values = expected.contiguous().data<float>().ToArray();
        actual.Length.ShouldBe(values.Length);
        for (int i = 0; i < values.Length; i++)
            actual[i].ShouldBe(values[i], 1e-5f);
    }

    private sealed class Square() : nn.Module<Tensor, Tensor>(nameof(Square))
    {
        public override Tensor forward(Tensor input) => input * input;
    }
}
