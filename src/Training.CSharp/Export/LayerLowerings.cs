using System.Collections.Immutable;
using QImpact.Training.Layers;
using TorchSharp.Modules;
using static QImpact.Training.Export.GraphBuilder;
using static TorchSharp.torch;

namespace QImpact.Training.Export;

/// <summary>The classical layers as ONNX nodes. Shapes in comments leave out the batch.</summary>
internal static class LayerLowerings
{
    /// <summary>
    /// (x - mean) / sd as a BatchNormalization with scale 1, bias 0, variance sd^2 and epsilon 0: one node, exact, for any
    /// number of channels, and right in every consumer that was measured (a broadcast Sub and Div are not).
    /// </summary>
    public static GraphValue Normalise(GraphBuilder graph, string name, Normalise layer, GraphValue input)
    {
        int channels = input.Shape[0];
        string[] inputs =
        [
            input.Name,
            graph.Constant($"{name}/scale", Filled(channels, 1), channels),
            graph.Constant($"{name}/bias", Filled(channels, 0), channels),
            graph.Constant($"{name}/mean", Filled(channels, layer.Mean), channels),
            graph.Constant(
                $"{name}/variance",
                Filled(channels, layer.StandardDeviation * layer.StandardDeviation),
                channels
            ),
        ];
        return graph.Node("BatchNormalization", name, input.Shape, inputs, Attribute("epsilon", 0.0)); // [C, H, W]
    }

    public static GraphValue ConvNorm(GraphBuilder graph, string name, ConvNorm layer, GraphValue input)
    {
        int outputs = (int)layer.Convolution.weight.shape[0];
        int padding = layer.Kernel / 2;
        ImmutableArray<int> shape =
        [
            outputs,
            Reduced(input.Shape[1], layer.Kernel, layer.Stride, padding),
            Reduced(input.Shape[2], layer.Kernel, layer.Stride, padding),
        ];
        GraphValue convolved = graph.Node(
            "Conv",
            $"{name}/conv",
            shape, // [out, H / stride, W / stride]
            [input.Name, Weight(graph, $"{name}/conv/weight", layer.Convolution.weight)],
            Attribute("kernel_shape", [layer.Kernel, layer.Kernel]),
            Attribute("strides", [layer.Stride, layer.Stride]),
            Attribute("pads", [padding, padding, padding, padding])
        );
        BatchNorm2d norm = layer.Normalisation;
        GraphValue normalised = graph.Node(
            "BatchNormalization",
            $"{name}/norm",
            shape,
            [
                convolved.Name,
                Weight(graph, $"{name}/norm/scale", norm.weight),
                Weight(graph, $"{name}/norm/bias", norm.bias),
                Weight(graph, $"{name}/norm/mean", norm.running_mean),
                Weight(graph, $"{name}/norm/variance", norm.running_var),
            ],
            Attribute("epsilon", norm.eps)
        );
        return layer.HasRelu ? graph.Node("Relu", $"{name}/relu", shape, [normalised.Name]) : normalised;
    }

    public static GraphValue BasicBlock(GraphBuilder graph, string name, BasicBlock layer, GraphValue input)
    {
        GraphValue first = ConvNorm(graph, $"{name}/first", layer.First, input);
        GraphValue second = ConvNorm(graph, $"{name}/second", layer.Second, first);
        GraphValue around = layer.Shortcut is null ? input : ConvNorm(graph, $"{name}/shortcut", layer.Shortcut, input);
        GraphValue sum = graph.Node("Add", $"{name}/add", second.Shape, [second.Name, around.Name]); // equal shapes
        return graph.Node("Relu", $"{name}/relu", sum.Shape, [sum.Name]);
    }

    public static GraphValue Sequential(GraphBuilder graph, string name, Sequential layer, GraphValue input)
    {
        GraphValue value = input;
        foreach ((string child, nn.Module module) in layer.named_children())
            value = LoweringTable.Lower(graph, $"{name}/{child}", module, value);
        return value;
    }

    public static GraphValue MaxPool(GraphBuilder graph, string name, MaxPool2d layer, GraphValue input)
    {
        (int kernel, int stride, int padding) = Square(name, layer);
        ImmutableArray<int> shape =
        [
            input.Shape[0],
            Reduced(input.Shape[1], kernel, stride, padding),
            Reduced(input.Shape[2], kernel, stride, padding),
        ];
        return graph.Node(
            "MaxPool",
            name,
            shape,
            [input.Name],
            Attribute("kernel_shape", [kernel, kernel]),
            Attribute("strides", [stride, stride]),
            Attribute("pads", [padding, padding, padding, padding])
        );
    }

    public static GraphValue GlobalAveragePool(GraphBuilder graph, string name, GlobalAveragePool _, GraphValue input)
    {
        GraphValue pooled = graph.Node("GlobalAveragePool", $"{name}/mean", [input.Shape[0], 1, 1], [input.Name]);
        return graph.Node("Flatten", $"{name}/flatten", [input.Shape[0]], [pooled.Name], Attribute("axis", 1L));
    }

    public static GraphValue Linear(GraphBuilder graph, string name, Linear layer, GraphValue input)
    {
        int outputs = (int)layer.weight.shape[0];
        List<string> inputs = [input.Name, Weight(graph, $"{name}/weight", layer.weight)];
        if (layer.bias is not null)
            inputs.Add(Weight(graph, $"{name}/bias", layer.bias));
        return graph.Node("Gemm", name, [outputs], inputs, Attribute("transB", 1L)); // weight stays [out, in]
    }

    private static string Weight(GraphBuilder graph, string name, Tensor? tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        using Tensor detached = tensor.detach().cpu().contiguous();
        return graph.Constant(
            name,
            detached.data<float>().ToArray(),
            Array.ConvertAll(detached.shape, length => (int)length)
        );
    }

    private static (int Kernel, int Stride, int Padding) Square(string name, MaxPool2d layer)
    {
        if (
            layer.kernel_size is not [long kernel, ..]
            || layer.stride is not [long stride, ..]
            || layer.padding is not [long padding, ..]
            || layer.kernel_size.Concat(layer.stride).Concat(layer.padding).Distinct().Count() > 3
            || layer.kernel_size[^1] != kernel
            || layer.stride[^1] != stride
            || layer.padding[^1] != padding
            || layer.ceil_mode
        )
            throw new NotSupportedException(
                $"layer '{name}': only square max-pooling without ceil_mode has a lowering"
            );
        return ((int)kernel, (int)stride, (int)padding);
    }

    private static int Reduced(int length, int kernel, int stride, int padding) =>
        (length + 2 * padding - kernel) / stride + 1;

    private static double[] Filled(int length, double value)
    {
        double[] values = new double[length];
        Array.Fill(values, value);
        return values;
    }
}
